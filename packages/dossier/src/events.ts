import type { Instant } from '@motcua/kernel';
import type { z } from 'zod';
import { dossierEventData } from './event-schemas.ts';
import type { CHANNELS, CORRECTABLE, DELAY_CAUSES } from './event-schemas.ts';
import { isTypeOf } from './type-guard.ts';

export type Channel = (typeof CHANNELS)[number];
export type DelayCause = (typeof DELAY_CAUSES)[number];
export type Correctable = (typeof CORRECTABLE)[number];

export type DossierEventType = keyof typeof dossierEventData;
/** What a sender writes as the data of an event. */
export type DossierEventInput<T extends DossierEventType> = z.input<(typeof dossierEventData)[T]>;
/** The data as the log holds it: instants in UTC with milliseconds. */
export type DossierEventData<T extends DossierEventType> = z.output<(typeof dossierEventData)[T]>;

/**
 * One fact about a dossier, as folding needs it.
 *
 * `id`: the log's UUID. `occurredAt`: when it happened, as the source says. `position`: in the log, which says what was
 * known of calendars and procedures then; without one it is not recorded yet.
 */
export type DossierEvent = { readonly [T in DossierEventType]: {
  readonly type: T;
  readonly id: string;
  readonly occurredAt: Instant;
  readonly position?: number;
  readonly data: DossierEventData<T>;
} }[DossierEventType];

export type DossierEventOf<T extends DossierEventType> = Extract<DossierEvent, { type: T }>;

export const DOSSIER_EVENT_TYPES = Object.keys(dossierEventData) as readonly DossierEventType[];

export const isDossierEventType = isTypeOf(dossierEventData);
