import type { Limit } from '@motcua/calendar';
import type { CivilDate, Instant } from '@motcua/kernel';
import { minuteOf } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import { delayOf } from './delay.ts';
import { isStopped, limitAtReception } from './due-clock.ts';
import type { DossierEvent } from './events.ts';
import { fold } from './history.ts';
import type { Step } from './history.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { isClosed, isReceivedOpen, isResolved, OUTSIDE } from './situation.ts';
import type { DossierClass, Situation } from './situation.ts';
import { clockOf, dueDateOf, entryOf, isOutOfForce, openPauses, restarts } from './story-entries.ts';
import type { StoryEntry, StoryPause } from './story-entries.ts';
import { unmovedBy } from './story-unmoved.ts';
import type { Unmoved } from './story-unmoved.ts';
import { correctsTime } from './time-corrections.ts';

/** Where the limit of a dossier is from. `none`: neither the reception nor the procedure said one. */
export type LimitSource =
  | { readonly from: 'told'; readonly limit: Limit; readonly eventId: string }
  | { readonly from: 'procedure'; readonly limit: Limit; readonly procedure: string; readonly validFrom: CivilDate; readonly position: number }
  | { readonly from: 'none' };

/** Diễn giải hạn trả kết quả: everything that a due date follows from, under one rule. Minutes are working minutes of the responsible authority. */
export type DueDateStory = {
  readonly rule: Pick<LatenessRule, 'id' | 'version' | 'label'>;
  readonly class: DossierClass;
  readonly authority: string;
  readonly procedure: string;
  readonly receivedAt: Instant | undefined;
  /** When the clock was last started from zero. */
  readonly startedAt: Instant;
  readonly limit: LimitSource;
  /** The first due date that the applicant was given; undefined when there never was one. */
  readonly promisedDueAt: Instant | undefined;
  /** The one that counts now: in force, stopped, or of the end. */
  readonly dueAt: Instant | undefined;
  /** `dueAt` is out of force: the limit starts again from zero when the supplement is back. */
  readonly awaitsRestart: boolean;
  /** What `dueAt` would be if the calendars as announced by `asOf` had been known from the beginning. */
  readonly currentCalendarDueAt: Instant | undefined;
  /** The first due date that passed unfinished; undefined also while that of an open dossier has passed and nothing has happened since. */
  readonly missedDueAt: Instant | undefined;
  readonly clock: StoryEntry['clock'];
  readonly asOf: Instant;
  /** The end of the work, or else `asOf`. */
  readonly until: Instant;
  /** From `startedAt` to `until`, without the time in which the clock stood still or the dossier was closed. */
  readonly elapsedMinutes: number;
  /** To the due date; from the moment at which the clock stopped, if it stands still. Neither this nor the next one without a due date in force or a result, or when a rule makes the dossier late before its date. */
  readonly remainingMinutes: number | undefined;
  /** Beyond the first due date that was missed: the same as the delay. */
  readonly exceededMinutes: number | undefined;
  /** Days off of some of the years are not announced yet: the calendar of the date may still change. */
  readonly beyondAnnounced: boolean;
  /** In order of time. */
  readonly entries: readonly StoryEntry[];
  readonly openPauses: readonly StoryPause[];
  readonly unmoved: readonly Unmoved[];
};

/**
 * Explains the due date of a dossier by the very steps that its class follows from.
 *
 * @param arrived - Its events in order of arrival.
 * @param asOf - What happened later is left out; news of earlier things is not.
 * @returns undefined for a dossier that nobody had begun to work on by then, or whose history is unlawful.
 */
export function dueDateStory(arrived: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac, asOf: Instant): DueDateStory | undefined {
  const steps = stepsUntil(arrived, rule, almanac, asOf);
  const last = steps.at(-1)?.after;
  const started = steps.findLastIndex((step) => starts(step, rule));
  const startedAt = steps[started]?.event.occurredAt;
  if (last === undefined || startedAt === undefined) return undefined;
  const entries = [...steps.flatMap((_, index) => entryOf(steps, index, rule, almanac) ?? []), ...corrections(arrived, rule, almanac, asOf)].toSorted((a, b) => a.at - b.at);
  const until = endOf(steps) ?? asOf;
  return {
    rule: { id: rule.id, version: rule.version, label: rule.label },
    class: last.class, authority: last.placement.authority, procedure: last.placement.procedure, receivedAt: last.receivedAt, startedAt,
    limit: limitSource(steps, almanac),
    promisedDueAt: promised(arrived, rule, almanac, asOf),
    dueAt: dueDateOf(last), awaitsRestart: isOutOfForce(last, rule),
    currentCalendarDueAt: dueDateOf(stepsUntil(arrived, rule, almanac.inHindsight(asOf), asOf).at(-1)?.after ?? last),
    missedDueAt: last.missedDueAt, clock: clockOf(last), asOf, until,
    elapsedMinutes: elapsed(steps, started, until, almanac),
    ...remainingOrExceeded(steps, rule, until, almanac),
    beyondAnnounced: entries.findLast(({ explanation }) => explanation !== undefined)?.explanation?.beyondAnnounced ?? false,
    entries, openPauses: openPauses(steps, asOf, almanac), unmoved: steps.flatMap((step) => unmovedBy(step, rule) ?? []),
  };
}

