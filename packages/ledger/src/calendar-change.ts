import { Almanac, fold, isReceivedOpen, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { DossierEvent, DossierEventOf, LatenessRule, ReferenceRecord, Situation } from '@motcua/dossier';
import { formatInstant, minuteOf, overdueMarkId } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { movementsOf, repost } from './movement.ts';
import type { Posting } from './movement.ts';

/**
 * The almanac by which due dates would be computed if everything announced by a day had been known from the beginning. The
 * limits of procedures stay those that were known at the time.
 */
export class HindsightAlmanac extends Almanac {
  readonly #announcedBy: CivilDate;

  constructor(announcedBy: CivilDate, records: Iterable<ReferenceRecord> = []) {
    super(records);
    this.#announcedBy = announcedBy;
  }

  override workingTime(authority: string): ReturnType<Almanac['workingTime']> {
    return this.calendars.workingTime(authority, this.#announcedBy);
  }
}

/** What a change of calendars is measured against. `without` and `withChange` differ in the changed editions only. */
export type CalendarQuestion = {
  /** As the log has it: what promised dates were computed by. */
  readonly known: Almanac;
  readonly without: HindsightAlmanac;
  readonly withChange: HindsightAlmanac;
  readonly now: Instant;
};

/**
 * Thay đổi hạn do lịch: a promised due date that would be another one by changed calendars.
 *
 * `movable`: it can be moved now. `already_late`: it has passed; lateness stays what it is. `has_passed`: the new one lies in the
 * past, and nobody can be promised that. `impossible`: an event that is dated ahead stands in the way.
 */
export type CalendarChange = {
  readonly kind: 'movable' | 'already_late' | 'has_passed' | 'impossible';
  readonly dossier: string;
  readonly authority: string;
  readonly promisedDueAt: Instant;
  readonly newDueAt: Instant;
};

/**
 * Whether the due date in force of an open, received dossier would be another one by changed calendars, under the base rule.
 *
 * Only a date that the calendar gave can be another one: one that was computed, one that a sender told and that is just what the
 * limit gives by the calendar known then (the sender counted by the same calendar), and one that an earlier change of
 * calendars gave. A date that somebody else appointed stays as it is. While the clock stands still there is no date to move.
 *
 * @param arrived - The dossier's events in order of arrival.
 * @returns Undefined when nothing would change.
 */
export function calendarChange(dossier: string, arrived: readonly DossierEvent[], question: CalendarQuestion): CalendarChange | undefined {
  const situation = end(arrived, question.known);
  if (situation?.dueAt === undefined || !isReceivedOpen(situation.class)) return undefined;
  const counted = withoutTold(arrived.filter((event) => !isCalendarMove(event)), question.known);
  const [earlier, later] = [end(counted, question.without)?.dueAt, end(counted, question.withChange)?.dueAt];
  if (earlier === undefined || later === undefined || isSameMinute(earlier, later) || isSameMinute(situation.dueAt, later)) return undefined;
  const change = { dossier, authority: situation.placement.authority, promisedDueAt: situation.dueAt, newDueAt: later };
  return { kind: kindOf(change, arrived, situation, question), ...change };
}

/** The event that moves a promised date, as the dossier's history would have it. */
export function dueDateMove({ dossier, promisedDueAt, newDueAt }: CalendarChange, now: Instant): DossierEventOf<'DueDateChanged'> {
  const data = { oldDueAt: formatInstant(promisedDueAt), newDueAt: formatInstant(newDueAt), cause: 'calendar' } as const;
  return { type: 'DueDateChanged', id: `move-${dossier}`, occurredAt: now, data };
}

/**
 * What moving the date changes in the books of every rule, if the dossier stays unfinished: it would have fallen overdue on the
 * promised date, and will on the new one. What is posted already is among it too, should it change.
 */
export function postingsOfMove(change: CalendarChange, arrived: readonly DossierEvent[], { known, now }: Pick<CalendarQuestion, 'known' | 'now'>): readonly Posting[] {
  const moved = [...arrived, dueDateMove(change, now)];
  return LATENESS_RULES.flatMap((rule) => repost(
    movementsOf(unfinished(change.dossier, arrived, rule, known), rule, known),
    movementsOf(unfinished(change.dossier, moved, rule, known), rule, known),
  ));
}

function kindOf(change: Omit<CalendarChange, 'kind'>, arrived: readonly DossierEvent[], situation: Situation, { known, now }: CalendarQuestion): CalendarChange['kind'] {
  if (situation.everOverdue || situation.class === 'overdue' || minuteOf(now) > minuteOf(change.promisedDueAt)) return 'already_late';
  if (minuteOf(change.newDueAt) < minuteOf(now)) return 'has_passed';
  const moved = end([...arrived, dueDateMove({ kind: 'movable', ...change }, now)], known);
  return moved?.dueAt !== undefined && isSameMinute(moved.dueAt, change.newDueAt) ? 'movable' : 'impossible';
}

/** With the mark of the due date that is in force at the end, as if nothing else ever happened. */
function unfinished(dossier: string, arrived: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac): readonly DossierEvent[] {
  const situation = end(arrived, almanac, rule);
  if (situation?.dueAt === undefined || !isReceivedOpen(situation.class) || situation.class === 'overdue') return arrived;
  const dueAt = formatInstant(situation.dueAt);
  return [...arrived, { type: 'DossierFellOverdue', id: overdueMarkId(dossier, rule.id, dueAt), occurredAt: situation.dueAt, data: { rule: rule.id, dueAt } }];
}

/** The events without the due dates that are just what the calendar gave: then they are computed. */
function withoutTold(arrived: readonly DossierEvent[], almanac: Almanac): readonly DossierEvent[] {
  let events = arrived;
  for (const event of arrived) {
    const untold = withoutDueAt(event);
    if (untold === event) continue;
    const tried = events.map((one) => (one === event ? untold : one));
    const [told, computed] = [dueAfter(events, event.id, almanac), dueAfter(tried, event.id, almanac)];
    if (told !== undefined && computed !== undefined && isSameMinute(told, computed)) events = tried;
  }
  return events;
}

function withoutDueAt(event: DossierEvent): DossierEvent {
  switch (event.type) {
    case 'DossierReceived': return event.data.dueAt === undefined ? event : { ...event, data: { ...event.data, dueAt: undefined } };
    case 'SupplementReceived': return event.data.dueAt === undefined ? event : { ...event, data: { ...event.data, dueAt: undefined } };
    case 'FeePaid': return event.data.dueAt === undefined ? event : { ...event, data: { ...event.data, dueAt: undefined } };
    case 'ProcessingResumed': return event.data.dueAt === undefined ? event : { ...event, data: { ...event.data, dueAt: undefined } };
    default: return event;
  }
}

function dueAfter(arrived: readonly DossierEvent[], id: string, almanac: Almanac): Instant | undefined {
  const folding = fold(arrived, ND61, almanac);
  const after = folding.kind === 'lawful' ? folding.steps.find(({ event }) => event.id === id)?.after : undefined;
  return after?.dueAt ?? after?.stoppedDueAt;
}

function end(arrived: readonly DossierEvent[], almanac: Almanac, rule: LatenessRule = ND61): Situation | undefined {
  const folding = fold(arrived, rule, almanac);
  return folding.kind === 'lawful' ? folding.situation : undefined;
}

function isCalendarMove(event: DossierEvent): boolean {
  return event.type === 'DueDateChanged' && event.data.cause === 'calendar';
}

function isSameMinute(a: Instant, b: Instant): boolean {
  return minuteOf(a) === minuteOf(b);
}
