import type { Channel, DelayCause, DossierClass } from '@motcua/dossier';
import { formatInstant } from '@motcua/kernel';
import { weighted } from '../random.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { dueInstant, dueText } from '../working-time.ts';
import type { Desk, DossierPlan, PlannedEvent } from './plan.ts';
import { drawReceptionDay, drawShape } from './shape.ts';
import type { Shape } from './shape.ts';
import { submission } from './submission.ts';
import { workClock } from './work-clock.ts';
import type { WorkClock } from './work-clock.ts';

const CAUSES = weighted<readonly [DelayCause, number]>([
  ['verification', 30], ['coordinating_office', 24], ['appraisal', 14], ['own_fault', 12], ['applicant', 9], ['inspection_team', 6], ['objective', 5],
], ([, weight]) => weight);

const APOLOGY_SHARE = 0.9;
const COLLECTED_SHARE = 0.92;

/** A dossier that is received at some time, and everything after. */
export function planReceived(random: Random, path: Path, desk: Desk): DossierPlan {
  const shape = drawShape(random, path, desk.limitDays);
  const first = drawReceptionDay(random, path, shape);
  const clock = workClock(random, first);
  clock.next(0);
  const channel = drawChannel(random, path);
  const events: PlannedEvent[] = channel === 'online' ? [submission(random, path, desk, clock.minute())] : [];
  events.push(reception(clock, desk, channel, first));
  supplementRound(events, clock, shape, first);
  const cause = shape.end.day > shape.due || shape.end.kind === 'open' ? random.pick(CAUSES)[0] : undefined;
  overdueMark(events, random, clock, shape, first, desk, cause);
  ending(events, random, clock, shape, channel, cause);
  return { path, events, finalClass: finalClass(shape) };
}

function drawChannel(random: Random, path: Path): Channel {
  if (path.origin === 'handed_in' || (path.origin === 'opening_received' && random.chance(0.4))) return random.chance(0.05) ? 'postal' : 'in_person';
  return 'online';
}

function reception(clock: WorkClock, desk: Desk, channel: Channel, first: number): PlannedEvent {
  const { authority, unit, procedure, field, limitDays } = desk;
  return {
    type: 'DossierReceived', at: clock.instant(),
    data: {
      authority, receivingUnit: unit, procedure, field, channel,
      limit: { amount: limitDays, unit: 'working_days' }, dueAt: dueText(first + limitDays),
    },
  };
}

/** What an open dossier has not reached by the period's end is left out. */
function supplementRound(events: PlannedEvent[], clock: WorkClock, shape: Shape, first: number): void {
  const { supplement, end } = shape;
  if (supplement === undefined || supplement.asked > end.day) return;
  clock.next(supplement.asked);
  events.push({ type: 'SupplementRequested', at: clock.instant(), data: {} });
  if (supplement.back > end.day) return;
  clock.next(supplement.back);
  events.push({ type: 'SupplementReceived', at: clock.instant(), data: { dueAt: dueText(first + shape.due) } });
}

/** The mark of the due date and the letter of apology, which comes shortly before or after it. */
function overdueMark(
  events: PlannedEvent[], random: Random, clock: WorkClock, shape: Shape, first: number, desk: Desk, cause: DelayCause | undefined,
): void {
  if (!fellOverdue(shape)) return;
  const at = dueInstant(first + shape.due);
  const mark: PlannedEvent = { type: 'DossierFellOverdue', at, data: { rule: 'nd61', dueAt: formatInstant(at) } };
  const apologises = cause !== undefined && random.chance(APOLOGY_SHARE);
  const foreseen = random.chance(0.6);
  if (apologises && foreseen) {
    clock.next(shape.due - 1);
    events.push(apology(clock, desk, cause));
  }
  events.push(mark);
  if (!apologises || foreseen || shape.end.day === shape.due) return;
  clock.next(Math.min(shape.end.day, shape.due + 1 + random.small(3)));
  events.push(apology(clock, desk, cause));
}

function apology(clock: WorkClock, desk: Desk, cause: DelayCause): PlannedEvent {
  const at = clock.instant();
  return {
    type: 'ApologyIssued', at,
    data: { letterNumber: desk.nextLetterNumber(), cause, unitAtFault: desk.authority, signed: true, sentAt: formatInstant(at) },
  };
}

function ending(events: PlannedEvent[], random: Random, clock: WorkClock, shape: Shape, channel: Channel, cause: DelayCause | undefined): void {
  const { end } = shape;
  if (end.kind === 'open') return;
  clock.next(end.day);
  const at = clock.instant();
  if (end.kind === 'withdrawn') events.push({ type: 'DossierWithdrawn', at, data: {} });
  else if (end.kind === 'terminated') events.push({ type: 'ProcessingTerminated', at, data: { reason: random.chance(0.5) ? 'law' : 'other' } });
  else {
    const outcome = end.day < shape.due ? 'early' : end.day === shape.due ? 'on_time' : 'late';
    // Now and then a counter calls a late dossier on time: that is a finding, never a figure.
    const claimedOutcome = random.chance(0.02) ? 'on_time' : outcome;
    events.push({ type: 'DossierResolved', at, data: cause === undefined ? { claimedOutcome } : { claimedOutcome, delayCause: cause } });
    collection(events, random, clock, end.day, channel);
  }
}

/** The result waits and is collected, as far as the period reaches. */
function collection(events: PlannedEvent[], random: Random, clock: WorkClock, resolvedOn: number, channel: Channel): void {
  const waits = random.chance(channel === 'online' ? 0.26 : 0.44);
  if (waits && clock.next(resolvedOn + random.small(1))) events.push({ type: 'ResultReady', at: clock.instant(), data: {} });
  if (!random.chance(COLLECTED_SHARE) || !clock.next(resolvedOn + (waits ? random.small(6) : 0))) return;
  const method = channel === 'postal' || random.chance(0.04) ? 'postal' : channel === 'online' && random.chance(0.6) ? 'online' : 'counter';
  events.push({ type: 'ResultReturned', at: clock.instant(), data: { method } });
}

function finalClass(shape: Shape): DossierClass {
  const { end, due, supplement } = shape;
  if (end.kind === 'resolved') return end.day < due ? 'resolved_early' : end.day === due ? 'resolved_on_time' : 'resolved_late';
  if (end.kind !== 'open') return end.kind;
  if (fellOverdue(shape)) return 'overdue';
  return supplement !== undefined && supplement.asked <= end.day && supplement.back > end.day ? 'paused' : 'in_progress';
}

/** An open dossier is looked at when its last day is over, 17:00 included; any other ends before 17:00 of its day. */
function fellOverdue({ due, end }: Shape): boolean {
  return end.kind === 'open' ? end.day >= due : end.day > due;
}
