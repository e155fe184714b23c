import type { DossierClass } from '@motcua/dossier';
import type { Procedure } from '../catalogue/procedures.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { FIRST_DAY, LAST_DAY } from '../working-time.ts';
import { drawWaits } from './wait.ts';
import type { Wait } from './wait.ts';

/**
 * What happens after a reception, in working days counted from it (0 = the same day), before anyone knows on which date.
 */
export type Shape = {
  /** In order of time. */
  readonly waits: readonly Wait[];
  /** Since when nothing is waited for any more. */
  readonly start: number;
  /** The due date that counts in the end. */
  readonly due: number;
  readonly end:
    | { readonly kind: 'resolved' | 'withdrawn' | 'terminated'; readonly day: number }
    /** Nothing more happens until the period ends on this day. */
    | { readonly kind: 'open'; readonly day: number };
};

/** The longest way from reception to end, so that a dossier received in the first days still ends within the period. */
const SPAN_MAX = 55;

const OVERDUE_SHARE_OF_OPEN = 0.09;
const OVERDUE_SHARE_OF_CLOSED = 0.06;

/** Draws what happens to a received dossier on its path. */
export function drawShape(random: Random, path: Path, procedure: Procedure): Shape {
  // A dossier that came from before the period cannot also end on the day of its reception.
  const earliest = path.origin === 'opening_received' ? 1 : 0;
  if (path.ending === 'closed') return closedShape(random, earliest, procedure);
  if (path.ending === 'open') return openShape(random, path, procedure);
  const running = drawRunning(random, procedure);
  const { start, due } = running;
  const day = path.ending === 'late' ? due + 1 + random.small(Math.min(20, SPAN_MAX - due - 1)) : drawInTime(random, Math.max(earliest, start), due);
  return { ...running, end: { kind: 'resolved', day } };
}

/** On which working day the reception lies, so that the shape starts and ends where its path says. */
export function drawReceptionDay(random: Random, path: Path, { end }: Shape): number {
  if (end.kind === 'open') return LAST_DAY - end.day;
  switch (path.origin) {
    case 'opening_received': return random.int(FIRST_DAY - end.day, FIRST_DAY - 1);
    case 'opening_awaiting': return FIRST_DAY + random.small(2);
    case 'submitted': case 'handed_in': return random.int(FIRST_DAY, LAST_DAY - end.day);
  }
}

/** An open dossier is looked at when its last day is over, closing time included; any other ends before closing time of its day. */
export function fellOverdue({ due, end }: Shape): boolean {
  return end.kind === 'open' ? end.day >= due : end.day > due;
}

/** Where the dossier stands when the period is over. */
export function finalClass(shape: Shape, limitDays: number): DossierClass {
  const { end, due } = shape;
  if (end.kind === 'resolved') return end.day < due ? 'resolved_early' : end.day === due ? 'resolved_on_time' : 'resolved_late';
  if (end.kind !== 'open') return end.kind;
  if (fellOverdue(shape)) return 'overdue';
  return dueInForce(shape, limitDays) === undefined ? 'paused' : 'in_progress';
}

/** The due date in force on the last day; undefined while something is waited for. */
export function dueInForce({ waits, due, end }: Shape, limitDays: number): number | undefined {
  const begun = waits.filter(({ asked }) => asked <= end.day);
  if (begun.length === waits.length && waits.every(({ back }) => back <= end.day)) return due;
  const last = begun.at(-1);
  if (last === undefined) return limitDays;
  return last.back > end.day ? undefined : last.due;
}

function closedShape(random: Random, earliest: number, { limitDays }: Procedure): Shape {
  if (random.chance(OVERDUE_SHARE_OF_CLOSED)) {
    return { ...undisturbed(limitDays), end: { kind: random.chance(0.6) ? 'withdrawn' : 'terminated', day: limitDays + 1 + random.small(8) } };
  }
  const day = random.int(earliest, limitDays);
  return { ...undisturbed(limitDays), end: { kind: random.chance(0.8) ? 'withdrawn' : 'terminated', day } };
}

/** Still open: how long ago it was received. Whatever came from before the period has been overdue for long. */
function openShape(random: Random, path: Path, procedure: Procedure): Shape {
  const { limitDays } = procedure;
  const wholePeriod = LAST_DAY - FIRST_DAY;
  if (path.origin === 'opening_received') return overdueSince(wholePeriod + 1 + random.small(15), limitDays);
  if (path.origin === 'opening_awaiting') return overdueSince(wholePeriod - random.small(2), limitDays);
  if (random.chance(OVERDUE_SHARE_OF_OPEN)) return overdueSince(limitDays + random.small(Math.min(20, SPAN_MAX - limitDays)), limitDays);
  const running = drawRunning(random, procedure);
  return { ...running, end: { kind: 'open', day: random.int(0, running.due - 1) } };
}

function overdueSince(day: number, limitDays: number): Shape {
  return { ...undisturbed(limitDays), end: { kind: 'open', day } };
}

function undisturbed(limitDays: number): Pick<Shape, 'waits' | 'start' | 'due'> {
  return { waits: [], start: 0, due: limitDays };
}

function drawRunning(random: Random, procedure: Procedure): Pick<Shape, 'waits' | 'start' | 'due'> {
  const waits = drawWaits(random, procedure);
  const last = waits.at(-1);
  return last === undefined ? undisturbed(procedure.limitDays) : { waits, start: last.back, due: last.due };
}

/** Mostly early, and never after the due date. */
function drawInTime(random: Random, start: number, due: number): number {
  if (start === due || random.chance(0.28)) return due;
  const left = due - 1 - start;
  return start + left - random.small(left);
}
