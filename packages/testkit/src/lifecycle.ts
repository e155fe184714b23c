import type { DossierEvent } from '@motcua/dossier';
import { formatInstant, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { fellOverdue } from './events.ts';
import { add, appoint, DAY_MINUTES, isOpen, isUnfinished, letGo, MINUTE_MS, newLife, of, often, pools, record, settle, text } from './life.ts';
import type { Chance, Life, Move } from './life.ts';
import { correctingMoves } from './life-corrections.ts';
import { LIMITS, waitingMoves } from './life-waiting.ts';

export { pools } from './life.ts';
export type { Chance } from './life.ts';

/** The lateness rules of the accounting rules, by name. */
export const RULE_IDS = ['nd61', 'nd61-extended', 'portal-766'] as const;

/**
 * A lawful life of a dossier, event by event in order of arrival; no two of them in one minute, except overdue marks.
 * Marks and corrections of times arrive after events that they precede.
 */
export function livedBy(code: string, chances: readonly Chance[]): readonly DossierEvent[] {
  const life = newLife(code);
  for (const chance of chances) {
    life.now = later(life, chance);
    const possible = moves.filter((move) => move.may(life));
    possible[chance.move % possible.length]?.play(life, chance.pick);
  }
  return life.events;
}

/** Always a later minute: soon, days later, around midnight or closing time, in the due minute or the one after it. */
function later({ now, dueDates }: Life, { gapKind, gap }: Chance): Instant {
  const minute = Math.floor(now / MINUTE_MS);
  const due = dueDates.at(-1);
  const second = gap % MINUTE_MS;
  if (gapKind === 0 && due !== undefined && minuteOf(due) + (gap % 2) > minute) return (minuteOf(due) + (gap % 2)) * MINUTE_MS + second;
  if (gapKind === 1) return (nextMidnight(minute) - (gap % 2 === 0 ? 1 : 0)) * MINUTE_MS + second;
  if (gapKind === 2) return (minute + 1 + (gap % (9 * DAY_MINUTES))) * MINUTE_MS + second;
  if (gapKind === 3) return (nextMidnight(minute) + (gap % 5) * DAY_MINUTES + 17 * 60 + (gap % 3) - 1) * MINUTE_MS + second;
  return (minute + 1 + (gap % 600)) * MINUTE_MS + second;
}

/** The first minute of a later civil date in Vietnam, at least two minutes ahead. */
function nextMidnight(minute: number): number {
  return (Math.floor((minute + 2 + 7 * 60) / DAY_MINUTES) + 1) * DAY_MINUTES - 7 * 60;
}

const isKnown = ({ phase }: Life): boolean => phase !== 'nothing';
const mayReceive = ({ phase }: Life): boolean => phase === 'nothing' || phase === 'awaiting';
const mayReopen = ({ phase }: Life): boolean => phase === 'resolved' || phase === 'closed';

const moves: readonly Move[] = [
  ...often(3, ({ phase }) => phase === 'nothing', submit),
  ...often(4, mayReceive, receive),
  ...often(1, mayReceive, refuse),
  ...waitingMoves,
  ...often(2, isOpen, changeDueDate),
  ...often(1, ({ wasReceived, wasReopened }) => wasReceived || wasReopened, apologise),
  ...often(1, isOpen, apologise),
  ...often(6, isOpen, resolve),
  ...often(3, ({ phase, ready }) => phase === 'resolved' && !ready, (life, pick) => { life.ready = true; add(life, 'ResultReady', of([{}, { electronic: true }, { electronic: false }], pick)); }),
  ...often(3, ({ phase, returned }) => phase === 'resolved' && !returned, (life) => { life.returned = true; add(life, 'ResultReturned', {}); }),
  ...often(2, isKnown, digitize),
  ...often(1, isKnown, (life, pick) => add(life, 'SlipIssued', { kind: of(['notice', 'extension', 'verification', 'result'], pick), signed: pick % 3 > 0 })),
  ...often(1, isUnfinished, (life) => { close(life); add(life, 'DossierWithdrawn', {}); }),
  ...often(1, isUnfinished, (life) => { close(life); add(life, 'ProcessingTerminated', { reason: 'no_supplement' }); }),
  ...often(6, mayReopen, reopen),
  ...often(2, isUnfinished, reassign),
  ...correctingMoves,
  ...often(1, isKnown, mark),
  ...often(5, isOpen, mark),
];

function submit(life: Life, pick: number): void {
  life.phase = 'awaiting';
  add(life, 'DossierSubmitted', { ...settle(life, pick, 'online'), receivingUnit: life.place.receivingUnit });
}

function receive(life: Life, pick: number): void {
  const channel = of(pools.channels, pick >> 1);
  life.wasReceived = true;
  life.phase = 'open';
  life.supplementOvertaken = life.awaited.supplement;
  letGo(life);
  const dueAt = pick % 3 === 0 ? undefined : appoint(life, pick);
  life.dueSetBy.set(life.events.length, dueAt);
  const place = settle(life, pick, channel);
  life.place.receivingUnit ??= pools.receivingUnits[0];
  const limit = pick % 2 === 0 ? {} : { limit: of(LIMITS, pick >> 2) };
  add(life, 'DossierReceived', { ...place, receivingUnit: life.place.receivingUnit, channel, ...limit, dueAt: text(dueAt) });
}

function refuse(life: Life, pick: number): void {
  const known = life.phase === 'awaiting';
  close(life);
  if (known) return add(life, 'DossierRefused', { reason: 'incomplete' });
  const channel = pick % 2 === 0 ? undefined : of(pools.channels, pick);
  add(life, 'DossierRefused', { reason: 'not_competent', ...settle(life, pick, channel), channel });
  life.place.receivingUnit = undefined;
}

function changeDueDate(life: Life, pick: number): void {
  const old = text(of([undefined, ...life.dueDates.slice(-2)], pick >> 4));
  const newDueAt = appoint(life, pick) ?? life.now;
  life.dueSetBy.set(life.events.length, newDueAt);
  add(life, 'DueDateChanged', { oldDueAt: old, newDueAt: formatInstant(newDueAt), cause: of(['apology', 'law', 'apology', 'calendar', 'opinion', 'calendar'], pick >> 1) });
}

function apologise(life: Life, pick: number): void {
  const newDueAt = appoint(life, pick);
  add(life, 'ApologyIssued', { letterNumber: `${pick}/XL`, cause: 'appraisal', unitAtFault: of(pools.authorities, pick), newDueAt: text(newDueAt), signed: true });
}

/** Often every component, so that dossiers that are digital throughout come up. */
function digitize(life: Life, pick: number): void {
  const [byApplicant, byCounter, reused] = [pick % 3, (pick >> 2) % 3, (pick >> 4) % 3];
  const components = Math.max(1, byApplicant + byCounter + reused) + of([0, 0, 1], pick >> 6);
  add(life, 'ComponentsDigitized', { components, byApplicant, byCounter, [of(['fromCitizenStore', 'fromNationalDatabase', 'fromElsewhere'] as const, pick >> 5)]: reused });
}

function resolve(life: Life, pick: number): void {
  life.phase = 'resolved';
  letGo(life);
  life.heldBy = undefined;
  life.ready = false;
  life.returned = false;
  add(life, 'DossierResolved', { claimedOutcome: of(['early', 'on_time', 'late', undefined], pick) });
}

function close(life: Life): void {
  life.phase = 'closed';
  letGo(life);
  life.heldBy = undefined;
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
  if (life.heldBy === to) life.heldBy = undefined;
  add(life, 'DossierReassigned', { to });
}

/** For any due date that was ever said and has passed, in force or not; sometimes for one that nobody said. */
function mark(life: Life, pick: number): void {
  const due = pick % 11 === 0 ? life.now - (pick % DAY_MINUTES) * MINUTE_MS : of([...life.dueDates, life.dueDates.at(-1)], pick);
  if (due === undefined || due > life.now) return;
  const event = fellOverdue(life.code, due, of(['nd61', ...RULE_IDS], pick >> 4));
  if (life.events.some(({ id }) => id === event.id)) return;
  record(life, event);
}
