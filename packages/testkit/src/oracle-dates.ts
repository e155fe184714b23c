import type { DossierEvent, DossierEventOf, DossierEventType } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import type { Known, OracleCalendar } from './oracle-calendar.ts';
import { instant, minute } from './oracle-corrections.ts';
import { dayOf } from './oracle-days.ts';
import { isEnd, placeAfter } from './oracle-story.ts';
import type { Story } from './oracle-story.ts';

/** Whether an event sets a due date, and which; it may set none. */
type DateSet = { readonly date: Instant | undefined } | undefined;

type Reason = 'supplement' | 'payment' | 'suspension';
const WAITS: Readonly<Record<Reason, readonly [asked: DossierEventType, answered: DossierEventType]>> = {
  supplement: ['SupplementRequested', 'SupplementReceived'], payment: ['PaymentRequested', 'FeePaid'], suspension: ['ProcessingSuspended', 'ProcessingResumed'],
};

/**
 * The due dates of a story under a rule. Every question is about the story's first n events and is answered by reading
 * back from there; answers are remembered, because the same is asked again and again.
 */
export class OracleDates {
  readonly #story: Story;
  readonly #rule: string;
  readonly #calendar: OracleCalendar | undefined;

  /** @param calendar - Without one nothing is computed, and waiting shifts nothing. */
  constructor(story: Story, rule: string, calendar: OracleCalendar | undefined) {
    this.#story = story;
    this.#rule = rule;
    this.#calendar = calendar;
  }

  /** The reception or reopening since which the dossier is being worked on; undefined when it is not. */
  workedOnSince(n: number): number | undefined {
    const life = this.#story.slice(0, n);
    const start = life.findLastIndex(({ type }) => type === 'DossierReceived' || type === 'DossierReopened');
    return start === -1 || life.slice(start).some(({ type }) => isEnd(type)) ? undefined : start;
  }

  /** The due date that runs now; none while the clock stands still. */
  inForce(n: number): Instant | undefined {
    return this.workedOnSince(n) === undefined || this.#stopping(n).length > 0 ? undefined : this.#lastSet(n);
  }

  isWaiting(n: number): boolean {
    return this.#requests(n).length > 0;
  }

  /** Whether this life began late, a mark of it named the due date that was in force when it passed, or it saw a second supplement that makes late. */
  isOverdue(n: number): boolean {
    const start = this.workedOnSince(n);
    return start !== undefined && this.#someBefore(n, (at) => at >= start && (this.#markCounts(at) || this.#isSecondSupplement(at) || this.#reopensLate(at)));
  }

