import type { DossierClass, DossierEvent, DossierEventOf, Placement } from '@motcua/dossier';
import type { CivilDate, Instant } from '@motcua/kernel';
import { instant, minute, withCorrections } from './oracle-corrections.ts';

/** What happened to one dossier, in order of time, with corrected times. */
export type Story = readonly DossierEvent[];

/** Where a dossier stood: its class, and the place that it counted in. */
export type Whereabouts = { readonly class: DossierClass; readonly place: Placement };

/** The story that a dossier's events tell, given as they arrived. By minute; overdue marks last in theirs; otherwise as they arrived. */
export function storyOf(arrived: readonly DossierEvent[]): Story {
  const told = arrived.map((event, arrival) => withCorrections(event, arrival, arrived));
  const order = (event: DossierEvent): number => minute(event.occurredAt) * 2 + (event.type === 'DossierFellOverdue' ? 1 : 0);
  return told.map((event, arrival) => ({ event, arrival }))
    .sort((a, b) => order(a.event) - order(b.event) || a.arrival - b.arrival)
    .map(({ event }) => event);
}

/** Where the story leaves the dossier. */
export function standing(story: Story): Whereabouts {
  return { class: classAfter(story), place: placeAfter(story) };
}

function classAfter(story: Story): DossierClass {
  const turn = story.findLast(({ type }) => type === 'DossierReopened' || isEnd(type));
  if (turn !== undefined && isEnd(turn.type)) return endedAs(turn, story.slice(0, story.indexOf(turn)));
  const takenUp = story.some(({ type }) => type === 'DossierReceived' || type === 'DossierReopened');
  const begun = takenUp || story.some(({ type }) => type === 'DossierSubmitted');
  if (!begun) return 'outside';
  if (!takenUp) return 'awaiting_reception';
  if (isOverdue(story)) return 'overdue';
  return supplementAwaited(story) ? 'paused' : 'in_progress';
}

function isEnd(type: DossierEvent['type']): boolean {
  return ['DossierResolved', 'DossierWithdrawn', 'ProcessingTerminated', 'DossierRefused'].includes(type);
}

function endedAs(end: DossierEvent, before: Story): DossierClass {
  if (end.type === 'DossierRefused') return 'refused';
  if (end.type === 'DossierWithdrawn') return 'withdrawn';
  if (end.type === 'ProcessingTerminated') return 'terminated';
  if (everLate([...before, end])) return 'resolved_late';
  const due = dueDateInForce(before) ?? dateThatASupplementStopped(before, end);
  if (due === undefined) return 'resolved_undated';
  return dayOf(end.occurredAt) < dayOf(due) ? 'resolved_early' : 'resolved_on_time';
}

/** The events since the reception or the last reopening, that one included. Empty while the dossier is not being worked on. */
function currentLife(story: Story): Story {
  const start = story.findLastIndex(({ type }) => type === 'DossierReceived' || type === 'DossierReopened');
  const life = start === -1 ? [] : story.slice(start);
  return life.some(({ type }) => isEnd(type)) ? [] : life;
}

function supplementAwaited(story: Story): boolean {
  return currentLife(story).findLast(({ type }) => type === 'SupplementRequested' || type === 'SupplementReceived')?.type === 'SupplementRequested';
}

/** Whether some mark of this life named the due date that was in force when it passed. */
function isOverdue(story: Story): boolean {
  return currentLife(story).some((event) => event.type === 'DossierFellOverdue' && markCounts(event, story.slice(0, story.indexOf(event))));
}

function markCounts(mark: DossierEventOf<'DossierFellOverdue'>, before: Story): boolean {
  const due = dueDateInForce(before);
  return mark.data.rule === 'nd61' && due !== undefined && minute(due) === minute(instant(mark.data.dueAt) ?? Number.NaN);
}

