import { civilDateOf, minuteOf, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import { computedDueAt, withinTime } from './due-clock.ts';
import type { DelayCause, DossierEvent, DossierEventOf } from './events.ts';
import type { Step } from './history.ts';
import { isPastDue } from './lateness-rule.ts';
import { isClosed } from './situation.ts';
import type { Situation } from './situation.ts';

/**
 * Nghĩa vụ xin lỗi: an authority owes the applicant a letter.
 *
 * `ground`: `announced`: it was said beforehand that the due date would not be kept; `overdue`: the due date passed unfinished;
 * `ready_late`: resolved in time, but the result came after the due date. `letterDueAt`: by when the letter must be sent;
 * an announcement may come when that has passed. `dueAt`: the due date that was or would be missed. `letter`: the first letter
 * that meets it, by the id of its event; `sentAt`: when it was sent, or else issued.
 *
 * @source Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9.
 */
export type ApologyDuty = {
  readonly ground: 'announced' | 'overdue' | 'ready_late';
  readonly authority: string;
  readonly openedAt: Instant;
  readonly letterDueAt: Instant;
  readonly dueAt: Instant;
  readonly cause: DelayCause;
  readonly unitAtFault: string | undefined;
  readonly letter: { readonly id: string; readonly number: string; readonly sentAt: Instant } | undefined;
};

/** `met_late`: sent after `letterDueAt`; `owed`: not sent, and there is still time; `not_met`: not sent in time, nor since. */
export type ApologyStatus = 'met_in_time' | 'met_late' | 'owed' | 'not_met';

/**
 * The duties of a dossier's history, folded under the base rule; in order of opening.
 *
 * Each letter meets one duty: the earliest without one, of a work that had begun when it was issued. Cause and unit at fault are
 * those of the letter, else of the announcement, else as the resolution says.
 */
export function apologyDuties(steps: readonly Step[], almanac: Almanac): readonly ApologyDuty[] {
  const works = worksOf(steps);
  const letters = works.map((work) => work.flatMap(({ event }) => (event.type === 'ApologyIssued' ? [event] : [])));
  const duties: ApologyDuty[] = [];
  for (const [index, work] of works.entries()) {
    const taken = duties.flatMap(({ letter }) => letter?.id ?? []);
    const later = letters.slice(index).flat();
    for (const duty of openedIn(work, almanac)) {
      const letter = later.find(({ id }) => !taken.includes(id));
      if (letter !== undefined) taken.push(letter.id);
      duties.push(withLetter(duty, letter, work));
    }
  }
  return duties;
}

/** How a duty stands at an instant. */
export function apologyStatus({ letter, letterDueAt }: Pick<ApologyDuty, 'letter' | 'letterDueAt'>, asOf: Instant): ApologyStatus {
  if (letter === undefined || minuteOf(letter.sentAt) > minuteOf(asOf)) return minuteOf(letterDueAt) >= minuteOf(asOf) ? 'owed' : 'not_met';
  return minuteOf(letter.sentAt) <= minuteOf(letterDueAt) ? 'met_in_time' : 'met_late';
}

type Opened = Omit<ApologyDuty, 'letter' | 'cause' | 'unitAtFault'>;

/** The steps of a dossier from one beginning of its work to the next: a reopening begins it anew. */
function worksOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const starts = [0, ...steps.flatMap(({ event }, index) => (event.type === 'DossierReopened' ? [index] : []))];
  return starts.map((start, index) => steps.slice(start, starts[index + 1]));
}

/** Whoever announced the delay owes the letter for that; the due date that then passes adds no second one. */
function openedIn(work: readonly Step[], almanac: Almanac): readonly Opened[] {
  return [announcedIn(work, almanac) ?? overdueIn(work, almanac), readyLateIn(work, almanac)].filter((duty) => duty !== undefined);
}