  /** Whether anything ever happened after a due date that was then in force, or lateness was proved in another way. */
  readonly wasEverLate: (n: number) => boolean = remembered((n) => this.#someBefore(n, (at) => {
    const due = this.inForce(at);
    const counting = this.#event(at).type === 'DossierResolved' ? this.dateThatCounts(at) : undefined;
    return this.#isAfter(at, due) || this.#isAfter(at, counting) || this.#markCounts(at) || this.#isSecondSupplement(at) || this.#reopensLate(at);
  }));

  /** Whether the work is taken up again when the date that it has from then on is already over. */
  #reopensLate(at: number): boolean {
    return this.#event(at).type === 'DossierReopened' && this.#isAfter(at, this.#lastSet(at + 1));
  }

  /** The due date by which a result at this place in the story is judged. */
  dateThatCounts(at: number): Instant | undefined {
    const last = this.#lastSet(at);
    const stopping = this.#stopping(at);
    if (stopping.length === 0) return last;
    if (!this.#awaitsRestart(at)) return this.#shifted(at);
    return this.#isAfter(at, last) ? undefined : last;
  }

  /** The last date that was set, or what the waiting that has ended has made of it; it may be stopped. */
  readonly #lastSet: (n: number) => Instant | undefined = remembered((n) => {
    if (n === 0) return undefined;
    const set = this.#setBy(n - 1);
    if (set !== undefined) return set.date;
    const waitingEnds = this.#stopping(n - 1).length > 0 && this.#stopping(n).length === 0;
    const restartsNoMore = isEnd(this.#event(n - 1).type) && this.#awaitsRestart(n - 1);
    return waitingEnds && !restartsNoMore ? this.#shifted(n - 1) : this.#lastSet(n - 1);
  });

  readonly #setBy: (at: number) => DateSet = remembered((at) => {
    const event = this.#event(at);
    switch (event.type) {
      case 'DossierReceived': return { date: instant(event.data.dueAt) ?? this.#limitEnds(at) };
      case 'DossierReopened': return told(event.data.dueAt);
      case 'DueDateChanged': return this.#changed(at, event.data);
      case 'ApologyIssued': return this.#reappointed(at, event.data.newDueAt);
      case 'SupplementReceived': return this.#answersInTime('supplement', at) ? this.#afterSupplement(at, event.data.dueAt) : undefined;
      case 'FeePaid': return this.#answersInTime('payment', at) ? told(event.data.dueAt) : undefined;
      case 'ProcessingResumed': return this.#answersInTime('suspension', at) ? told(event.data.dueAt) : undefined;
      default: return undefined;
    }
  });

  /** A letter of apology re-appoints; whoever moves a date with the calendar means the one that is named, and no other. */
  #changed(at: number, { cause, oldDueAt, newDueAt }: DossierEventOf<'DueDateChanged'>['data']): DateSet {
    if (cause === 'apology') return this.#reappointed(at, newDueAt);
    const [old, last] = [instant(oldDueAt), this.#lastSet(at)];
    const meansAnother = old !== undefined && (last === undefined || minute(old) !== minute(last));
    return cause === 'calendar' && meansAnother ? undefined : told(newDueAt);
  }

  /** A restarted limit has a new end; a subtracted waiting only lets one be named where there was none. */
  #afterSupplement(at: number, dueAt: string | undefined): DateSet {
    if (this.#rule !== 'portal-766') return { date: instant(dueAt) ?? this.#limitEnds(at) };
    return this.#lastSet(at) === undefined ? told(dueAt) : undefined;
  }

  /** One re-appointment counts under one rule: of a date, in time, not into the past. */
  #reappointed(at: number, newDueAt: string | undefined): DateSet {
    if (this.#rule !== 'nd61-extended' || newDueAt === undefined || this.workedOnSince(at) === undefined) return undefined;
    const first = !this.#someBefore(at, (earlier) => isReappointment(this.#event(earlier)) && this.#setBy(earlier) !== undefined);
    const inTime = !this.wasEverLate(at + 1) && this.#lastSet(at) !== undefined && minute(instant(newDueAt) ?? 0) >= minute(this.#event(at).occurredAt);
    return first && inTime ? told(newDueAt) : undefined;
  }

  /** Where in the story that was asked for which is still waited for. */
  readonly #requests: (n: number) => readonly number[] = remembered((n) => {
    const start = this.workedOnSince(n);
    if (start === undefined) return [];
    return Object.values(WAITS).flatMap(([asked, answered]) => {
      const last = this.#story.slice(0, n).findLastIndex(({ type }) => type === asked || type === answered);
      return last > start && this.#event(last).type === asked ? [last] : [];
    });
  });

  /** Those of them that stop the clock: asked for while no due date had passed; the due minute is still in time. */
  readonly #stopping: (n: number) => readonly number[] = remembered((n) =>
    this.#requests(n).filter((request) => !this.isOverdue(request) && !this.#isAfter(request, this.inForce(request))));

  /** Whether a supplement is waited for that would start the limit again. */
  #awaitsRestart(n: number): boolean {
    return this.#rule !== 'portal-766' && this.#answersInTime('supplement', n);
  }

  #answersInTime(reason: Reason, at: number): boolean {
    return this.#stopping(at).some((request) => this.#event(request).type === WAITS[reason][0]);
  }

  /** The stopped date, later by the working time that the clock stood still until an event. */
  #shifted(at: number): Instant | undefined {
    const stopped = this.#lastSet(at);
    if (stopped === undefined || this.#calendar === undefined) return stopped;
    const { authority } = placeAfter(this.#story.slice(0, at));
    const known = this.#knownAt(at);
    const until = this.#event(at).occurredAt;
    const later = this.#calendar.later(authority, known, stopped, this.#calendar.minutesWorked(authority, known, this.#stoodStillSince(at), until));
    return later < until ? until : later;
  }

  /** The clock stood still since the first request, or since a date was set meanwhile. */
  #stoodStillSince(n: number): Instant {
    let first = n;
    while (first > 0 && this.#stopping(first - 1).length > 0) first -= 1;
    let since = first - 1;
    for (let at = first; at < n; at += 1) if (this.#setBy(at) !== undefined) since = at;
    return this.#event(since).occurredAt;
  }

  /** The end of the limit of the reception that starts with an event: the one that it told, else that of its procedure. */
  #limitEnds(at: number): Instant | undefined {
    const reception = this.#story.slice(0, at + 1).findLast((event) => event.type === 'DossierReceived');
    if (reception === undefined || this.#calendar === undefined) return undefined;
    const limit = reception.data.limit ?? this.#calendar.limitOf(reception.data.procedure, dayOf(reception.occurredAt), reception.position ?? Infinity);
    const { authority } = placeAfter(this.#story.slice(0, at + 1));
    return limit === undefined ? undefined : this.#calendar.end(authority, this.#knownAt(at), this.#event(at).occurredAt, limit);
  }

  #knownAt(at: number): Known {
    const { occurredAt, position } = this.#event(at);
    return { by: dayOf(occurredAt), before: position ?? Infinity };
  }

  #markCounts(at: number): boolean {
    const mark = this.#event(at);
    const due = this.inForce(at);
    return mark.type === 'DossierFellOverdue' && mark.data.rule === this.#rule && due !== undefined && minute(due) === minute(instant(mark.data.dueAt) ?? Number.NaN);
  }

  #isSecondSupplement(at: number): boolean {
    const asked = (one: number): boolean => this.#event(one).type === 'SupplementRequested' && this.workedOnSince(one) !== undefined;
    return this.#rule === 'portal-766' && asked(at) && this.#someBefore(at, asked);
  }

  #isAfter(at: number, due: Instant | undefined): boolean {
    return due !== undefined && minute(this.#event(at).occurredAt) > minute(due);
  }

  #someBefore(n: number, holds: (at: number) => boolean): boolean {
    return Array.from({ length: n }, (_, at) => at).some(holds);
  }

  #event(at: number): DossierEvent {
    const event = this.#story[at];
    if (event === undefined) throw new RangeError('no such event in the story');
    return event;
  }
}

function told(dueAt: string | undefined): DateSet {
  return dueAt === undefined ? undefined : { date: instant(dueAt) };
}

function isReappointment(event: DossierEvent): boolean {
  return event.type === 'ApologyIssued' || (event.type === 'DueDateChanged' && event.data.cause === 'apology');
}

function remembered<T>(answer: (n: number) => T): (n: number) => T {
  const answers = new Map<number, { readonly found: T }>();
  return (n) => {
    const known = answers.get(n) ?? { found: answer(n) };
    answers.set(n, known);
    return known.found;
  };
}