function stepsUntil(arrived: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac, asOf: Instant): readonly Step[] {
  const folding = fold(arrived, rule, almanac);
  return folding.kind === 'unlawful' ? [] : folding.steps.filter(({ event }) => minuteOf(event.occurredAt) <= minuteOf(asOf));
}

/** Corrections came when the applicant already had a date. */
function promised(arrived: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac, asOf: Instant): Instant | undefined {
  const correction = arrived.findIndex(correctsTime);
  const asGiven = correction < 0 ? [] : stepsUntil(arrived.slice(0, correction), rule, almanac, asOf);
  const dated = [...asGiven, ...stepsUntil(arrived, rule, almanac, asOf)].find(({ after }) => dueDateOf(after) !== undefined);
  return dated && dueDateOf(dated.after);
}

/** A reopening that tells a date starts anew; one that tells none goes on, unless nothing had begun. */
function starts(step: Step, rule: LatenessRule): boolean {
  const { event, before } = step;
  if (event.type === 'DossierReopened') return event.data.dueAt !== undefined || !before.everWorkedOn;
  return event.type === 'DossierReceived' || restarts(step, rule);
}

function limitSource(steps: readonly Step[], almanac: Almanac): LimitSource {
  const event = steps.map((step) => step.event).findLast(({ type }) => type === 'DossierReceived');
  const known = event?.type === 'DossierReceived' ? limitAtReception(event, { almanac }) : undefined;
  if (event === undefined || known === undefined) return { from: 'none' };
  return known.version === undefined ? { from: 'told', limit: known.limit, eventId: event.id } : { from: 'procedure', ...known.version };
}

/** What each correction of a time or a due date did to the due date, compared with the history as it was before. */
function corrections(arrived: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac, asOf: Instant): readonly StoryEntry[] {
  const standing = (count: number): Situation | undefined => stepsUntil(arrived.slice(0, count), rule, almanac, asOf).at(-1)?.after;
  return arrived.flatMap((event, index): readonly StoryEntry[] => {
    if (!correctsTime(event) || event.occurredAt > asOf) return [];
    const [before, after] = [standing(index), standing(index + 1)];
    if (before === undefined || after === undefined || !after.everWorkedOn) return [];
    return [{ at: event.occurredAt, cause: 'corrected', eventId: event.id, eventType: event.type, old: dueDateOf(before), new: dueDateOf(after), clock: clockOf(after), restart: isOutOfForce(after, rule) ? 'awaited' : 'none' }];
  });
}

function endOf(steps: readonly Step[]): Instant | undefined {
  const last = steps.at(-1);
  if (last === undefined || !isClosed(last.after.class)) return undefined;
  return steps.findLast(({ before, after }) => !isClosed(before.class) && isClosed(after.class))?.event.occurredAt;
}

function elapsed(steps: readonly Step[], started: number, until: Instant, almanac: Almanac): number {
  const time = almanac.workingTime(steps.at(-1)?.after.placement.authority ?? '', until);
  return steps.slice(started).reduce((sum, { event, after }, index) => {
    if (!isReceivedOpen(after.class) || isStopped(after)) return sum;
    return sum + time.minutesBetween(event.occurredAt, steps[started + index + 1]?.event.occurredAt ?? until);
  }, 0);
}

function remainingOrExceeded(steps: readonly Step[], rule: LatenessRule, until: Instant, almanac: Almanac): Pick<DueDateStory, 'remainingMinutes' | 'exceededMinutes'> {
  const last = steps.at(-1)?.after ?? OUTSIDE;
  const exceeded = delayOf(steps, almanac, until)?.minutes;
  const dueAt = dueDateOf(last);
  if (exceeded !== undefined) return { remainingMinutes: undefined, exceededMinutes: exceeded };
  const open = !isClosed(last.class);
  if (last.everOverdue || isOutOfForce(last, rule)) return { remainingMinutes: undefined, exceededMinutes: undefined };
  if (dueAt === undefined || (!open && (!isResolved(last.class) || last.class === 'resolved_undated'))) return { remainingMinutes: undefined, exceededMinutes: undefined };
  const time = almanac.workingTime(last.placement.authority, until);
  return { remainingMinutes: time.minutesBetween(last.stoppedAt ?? until, dueAt), exceededMinutes: undefined };
}
