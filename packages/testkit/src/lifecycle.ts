import type { Channel, DossierEvent, DossierEventInput, DossierEventOf, DossierEventType } from '@motcua/dossier';
import { formatInstant, minuteOf, uuidV5 } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { fellOverdue, happened, vietnamTime } from './events.ts';

/** What chance gives to one step of a made-up life: which move, how much later, and which details. All >= 0. */
export type Chance = { readonly move: number; readonly gapKind: number; readonly gap: number; readonly pick: number };

/** The few codes that made-up dossiers use, so that they meet each other in every row of a table. */
export const pools = {
  authorities: ['H57.01', 'H57.02', 'H57.03'], receivingUnits: ['H57.90', 'H57.91'], procedures: ['1.000001', '1.000002'], fields: ['F-01', 'F-02'],
  channels: ['online', 'in_person', 'postal'],
} as const;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const START = vietnamTime('2023-12-05 00:00');

type Part = 'authority' | 'receivingUnit' | 'procedure' | 'field' | 'channel';

/** A life being written. It knows what may lawfully come next, by its own simple rules and not by those under test. */
type Life = {
  readonly code: string;
  /** In order of arrival. */
  readonly events: DossierEvent[];
  /** When each of them happened, as corrected so far. */
  readonly times: Instant[];
  phase: 'nothing' | 'awaiting' | 'open' | 'resolved' | 'closed';
  wasReceived: boolean;
  wasReopened: boolean;
  supplementAwaited: boolean;
  /** Asked for before the reception, which did not wait for it. */
  supplementOvertaken: boolean;
  ready: boolean;
  returned: boolean;
  now: Instant;
  /** The due date that an event set, or that it set none, as corrected so far; by the event's index. */
  readonly dueSetBy: Map<number, Instant | undefined>;
  /** All that were ever said. */
  readonly dueDates: Instant[];
  readonly place: Record<Part, string | undefined>;
};

type Move = { readonly may: (life: Life) => boolean; readonly play: (life: Life, pick: number) => void };

/**
 * A lawful life of a dossier, event by event in order of arrival; no two of them in one minute, except overdue marks.
 * Marks and corrections of times arrive after events that they precede.
 */
export function livedBy(code: string, chances: readonly Chance[]): readonly DossierEvent[] {
  const life: Life = {
    code, events: [], times: [], phase: 'nothing', wasReceived: false, wasReopened: false, supplementAwaited: false, supplementOvertaken: false, ready: false, returned: false, now: START,
    dueSetBy: new Map(), dueDates: [],
    place: { authority: undefined, receivingUnit: undefined, procedure: undefined, field: undefined, channel: undefined },
  };
  for (const chance of chances) {
    life.now = later(life, chance);
    const possible = moves.filter((move) => move.may(life));
    possible[chance.move % possible.length]?.play(life, chance.pick);
  }
  return life.events;
}

/** Always a later minute: soon, days later, around midnight, in the due minute or the one after it. */
function later({ now, dueDates }: Life, { gapKind, gap }: Chance): Instant {
  const minute = Math.floor(now / MINUTE_MS);
  const due = dueDates.at(-1);
  const second = gap % MINUTE_MS;
  if (gapKind === 0 && due !== undefined && minuteOf(due) + (gap % 2) > minute) return (minuteOf(due) + (gap % 2)) * MINUTE_MS + second;
  if (gapKind === 1) return (nextMidnight(minute) - (gap % 2 === 0 ? 1 : 0)) * MINUTE_MS + second;
  if (gapKind === 2) return (minute + 1 + (gap % (9 * DAY_MINUTES))) * MINUTE_MS + second;
  return (minute + 1 + (gap % 600)) * MINUTE_MS + second;
}

/** The first minute of a later civil date in Vietnam, at least two minutes ahead. */
function nextMidnight(minute: number): number {
  return (Math.floor((minute + 2 + 7 * 60) / DAY_MINUTES) + 1) * DAY_MINUTES - 7 * 60;
}

const isOpen = ({ phase }: Life): boolean => phase === 'open';
const isUnfinished = ({ phase }: Life): boolean => phase === 'open' || phase === 'awaiting';
const isKnown = ({ phase }: Life): boolean => phase !== 'nothing';
const mayCorrect = ({ events }: Life): boolean => events.length > 0 && events.filter(({ type }) => type === 'DossierCorrected').length < 3;
const mayReceive = ({ phase }: Life): boolean => phase === 'nothing' || phase === 'awaiting';
const mayReopen = ({ phase }: Life): boolean => phase === 'resolved' || phase === 'closed';

