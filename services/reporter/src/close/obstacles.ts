import type { BlockingFinding } from '@motcua/database';
import { AppError, canonicalJson, formatInstant } from '@motcua/kernel';
import type { CivilDate, InputError, Instant } from '@motcua/kernel';
import type { EditionFault, PeriodClosedData } from '@motcua/ledger';

/**
 * Why a period cannot be closed as things stand.
 *
 * - `not_ended`: its last day is today or lies ahead. - `position_moved`: the log is not where the sender saw it.
 * - `unmarked`: a due date of the scope and period has passed that the clock has not marked yet and nobody accepted. - `finding`: a blocking finding that is open and not accepted.
 * - `not_open`: what was accepted is no open blocking finding of the scope and no such dossier. - `closed_otherwise`: it is closed, and the edition has something else for the parameter.
 * - `imbalance`: an identity does not hold; `scope`: for an authority with all below it.
 */
export type Obstacle =
  | { readonly kind: 'not_ended'; readonly to: CivilDate; readonly today: CivilDate }
  | { readonly kind: 'position_moved'; readonly expected: number; readonly position: number }
  | { readonly kind: 'unmarked'; readonly dossier: string; readonly dueAt: Instant }
  | { readonly kind: 'finding'; readonly finding: BlockingFinding }
  | { readonly kind: 'not_open'; readonly name: string }
  | { readonly kind: 'closed_otherwise'; readonly parameter: ClosingParameter; readonly edition: string; readonly position: number }
  | { readonly kind: 'imbalance'; readonly fault: EditionFault | TreeFault };

/** An identity that does not hold for an authority with all below it, as the organisation is on the period's last day. */
export type TreeFault = Omit<EditionFault, 'by' | 'node'> & { readonly scope: string };

/** What a closing may be asked for beside the period, and an edition either has or has not. */
export type ClosingParameter = 'accept' | 'note' | 'expectedPosition';

/** What was asked for with a period that is closed. */
type AskedAgain = { readonly accept: PeriodClosedData['accepted']; readonly note: string | null; readonly expectedPosition?: number | undefined };

/**
 * Of what was asked for with a period that is closed, that which its edition does not have: it would be dropped silently.
 *
 * @param positions - Of the log, with which the sender may expect the edition.
 */
export function closedOtherwise({ accept, note, expectedPosition }: AskedAgain, { edition, accepted, note: printed, position }: PeriodClosedData, positions: readonly number[]): readonly Obstacle[] {
  const listed = (all: AskedAgain['accept']) => canonicalJson(all.toSorted((a, b) => (a.finding < b.finding ? -1 : 1)));
  const parameters: readonly (ClosingParameter | undefined)[] = [
    accept.length > 0 && listed(accept) !== listed(accepted) ? 'accept' : undefined,
    note !== null && note !== printed ? 'note' : undefined,
    expectedPosition !== undefined && !positions.includes(expectedPosition) ? 'expectedPosition' : undefined,
  ];
  return parameters.flatMap((parameter) => (parameter === undefined ? [] : [{ kind: 'closed_otherwise', parameter, edition, position }]));
}

const UNMARKED = 'unmarked:';

/** The name by which a person may accept that a dossier's due date is not marked. */
export function unmarkedName(dossier: string): string {
  return `${UNMARKED}${dossier}`;
}

/** The dossier of such a name; none of another one. */
export function unmarkedNamed(name: string): readonly string[] {
  return name.startsWith(UNMARKED) ? [name.slice(UNMARKED.length)] : [];
}

/** The refusal, with every obstacle and what to do about it. */
export function closeRefused(obstacles: readonly Obstacle[]): AppError {
  const detail = `The period is not closed: ${obstacles.length === 1 ? 'one thing stands' : `${obstacles.length} things stand`} against it, each listed with what to do. Nothing was written.`;
  return new AppError('CLOSE_REFUSED', detail, { errors: obstacles.map(described) });
}

/** An obstacle as an entry of a problem: where it lies, and what to do. */
export function described(obstacle: Obstacle): InputError {
  switch (obstacle.kind) {
    case 'not_ended': return { pointer: '/period', detail: `The period lasts to ${obstacle.to} and today is ${obstacle.today}: close it from the day after on, or ask for a preview.` };
    case 'position_moved': return { pointer: '/expectedPosition', detail: `The log is at position ${obstacle.position} and not at ${obstacle.expected}: look at a new preview, and close with its position.` };
    case 'unmarked': return { pointer: `/dossiers/${obstacle.dossier}`, detail: `Its due date ${formatInstant(obstacle.dueAt)} has passed and is not marked: see by /health that the clock runs, and close when it has caught up; if it cannot mark it, accept it as "${unmarkedName(obstacle.dossier)}" with a reason, which the edition prints.` };
    case 'finding': {
      const { id, authority } = obstacle.finding;
      return { pointer: `/findings/${escaped(id)}`, detail: `The blocking finding "${id}"${authority === null ? '' : ` of ${authority}`} is open: put the data right, or accept it by this name with a reason, which the edition prints.` };
    }
    case 'not_open': return { pointer: '/accept', detail: `"${obstacle.name.slice(0, 200)}" is no open blocking finding of this scope and no unmarked dossier: leave it out, or write its name as the list of findings does.` };
    case 'closed_otherwise': return { pointer: `/${obstacle.parameter}`, detail: `The period is closed: the edition ${obstacle.edition}, as of position ${obstacle.position}, ${OTHERWISE[obstacle.parameter]}. Leave it out to be answered that edition, or restate when the ledger says otherwise by now.` };
    case 'imbalance': {
      const { fault } = obstacle;
      const where = 'scope' in fault ? `/rules/${fault.rule}/tree/${escaped(fault.scope)}` : `/rules/${fault.rule}/${fault.by}/${fault.node === null ? 'total' : `rows/${escaped(fault.node)}`}`;
      return { pointer: where, detail: `The identity ${fault.identity} does not hold: ${fault.left} is not ${fault.right}. The read model is not what the log says: make it again from the log, and verify the log (motcua verify).` };
    }
  }
}

const OTHERWISE: Readonly<Record<ClosingParameter, string>> = { accept: 'accepts other findings or with other reasons', note: 'has another note or none', expectedPosition: 'is not as of the position that was expected' };

function escaped(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
