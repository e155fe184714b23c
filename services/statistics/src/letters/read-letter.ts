import { authorityNames, procedureNames } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { apologyLetter } from '@motcua/documents';
import type { ApologyLetter } from '@motcua/documents';
import { apologyDuties, fold, impossibleHistory, ND61 } from '@motcua/dossier';
import type { ApologyDuty, DossierEvent, Situation, Step } from '@motcua/dossier';
import { AppError, civilDateOf, parseInstant } from '@motcua/kernel';
import { readHistory } from '../dossiers/history.ts';
import type { HistorySources } from '../dossiers/history.ts';

type Names = { readonly authorities: Awaited<ReturnType<typeof authorityNames>>; readonly procedures: Awaited<ReturnType<typeof procedureNames>> };

/**
 * The letter of apology that a duty of the dossier asks for; what no letter has told yet is blank.
 *
 * @param number - Which duty, from 0; undefined: the first that no letter has met, else the last.
 * @returns The docx.
 * @throws AppError `DOSSIER_UNKNOWN`, `DUTY_UNKNOWN`, `PROJECTION_BEHIND`.
 */
export async function readLetter(sources: HistorySources, code: string, number: number | undefined): Promise<Uint8Array> {
  const { events, almanac, known } = await readHistory(sources, code, namesOf);
  const folding = fold(events, ND61, almanac);
  if (folding.kind === 'unlawful') throw impossibleHistory(folding.at, folding.error);
  const duties = apologyDuties(folding.steps, almanac);
  const duty = number === undefined ? duties.find(({ letter }) => letter === undefined) ?? duties.at(-1) : duties[number];
  if (duty === undefined) throw unknownDuty(duties.length, number);
  return apologyLetter(letterOf(code, duty, folding.steps, folding.situation, known));
}

/** Names as they are now, for a letter is written now. */
async function namesOf({ tx, asOf }: Snapshot): Promise<Names> {
  const on = civilDateOf(parseInstant(asOf.recordedAt ?? '') ?? 0);
  return { authorities: await authorityNames(tx, on), procedures: await procedureNames(tx, on) };
}

/** Pure. */
function letterOf(code: string, duty: ApologyDuty, steps: readonly Step[], { placement, receivedAt }: Situation, names: Names): ApologyLetter {
  const authority = names.authorities.get(duty.authority);
  const issued = steps.map(({ event }) => event).find(({ id }) => id === duty.letter?.id);
  const named = (unit: string): string => names.authorities.get(unit)?.name ?? unit;
  return {
    authority: named(duty.authority), superior: typeof authority?.parent === 'string' ? named(authority.parent) : undefined,
    letterNumber: duty.letter?.number, issuedOn: issued === undefined ? undefined : civilDateOf(issued.occurredAt),
    dossier: code, procedure: names.procedures.get(placement.procedure)?.name ?? placement.procedure, receivingUnit: named(placement.receivingUnit),
    receivedAt, dueAt: duty.dueAt, newDueAt: newDueAt(issued), ground: duty.ground, cause: duty.cause,
    unitAtFault: duty.unitAtFault === undefined || duty.unitAtFault === duty.authority ? undefined : named(duty.unitAtFault),
  };
}

function newDueAt(letter: DossierEvent | undefined): number | undefined {
  return letter?.type === 'ApologyIssued' && letter.data.newDueAt !== undefined ? parseInstant(letter.data.newDueAt) : undefined;
}

function unknownDuty(count: number, number: number | undefined): AppError {
  const detail = count === 0
    ? 'The history of the dossier opens no duty to apologise: nothing is owed to the applicant.'
    : `The dossier has ${count === 1 ? '1 duty, with the number 0' : `${count} duties, numbered from 0 to ${count - 1}`}; there is none with the number ${number}: correct \`duty\`, or leave it out.`;
  return new AppError('DUTY_UNKNOWN', detail, { errors: [{ pointer: '/duty', detail: 'not a duty of the dossier' }] });
}