/** What stands several times happens more often. */
const moves: readonly Move[] = [
  ...often(3, ({ phase }) => phase === 'nothing', submit),
  ...often(3, mayReceive, receive),
  ...often(1, mayReceive, refuse),
  ...often(3, (life) => isUnfinished(life) && !life.supplementAwaited, (life) => { life.supplementAwaited = true; add(life, 'SupplementRequested', {}); }),
  ...often(5, (life) => isUnfinished(life) && life.supplementAwaited, supplementBack),
  ...often(3, (life) => isOpen(life) && life.supplementOvertaken && !life.supplementAwaited, (life, pick) => { life.supplementOvertaken = false; supplementBack(life, pick); }),
  ...often(2, isOpen, changeDueDate),
  ...often(1, ({ wasReceived, wasReopened }) => wasReceived || wasReopened, apologise),
  ...often(5, isOpen, resolve),
  ...often(2, ({ phase, ready }) => phase === 'resolved' && !ready, (life) => { life.ready = true; add(life, 'ResultReady', {}); }),
  ...often(2, ({ phase, returned }) => phase === 'resolved' && !returned, (life) => { life.returned = true; add(life, 'ResultReturned', {}); }),
  ...often(1, isUnfinished, (life) => { close(life); add(life, 'DossierWithdrawn', {}); }),
  ...often(1, isUnfinished, (life) => { close(life); add(life, 'ProcessingTerminated', { reason: 'no_supplement' }); }),
  ...often(6, mayReopen, reopen),
  ...often(2, isUnfinished, reassign),
  ...often(1, mayCorrect, correctPlace),
  ...often(2, mayCorrect, correctTime),
  ...often(2, (life) => mayCorrect(life) && life.dueSetBy.size > 0, correctDueDate),
  ...often(1, isKnown, mark),
  ...often(4, isOpen, mark),
];

function often(times: number, may: Move['may'], play: Move['play']): readonly Move[] {
  return Array.from({ length: times }, () => ({ may, play }));
}

function submit(life: Life, pick: number): void {
  life.phase = 'awaiting';
  add(life, 'DossierSubmitted', { ...settle(life, pick, 'online'), receivingUnit: life.place.receivingUnit });
}

function receive(life: Life, pick: number): void {
  const channel = of(pools.channels, pick >> 1);
  life.wasReceived = true;
  life.phase = 'open';
  life.supplementOvertaken = life.supplementAwaited;
  life.supplementAwaited = false;
  const dueAt = appoint(life, pick);
  life.dueSetBy.set(life.events.length, dueAt);
  const place = settle(life, pick, channel);
  life.place.receivingUnit ??= pools.receivingUnits[0];
  add(life, 'DossierReceived', { ...place, receivingUnit: life.place.receivingUnit, channel, dueAt: text(dueAt) });
}

function refuse(life: Life, pick: number): void {
  const known = life.phase === 'awaiting';
  close(life);
  if (known) return add(life, 'DossierRefused', { reason: 'incomplete' });
  const channel = pick % 2 === 0 ? undefined : of(pools.channels, pick);
  add(life, 'DossierRefused', { reason: 'not_competent', ...settle(life, pick, channel), channel });
  life.place.receivingUnit = undefined;
}

function supplementBack(life: Life, pick: number): void {
  life.supplementAwaited = false;
  const dueAt = life.phase === 'open' ? appoint(life, pick) : undefined;
  life.dueSetBy.set(life.events.length, dueAt);
  add(life, 'SupplementReceived', { dueAt: text(dueAt) });
}

function changeDueDate(life: Life, pick: number): void {
  const newDueAt = appoint(life, pick) ?? life.now;
  life.dueSetBy.set(life.events.length, newDueAt);
  add(life, 'DueDateChanged', { newDueAt: formatInstant(newDueAt), cause: of(['apology', 'law', 'opinion', 'suspension'], pick) });
}

function apologise(life: Life, pick: number): void {
  add(life, 'ApologyIssued', { letterNumber: `${pick}/XL`, cause: 'appraisal', unitAtFault: of(pools.authorities, pick), newDueAt: text(life.now + pick * MINUTE_MS), signed: true });
}

function resolve(life: Life, pick: number): void {
  life.phase = 'resolved';
  life.supplementAwaited = false;
  life.ready = false;
  life.returned = false;
  add(life, 'DossierResolved', { claimedOutcome: of(['early', 'on_time', 'late', undefined], pick) });
}

function close(life: Life): void {
  life.phase = 'closed';
  life.supplementAwaited = false;
}

function reopen(life: Life, pick: number): void {
  life.phase = 'open';
  life.wasReopened = true;
  const dueAt = appoint(life, pick);
  if (dueAt !== undefined) life.dueSetBy.set(life.events.length, dueAt);
  add(life, 'DossierReopened', { reason: 'complaint', dueAt: text(dueAt) });
}

function reassign(life: Life, pick: number): void {
  const to = of(pools.authorities.filter((authority) => authority !== life.place.authority), pick);
  life.place.authority = to;
  add(life, 'DossierReassigned', { to });
}

