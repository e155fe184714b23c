import type { Channel, DossierEvent, DossierEventInput, DossierEventType } from '@motcua/dossier';
import { formatInstant, uuidV5 } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { happened, vietnamTime } from './events.ts';

/** What chance gives to one step of a made-up life: which move, how much later, and which details. All >= 0. */
export type Chance = { readonly move: number; readonly gapKind: number; readonly gap: number; readonly pick: number };

/** The few codes that made-up dossiers use, so that they meet each other in every row of a table. */
export const pools = {
  authorities: ['H57.01', 'H57.02', 'H57.03'], receivingUnits: ['H57.90', 'H57.91'], procedures: ['1.000001', '1.000002'], fields: ['F-01', 'F-02'],
  channels: ['online', 'in_person', 'postal'],
} as const;

export const MINUTE_MS = 60_000;
export const DAY_MINUTES = 24 * 60;

type Part = 'authority' | 'receivingUnit' | 'procedure' | 'field' | 'channel';

/** A life being written. It knows what may lawfully come next, by its own simple rules and not by those under test. */
export type Life = {
  readonly code: string;
  /** In order of arrival. */
  readonly events: DossierEvent[];
  /** When each of them happened, as corrected so far. */
  readonly times: Instant[];
  phase: 'nothing' | 'awaiting' | 'open' | 'resolved' | 'closed';
  wasReceived: boolean;
  wasReopened: boolean;
  /** What is waited for. */
  readonly awaited: Record<'supplement' | 'payment' | 'suspension', boolean>;
  /** Asked for before the reception, which did not wait for it. */
  supplementOvertaken: boolean;
  readonly opinions: Set<string>;
  /** The office that has the dossier; undefined: the responsible authority. */
  heldBy: string | undefined;
  ready: boolean;
  returned: boolean;
  now: Instant;
  /** The due date that an event set, or that it set none, as corrected so far; by the event's index. */
  readonly dueSetBy: Map<number, Instant | undefined>;
  /** All that were ever said. */
  readonly dueDates: Instant[];
  readonly place: Record<Part, string | undefined>;
};

/** What may come next when, and how it is written down. */
export type Move = { readonly may: (life: Life) => boolean; readonly play: (life: Life, pick: number) => void };

/** What stands several times happens more often. */
export function often(times: number, may: Move['may'], play: Move['play']): readonly Move[] {
  return Array.from({ length: times }, () => ({ may, play }));
}

/** A life of which nothing has been written yet. */
export function newLife(code: string): Life {
  return {
    code, events: [], times: [], phase: 'nothing', wasReceived: false, wasReopened: false, awaited: { supplement: false, payment: false, suspension: false },
    supplementOvertaken: false, opinions: new Set(), heldBy: undefined, ready: false, returned: false, now: vietnamTime('2023-12-05 00:00'), dueSetBy: new Map(), dueDates: [],
    place: { authority: undefined, receivingUnit: undefined, procedure: undefined, field: undefined, channel: undefined },
  };
}

export const isOpen = ({ phase }: Life): boolean => phase === 'open';
export const isUnfinished = ({ phase }: Life): boolean => phase === 'open' || phase === 'awaiting';

/** A due date in the same minute, within hours, on the same day, or days ahead; or none. */
export function appoint(life: Life, pick: number): Instant | undefined {
  const minutes = of([undefined, 0, pick % 600, pick % 600, pick % (6 * DAY_MINUTES), pick % (15 * DAY_MINUTES)], pick);
  if (minutes === undefined) return undefined;
  const due = life.now + minutes * MINUTE_MS;
  life.dueDates.push(due);
  return due;
}

/** Nothing is waited for any more. */
export function letGo({ awaited }: Life): void {
  Object.assign(awaited, { supplement: false, payment: false, suspension: false });
}

/** Where the dossier counts from now on; half of the time it stays where a submission put it. */
export function settle(life: Life, pick: number, channel: Channel | undefined): { authority: string; procedure: string; field: string | undefined } {
  const stays = life.place.authority !== undefined && pick % 2 === 0;
  const authority = stays ? life.place.authority ?? '' : of(pools.authorities, pick >> 2);
  const procedure = stays ? life.place.procedure ?? '' : of(pools.procedures, pick >> 4);
  const field = stays ? life.place.field : of([undefined, ...pools.fields], pick >> 5);
  Object.assign(life.place, { authority, procedure, field, channel, receivingUnit: of([undefined, ...pools.receivingUnits], pick >> 7) });
  return { authority, procedure, field };
}

/** Writes down what happens now. */
export function add<T extends DossierEventType>(life: Life, type: T, data: DossierEventInput<T>): void {
  record(life, happened(type, formatInstant(life.now), data, uuidV5('life', life.code, String(life.events.length))));
}

export function record(life: Life, event: DossierEvent): void {
  life.events.push(event);
  life.times.push(event.occurredAt);
}

export function text(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : formatInstant(instant);
}

/** One of a list, by chance. */
export function of<T>(list: readonly [T, ...T[]] | readonly T[], pick: number): T {
  const value = list[pick % list.length];
  if (value === undefined && !list.includes(value as T)) throw new RangeError('Nothing to choose from');
  return value as T;
}
