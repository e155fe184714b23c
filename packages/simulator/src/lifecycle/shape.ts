import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { FIRST_DAY, LAST_DAY } from '../working-time.ts';

/**
 * What happens after a reception, in working days counted from it (0 = the same day), before anyone knows on which date.
 */
export type Shape = {
  /** A supplement asked for before the due date and brought back later; the limit restarts when it is back. */
  readonly supplement: { readonly asked: number; readonly back: number } | undefined;
  /** The due date that counts in the end. */
  readonly due: number;
  readonly end:
    | { readonly kind: 'resolved' | 'withdrawn' | 'terminated'; readonly day: number }
    /** Nothing more happens until the period ends on this day. */
    | { readonly kind: 'open'; readonly day: number };
};

/** The longest way from reception to end, so that a dossier received in the first days still ends within the period. */
const SPAN_MAX = 55;

const SUPPLEMENT_SHARE = 0.07;
const OVERDUE_SHARE_OF_OPEN = 0.09;
const OVERDUE_SHARE_OF_CLOSED = 0.06;

/** Draws what happens to a received dossier on its path. */
export function drawShape(random: Random, path: Path, limitDays: number): Shape {
  // A dossier that came from before the period cannot also end on the day of its reception.
  const earliest = path.origin === 'opening_received' ? 1 : 0;
  if (path.ending === 'closed') return closedShape(random, earliest, limitDays);
  if (path.ending === 'open') return openShape(random, path, limitDays);
  const { supplement, due } = drawLimit(random, limitDays);
  const start = Math.max(earliest, supplement?.back ?? 0);
  const day = path.ending === 'late' ? due + 1 + random.small(Math.min(20, SPAN_MAX - due - 1)) : drawInTime(random, start, due);
  return { supplement, due, end: { kind: 'resolved', day } };
}

/** On which working day the reception lies, so that the shape starts and ends where its path says. */
export function drawReceptionDay(random: Random, path: Path, shape: Shape): number {
  const end = shape.end.day;
  if (path.origin === 'opening_received') {
    if (shape.end.kind === 'open') return LAST_DAY - end;
    return random.int(FIRST_DAY - end, FIRST_DAY - 1);
  }
  if (shape.end.kind === 'open') return LAST_DAY - end;
  const last = LAST_DAY - end;
  return path.origin === 'opening_awaiting' ? FIRST_DAY + random.small(2) : random.int(FIRST_DAY, last);
}

function closedShape(random: Random, earliest: number, limitDays: number): Shape {
  if (random.chance(OVERDUE_SHARE_OF_CLOSED)) {
    return { supplement: undefined, due: limitDays, end: { kind: random.chance(0.6) ? 'withdrawn' : 'terminated', day: limitDays + 1 + random.small(8) } };
  }
  const day = random.int(earliest, limitDays);
  return { supplement: undefined, due: limitDays, end: { kind: random.chance(0.8) ? 'withdrawn' : 'terminated', day } };
}

/** Still open: how long ago it was received. Whatever came from before the period has been overdue for long. */
function openShape(random: Random, path: Path, limitDays: number): Shape {
  const wholePeriod = LAST_DAY - FIRST_DAY;
  if (path.origin === 'opening_received') return overdueSince(wholePeriod + 1 + random.small(15), limitDays);
  if (path.origin === 'opening_awaiting') return overdueSince(wholePeriod - random.small(2), limitDays);
  if (random.chance(OVERDUE_SHARE_OF_OPEN)) return overdueSince(limitDays + random.small(Math.min(20, SPAN_MAX - limitDays)), limitDays);
  const { supplement, due } = drawLimit(random, limitDays);
  return { supplement, due, end: { kind: 'open', day: random.int(0, due - 1) } };
}

function overdueSince(day: number, limitDays: number): Shape {
  return { supplement: undefined, due: limitDays, end: { kind: 'open', day } };
}

function drawLimit(random: Random, limitDays: number): Pick<Shape, 'supplement' | 'due'> {
  // Long limits leave no room for a second one within the period.
  if (limitDays > 30 || !random.chance(SUPPLEMENT_SHARE)) return { supplement: undefined, due: limitDays };
  const asked = random.int(0, Math.min(2, limitDays - 1));
  const back = asked + 1 + random.small(12);
  return { supplement: { asked, back }, due: back + limitDays };
}

/** Mostly early, and never after the due date. */
function drawInTime(random: Random, start: number, due: number): number {
  if (start === due || random.chance(0.28)) return due;
  const left = due - 1 - start;
  return start + left - random.small(left);
}