/** Whether anything ever happened to the dossier, while it was being worked on, after a due date that was then in force. */
function everLate(story: Story): boolean {
  return story.some((event, index) => {
    const due = dueDateInForce(story.slice(0, index));
    const passed = due !== undefined && minute(event.occurredAt) > minute(due);
    return passed || (event.type === 'DossierFellOverdue' && currentLife(story.slice(0, index)).length > 0 && markCounts(event, story.slice(0, index)));
  });
}

/** The last date that was set, unless a supplement that was asked for in time has put it out of force. */
function dueDateInForce(story: Story): Instant | undefined {
  return supplementAwaited(story) && wasAskedInTime(story) ? undefined : lastDateSet(story);
}

/** Whether the supplement asked for last was asked for while no due date had passed; the due minute is still in time. */
function wasAskedInTime(story: Story): boolean {
  const asked = story.findLastIndex(({ type }) => type === 'SupplementRequested');
  const before = story.slice(0, asked);
  const due = dueDateInForce(before);
  return !isOverdue(before) && (due === undefined || minute(story[asked]?.occurredAt ?? Number.NaN) <= minute(due));
}

/**
 * Set by reception, reopening, a change that is no apology, and by a supplement that came back and restarted the limit.
 * A supplement asked for before the reception restarts nothing. A reopening that names no date takes up the one before the end.
 */
function lastDateSet(story: Story): Instant | undefined {
  const life = currentLife(story);
  const setter = life.findLast((event) => {
    const before = story.slice(0, story.indexOf(event));
    if (event.type === 'SupplementReceived') return supplementAwaited(before) && wasAskedInTime(before);
    return event.type === 'DossierReceived' || event.type === 'DossierReopened' || (event.type === 'DueDateChanged' && event.data.cause !== 'apology');
  });
  switch (setter?.type) {
    case 'DossierReceived': case 'SupplementReceived': return instant(setter.data.dueAt);
    case 'DossierReopened': return instant(setter.data.dueAt) ?? lastDateSet(story.slice(0, story.slice(0, story.indexOf(setter)).findLastIndex(({ type }) => isEnd(type))));
    case 'DueDateChanged': return instant(setter.data.newDueAt);
    default: return undefined;
  }
}

/** A result while a supplement is awaited was in time if it came by the date that the supplement stopped. */
function dateThatASupplementStopped(before: Story, end: DossierEvent): Instant | undefined {
  const stopped = supplementAwaited(before) ? lastDateSet(before) : undefined;
  return stopped !== undefined && minute(end.occurredAt) <= minute(stopped) ? stopped : undefined;
}

function placeAfter(story: Story): Placement {
  let place: Placement = { authority: 'unknown', receivingUnit: 'unknown', procedure: 'unknown', field: 'unknown', channel: 'unknown' };
  const nothingBefore = (event: DossierEvent): boolean => !story.slice(0, story.indexOf(event)).some(({ type }) => type === 'DossierSubmitted');
  for (const event of story) {
    if (event.type === 'DossierSubmitted') place = placed(event.data, 'online');
    if (event.type === 'DossierReceived') place = placed(event.data, event.data.channel);
    if (event.type === 'DossierRefused' && nothingBefore(event)) place = placed(event.data, event.data.channel ?? 'unknown');
    if (event.type === 'DossierReassigned') place = { ...place, authority: event.data.to };
    if (event.type === 'DossierCorrected' && event.data.field in place) place = { ...place, [event.data.field]: event.data.new };
  }
  return place;
}

type Said = { readonly [Part in 'authority' | 'receivingUnit' | 'procedure' | 'field']?: string | undefined };

function placed(said: Said, channel: Placement['channel']): Placement {
  const { authority = 'unknown', receivingUnit = 'unknown', procedure = 'unknown', field = 'unknown' } = said;
  return { authority, receivingUnit, procedure, field, channel };
}

const vietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });
const days = new Map<number, CivilDate>();

/** By the time-zone database, not by arithmetic. */
export function dayOf(at: Instant): CivilDate {
  const known = days.get(at) ?? vietnam.format(at);
  days.set(at, known);
  return known;
}
