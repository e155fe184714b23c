import type { Limit } from '@motcua/calendar';
import type { DossierEventInput, DossierEventType, FeedbackEventInput, FeedbackEventType, Level } from '@motcua/dossier';
import { formatInstant, UTC_OFFSET_MINUTES } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import type { ServiceClass } from './catalogue/fields.ts';

/** The attributes of a CloudEvents 1.0 envelope that the simulated senders fill in. `time`: RFC 3339 with an offset. */
type Envelope<Type extends string, Data> = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly time: string;
  readonly subject: string;
  readonly actorunit?: string;
  readonly actorrole?: string;
  readonly data: Data;
};

/** Whatever the simulated senders post, as JSON. */
export type CloudEvent = SimulatedEvent | SimulatedReferenceEvent | SimulatedFeedbackEvent;

/** What counters send. Overdue marks are not theirs: the clock writes them. */
export type CounterEventType = Exclude<DossierEventType, 'DossierFellOverdue'>;

/** An event of a dossier as a counter posts it. */
export type SimulatedEvent = { readonly [T in CounterEventType]: Envelope<T, DossierEventInput<T>> }[CounterEventType];

/** An event of a feedback as its office posts it. */
export type SimulatedFeedbackEvent = { readonly [T in FeedbackEventType]: Envelope<T, FeedbackEventInput<T>> }[FeedbackEventType];

/** Reference data as its keeper posts it. */
export type SimulatedReferenceEvent =
  | Envelope<'AuthorityDeclared', { readonly name: string; readonly level: Level; readonly parent: string | null; readonly validFrom: CivilDate }>
  | Envelope<'ProcedureDeclared', {
    readonly name: string; readonly field: string; readonly fieldName: string; readonly level: Level;
    readonly limit: Limit; readonly fee: number; readonly serviceClass: ServiceClass; readonly validFrom: CivilDate;
  }>;

/** RFC 3339 with the offset of Việt Nam, as counters write it. */
export function localTime(at: Instant): string {
  return `${formatInstant(at + UTC_OFFSET_MINUTES * 60_000).slice(0, 19)}+07:00`;
}
