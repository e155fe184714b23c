import { formatWorkingDuration } from '@motcua/calendar';
import type { DayInterval, Limit, LimitExplanation } from '@motcua/calendar';
import type { AsOf } from '@motcua/database';
import type { DossierEvent, DueDateStory, LimitSource, StoryEntry, StoryPause } from '@motcua/dossier';
import { formatCivilDate, formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { z } from 'zod';
import { classLabels } from '@motcua/ledger';
import { eventLabel, limitUnitLabels } from '../labels.ts';
import type { dueDateAnswer } from './answer-schema.ts';
import { changeReasonLabels, storyCauseLabels, unmovedLabels, waitingLabels } from './labels.ts';

export type DueDateAnswer = z.input<typeof dueDateAnswer>;

/** Names by code, as they are now. */
export type StoryNames = { readonly authorities: ReadonlyMap<string, { readonly name: string }>; readonly procedures: ReadonlyMap<string, { readonly name: string }> };

export type Told = { readonly code: string; readonly asOf: AsOf; readonly story: DueDateStory; readonly events: readonly DossierEvent[]; readonly names: StoryNames };

/** The story as it is answered, without its text. Pure. */
export function dueDateAnswerOf({ code, asOf, story, events, names }: Told): Omit<DueDateAnswer, 'text'> {
  const positions = new Map(events.map(({ id, position }) => [id, position ?? null]));
  return {
    code, asOf, at: formatInstant(story.asOf), rule: story.rule, class: story.class, classLabel: classLabels[story.class],
    authority: { code: story.authority, name: names.authorities.get(story.authority)?.name ?? null },
    procedure: { code: story.procedure, name: names.procedures.get(story.procedure)?.name ?? null },
    receivedAt: instantOrNull(story.receivedAt), startedAt: formatInstant(story.startedAt), limit: limitOf(story.limit),
    promisedDueAt: instantOrNull(story.promisedDueAt), dueAt: instantOrNull(story.dueAt), awaitsRestart: story.awaitsRestart, currentCalendarDueAt: instantOrNull(story.currentCalendarDueAt),
    missedDueAt: instantOrNull(story.missedDueAt), clock: story.clock, until: formatInstant(story.until),
    elapsed: workingTime(story.elapsedMinutes), remaining: workingTimeOrNull(story.remainingMinutes), exceeded: workingTimeOrNull(story.exceededMinutes),
    beyondAnnounced: story.beyondAnnounced,
    entries: story.entries.map((entry) => entryOf(entry, positions)), openPauses: story.openPauses.map(pauseOf),
    unmoved: story.unmoved.map(({ at, eventType, why, toldDueAt }) =>
      ({ at: formatInstant(at), event: eventType, label: eventLabel(eventType), why, whyLabel: unmovedLabels[why], told: toldDueAt ?? null })),
  };
}

/** `5 ngày làm việc`. */
export function limitText({ amount, unit }: Limit): string {
  return `${String(amount).replace('.', ',')} ${limitUnitLabels[unit]}`;
}

/** Minutes with their text in days of 8 hours. */
export function workingTime(minutes: number): { readonly minutes: number; readonly text: string } {
  return { minutes, text: formatWorkingDuration(minutes) };
}

function workingTimeOrNull(minutes: number | undefined): ReturnType<typeof workingTime> | null {
  return minutes === undefined ? null : workingTime(minutes);
}

function instantOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at);
}

function limitOf(source: LimitSource): DueDateAnswer['limit'] {
  if (source.from === 'none') return { from: 'none', amount: null, unit: null, text: 'chưa biết', procedure: null, validFrom: null, position: null };
  const { from, limit } = source;
  const shown = { from, amount: limit.amount, unit: limit.unit };
  if (source.from === 'told') return { ...shown, text: `${limitText(limit)}, do nơi gửi báo khi tiếp nhận`, procedure: null, validFrom: null, position: null };
  const { procedure, validFrom, position } = source;
  return { ...shown, text: `${limitText(limit)}, theo thủ tục ${procedure} áp dụng từ ${formatCivilDate(validFrom)}`, procedure, validFrom, position };
}

function entryOf(entry: StoryEntry, positions: ReadonlyMap<string, number | null>): DueDateAnswer['entries'][number] {
  const { at, eventType, eventId, cause, clock, explanation, pause, restart, shift } = entry;
  return {
    at: formatInstant(at), event: eventType, label: eventLabel(eventType), position: positions.get(eventId) ?? null,
    cause, causeLabel: causeLabelOf(entry), old: instantOrNull(entry.old), new: instantOrNull(entry.new), clock,
    explanation: explanation === undefined ? null : explanationOf(explanation), pause: pause === undefined ? null : pauseOf(pause),
    restart, shift: shift === undefined ? null : { from: formatInstant(shift.from), to: formatInstant(shift.to), working: workingTime(shift.workingMinutes) },
  };
}

function causeLabelOf({ cause, changedFor }: StoryEntry): string {
  return cause === 'changed' && changedFor !== undefined ? changeReasonLabels[changedFor] : storyCauseLabels[cause];
}

function explanationOf({ countsFrom, shifted, dueAt, counted, skipped, rolledForward, beyondAnnounced, calendar }: LimitExplanation): NonNullable<DueDateAnswer['entries'][number]['explanation']> {
  return {
    countsFrom, shifted, dueAt: formatInstant(dueAt), beyondAnnounced, calendar,
    counted: counted.map(({ date, intervals, minutes }) => ({ date, hours: intervals.map(hoursText), minutes })),
    skipped: skipped.map((day) => ({ ...day })), rolledForward: rolledForward.map((day) => ({ ...day })),
  };
}

/** `07:00–11:30`. */
function hoursText({ from, to }: DayInterval): string {
  return `${clockText(from)}–${clockText(to)}`;
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function pauseOf({ reason, from, to, workingMinutes, stopsClock }: StoryPause): DueDateAnswer['openPauses'][number] {
  return { reason, label: waitingLabels[reason], from: formatInstant(from), to: instantOrNull(to), working: workingTime(workingMinutes), stopsClock };
}