/** Follows the due date as long as the letter has time; dropped when the dossier ends within that time and nothing was sent. */
function announcedIn(work: readonly Step[], almanac: Almanac): Opened | undefined {
  const index = work.findIndex(({ event, before }) => event.type === 'DelayAnnounced' && dueDateOf(before) !== undefined && !before.everOverdue && !isPastDue(before, event.occurredAt));
  const opening = work[index];
  let dueAt = opening === undefined ? undefined : dueDateOf(opening.before);
  if (opening === undefined || dueAt === undefined) return undefined;
  for (const { event, before, after } of work.slice(index + 1)) {
    if (before.dueAt !== undefined && minuteOf(event.occurredAt) > minuteOf(dayBefore(dueAt, opening, almanac))) break;
    if (isClosed(after.class)) {
      if (work.some((step) => step.event.type === 'ApologyIssued' && minuteOf(step.event.occurredAt) <= minuteOf(event.occurredAt))) break;
      return undefined;
    }
    dueAt = dueDateOf(after) ?? dueAt;
  }
  return { ground: 'announced', authority: opening.before.placement.authority, openedAt: opening.event.occurredAt, letterDueAt: dayBefore(dueAt, opening, almanac), dueAt };
}

/** A date that had passed while the dossier was closed is missed when the work begins anew. */
function overdueIn(work: readonly Step[], almanac: Almanac): Opened | undefined {
  const lapse = work.find(({ before, after }) => before.missedDueAt === undefined && after.missedDueAt !== undefined);
  const dueAt = lapse?.after.missedDueAt;
  if (lapse === undefined || dueAt === undefined) return undefined;
  const reopened = work.find(({ event }) => event.type === 'DossierReopened');
  if (reopened === undefined || minuteOf(dueAt) >= minuteOf(reopened.event.occurredAt)) {
    return { ground: 'overdue', authority: lapse.before.placement.authority, openedAt: dueAt, letterDueAt: dueAt, dueAt };
  }
  const { authority } = reopened.after.placement;
  return { ground: 'overdue', authority, openedAt: reopened.event.occurredAt, letterDueAt: endOfItsDay(reopened.event, authority, almanac), dueAt };
}

/** The applicant's late collection of a result that was ready in time opens nothing. */
function readyLateIn(work: readonly Step[], almanac: Almanac): Opened | undefined {
  const ready = work.find(({ event }) => event.type === 'ResultReady');
  const dueAt = ready === undefined ? undefined : dueDateOf(ready.before);
  if (ready === undefined || dueAt === undefined || minuteOf(ready.event.occurredAt) <= minuteOf(dueAt)) return undefined;
  const { class: outcome, placement: { authority } } = ready.before;
  if (outcome !== 'resolved_early' && outcome !== 'resolved_on_time') return undefined;
  return { ground: 'ready_late', authority, openedAt: ready.event.occurredAt, dueAt, letterDueAt: endOfItsDay(ready.event, authority, almanac) };
}

/** The end of the working day on which something happened, or of the next one. */
function endOfItsDay(event: DossierEvent, authority: string, almanac: Almanac): Instant {
  return computedDueAt({ amount: 0, unit: 'working_days' }, authority, event, { almanac }) ?? event.occurredAt;
}

/** The end of the working day before, by the calendar known at the announcement. */
function dayBefore(dueAt: Instant, { event, before }: Step, almanac: Almanac): Instant {
  const time = almanac.workingTime(before.placement.authority, event.occurredAt, event.position);
  return withinTime(() => time.endOfDay(time.addWorkingDays(civilDateOf(dueAt), -1))) ?? dueAt;
}

function dueDateOf({ dueAt, stoppedDueAt }: Situation): Instant | undefined {
  return dueAt ?? stoppedDueAt;
}

function withLetter(duty: Opened, letter: DossierEventOf<'ApologyIssued'> | undefined, work: readonly Step[]): ApologyDuty {
  const announced = work.find(({ event }) => event.type === 'DelayAnnounced')?.event;
  const resolved = work.find(({ event }) => event.type === 'DossierResolved')?.event;
  const announcement = announced?.type === 'DelayAnnounced' ? announced.data : undefined;
  const told = resolved?.type === 'DossierResolved' ? resolved.data.delayCause : undefined;
  return {
    ...duty,
    cause: letter?.data.cause ?? announcement?.cause ?? told ?? 'unknown',
    unitAtFault: letter?.data.unitAtFault ?? announcement?.unit,
    letter: letter && { id: letter.id, number: letter.data.letterNumber, sentAt: (letter.data.sentAt === undefined ? undefined : parseInstant(letter.data.sentAt)) ?? letter.occurredAt },
  };
}
