import type { AuthorityRow, FindingRow } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import type { Dossier } from '@motcua/dossier';
import type { RecordedEvent } from '@motcua/event-store';
import { civilDateOf, formatInstant, parseInstant } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { claimedOutcome } from './dossier-row.ts';
import type { Claim } from './dossier-row.ts';
import type { References } from './references.ts';
import { timeFindings } from './time-findings.ts';
import { warning } from './warning.ts';
import type { Applied } from './warning.ts';

/** Clocks of counters may run ahead so far; milliseconds. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;

/** What is wrong with the data that this event brought; nothing that an earlier event of the dossier brought already. */
export function findingsOf(applied: Applied, references: References): readonly FindingRow[] {
  return [...unknownCodes(applied, references), ...outcome(applied), ...timeFindings(applied), ...codeDate(applied), ...future(applied)];
}

/**
 * An event that counts nowhere: the operator set it aside, or its id was used before. Its subject is cut, because whatever it is, this finding must fit.
 *
 * @param dossier - The dossier that it belongs to as it stands without it; undefined when nobody can say.
 */
export function quarantinedFinding(event: SetAside, subject: string, reason: string, dossier: Dossier | undefined): FindingRow {
  const authority = dossier?.situation.placement.authority ?? UNKNOWN;
  return {
    kind: 'quarantined_event', severity: 'blocking', subject: subject.slice(0, 200), position: event.position, authority: authority === UNKNOWN ? null : authority,
    source: event.source, effective_on: civilDateOf(parseInstant(event.occurredAt) ?? parseInstant(event.recordedAt) ?? 0),
    detail: JSON.stringify({ eventId: event.id, type: event.type, reason }),
  };
}

type SetAside = Pick<RecordedEvent, 'id' | 'type' | 'position' | 'source' | 'occurredAt' | 'recordedAt'>;

/**
 * An authority that was declared above itself. Its dossiers count, and no scope above it adds up.
 *
 * @param day - The first on which it stands there.
 */
export function cycleFinding({ subject, position, source }: RecordedEvent, { parent, valid_from: validFrom }: Pick<AuthorityRow, 'parent' | 'valid_from'>, day: CivilDate): FindingRow {
  return {
    kind: 'authority_cycle', severity: 'blocking', subject, position, authority: subject, source, effective_on: day,
    detail: JSON.stringify({ parent, validFrom }),
  };
}

function unknownCodes(applied: Applied, { authorities, procedures, fields }: References): readonly FindingRow[] {
  const [was, now] = [applied.before.situation.placement, applied.after.situation.placement];
  if (was === now) return [];
  const on = civilDateOf(applied.event.occurredAt);
  const isNew = (part: 'authority' | 'procedure' | 'field') => applied.before.situation.class === 'outside' || was[part] !== now[part];
  const found: FindingRow[] = [];
  if (isNew('authority') && authorities.on(now.authority, on) === undefined) found.push(warning('unknown_authority', applied, { code: now.authority, on }));
  if (isNew('procedure') && procedures.on(now.procedure, on) === undefined) found.push(warning('unknown_procedure', applied, { code: now.procedure, on }));
  if (isNew('field') && !fields.has(now.field)) found.push(warning('unknown_field', applied, { code: now.field, on }));
  return found;
}

function outcome(applied: Applied): readonly FindingRow[] {
  const { before, after } = applied;
  const dossierClass = after.situation.class;
  const claimed = claimedOutcome(after);
  if (before.situation.class === dossierClass && claimedOutcome(before) === claimed) return [];
  // Without a due date there is nothing to compare a claim with.
  if (dossierClass === 'resolved_undated') return [warning('no_due_date', applied, { claimed: claimed ?? null })];
  return claimed === undefined || dossierClass === classOfClaim[claimed] ? [] : [warning('claimed_outcome_differs', applied, { claimed, class: dossierClass })];
}

const classOfClaim = { early: 'resolved_early', on_time: 'resolved_on_time', late: 'resolved_late' } as const satisfies Record<NonNullable<Claim>, string>;

/**
 * The date in a code is that of its reception, or of its filing when it was filed online. Looked at when either is told or
 * corrected; papers entered again, or after midnight, have another one lawfully.
 */
function codeDate(applied: Applied): readonly FindingRow[] {
  const { code, before, after: { situation: { receivedAt, submittedAt } } } = applied;
  if (receivedAt === undefined || receivedAt === before.situation.receivedAt) return [];
  const days = [receivedAt, ...(submittedAt === undefined ? [] : [submittedAt])].map(civilDateOf);
  const date = dateInCode(code);
  return days.includes(date) ? [] : [warning('code_date_differs', applied, { codeDate: date, receivedOn: civilDateOf(receivedAt) })];
}

/** YYMMDD before the number: `H57.31-240105-0012`; as a date of this century, which need not exist. */
function dateInCode(code: string): string {
  const [, year, month, day] = /-(\d{2})(\d{2})(\d{2})-\d+$/.exec(code) ?? [];
  return `20${year ?? ''}-${month ?? ''}-${day ?? ''}`;
}

function future(applied: Applied): readonly FindingRow[] {
  const { occurredAt } = applied.event;
  if (occurredAt <= applied.recordedAt + CLOCK_TOLERANCE_MS) return [];
  return [warning('occurred_in_future', applied, { occurredAt: formatInstant(occurredAt), recordedAt: formatInstant(applied.recordedAt) })];
}