function correctPlace(life: Life, pick: number): void {
  const field = of(['authority', 'receivingUnit', 'procedure', 'field', 'channel'] as const, pick);
  const pool = { authority: pools.authorities, receivingUnit: pools.receivingUnits, procedure: pools.procedures, field: pools.fields, channel: pools.channels }[field];
  const old = life.place[field] ?? null;
  const corrected = of<string>(pool.filter((code) => code !== old), pick >> 3);
  life.place[field] = corrected;
  add(life, 'DossierCorrected', { field, old, new: corrected, reason: 'typing_error' });
}

/** Only between the neighbours, so that nothing changes its order and the life stays lawful; days may lie between. */
function correctTime(life: Life, pick: number): void {
  const field = of(['submittedAt', 'receivedAt', 'resolvedAt'] as const, pick);
  const type = { submittedAt: 'DossierSubmitted', receivedAt: 'DossierReceived', resolvedAt: 'DossierResolved' }[field];
  const index = of([-1, ...life.events.keys()].filter((at) => at === -1 || life.events[at]?.type === type), pick >> 2);
  const old = life.times[index];
  if (old === undefined) return;
  const others = life.times.filter((_, at) => at !== index && life.events[at]?.type !== 'DossierFellOverdue').map(minuteOf);
  const after = Math.max(minuteOf(old) - 12 * DAY_MINUTES, ...others.filter((minute) => minute <= minuteOf(old)));
  const before = Math.min(minuteOf(life.now), ...others.filter((minute) => minute > minuteOf(old)));
  const due = life.dueSetBy.get(index);
  const last = due === undefined ? before - 1 : Math.min(before - 1, minuteOf(due));
  if (last <= after) return;
  const corrected = (after + 1 + (pick % (last - after))) * MINUTE_MS;
  if (corrected === old) return;
  life.times[index] = corrected;
  add(life, 'DossierCorrected', { field, old: formatInstant(old), new: formatInstant(corrected), reason: 'typing_error' });
}

/** Whoever set the date; of several events that set the same one, the correction is about the last. */
function correctDueDate(life: Life, pick: number): void {
  const [, old] = of([...life.dueSetBy], pick >> 3);
  const [index = 0] = [...life.dueSetBy].findLast(([, due]) => minuteOf(due ?? 0) === minuteOf(old ?? 0)) ?? [];
  const corrected = (life.times[index] ?? life.now) + (1 + (pick % (20 * DAY_MINUTES))) * MINUTE_MS;
  if (corrected === old) return;
  life.dueSetBy.set(index, corrected);
  life.dueDates.push(corrected);
  add(life, 'DossierCorrected', { field: 'dueAt', old: text(old) ?? null, new: formatInstant(corrected), reason: 'typing_error' });
}

/** For any due date that was ever said and has passed, in force or not; sometimes for one that nobody said, or for another rule. */
function mark(life: Life, pick: number): void {
  const due = pick % 11 === 0 ? life.now - (pick % DAY_MINUTES) * MINUTE_MS : of([...life.dueDates, life.dueDates.at(-1)], pick);
  if (due === undefined || due > life.now) return;
  const event = fellOverdue(life.code, due, pick % 13 === 0 ? 'portal-766' : 'nd61');
  if (life.events.some(({ id }) => id === event.id)) return;
  record(life, event);
}

/** A due date in the same minute, within hours, on the same day, or days ahead; or none. */
function appoint(life: Life, pick: number): Instant | undefined {
  const minutes = of([undefined, 0, pick % 600, pick % 600, pick % (6 * DAY_MINUTES), pick % (15 * DAY_MINUTES)], pick);
  if (minutes === undefined) return undefined;
  const due = life.now + minutes * MINUTE_MS;
  life.dueDates.push(due);
  return due;
}

/** Where the dossier counts from now on; half of the time it stays where a submission put it. */
function settle(life: Life, pick: number, channel: Channel | undefined): { authority: string; procedure: string; field: string | undefined } {
  const stays = life.place.authority !== undefined && pick % 2 === 0;
  const authority = stays ? life.place.authority ?? '' : of(pools.authorities, pick >> 2);
  const procedure = stays ? life.place.procedure ?? '' : of(pools.procedures, pick >> 4);
  const field = stays ? life.place.field : of([undefined, ...pools.fields], pick >> 5);
  Object.assign(life.place, { authority, procedure, field, channel, receivingUnit: of([undefined, ...pools.receivingUnits], pick >> 7) });
  return { authority, procedure, field };
}

function add<T extends DossierEventType>(life: Life, type: T, data: DossierEventInput<T>): void {
  record(life, happened(type, formatInstant(life.now), data, uuidV5('life', life.code, String(life.events.length))));
}

function record(life: Life, event: DossierEvent | DossierEventOf<'DossierFellOverdue'>): void {
  life.events.push(event);
  life.times.push(event.occurredAt);
}

function text(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : formatInstant(instant);
}

function of<T>(list: readonly [T, ...T[]] | readonly T[], pick: number): T {
  const value = list[pick % list.length];
  if (value === undefined && !list.includes(value as T)) throw new RangeError('Nothing to choose from');
  return value as T;
}
