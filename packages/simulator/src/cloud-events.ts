import type { Limit } from '@motcua/calendar';
import type { DossierEventInput, DossierEventType, Level } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
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
export type CloudEvent = SimulatedEvent | SimulatedReferenceEvent;

/** What counters send. Overdue marks are not theirs: the clock writes them. */
export type CounterEventType = Exclude<DossierEventType, 'DossierFellOverdue'>;

/** An event of a dossier as a counter posts it. */
export type SimulatedEvent = { readonly [T in CounterEventType]: Envelope<T, DossierEventInput<T>> }[CounterEventType];

/** Reference data as its keeper posts it. */
export type SimulatedReferenceEvent =
  | Envelope<'AuthorityDeclared', { readonly name: string; readonly level: Level; readonly parent: string | null; readonly validFrom: CivilDate }>
  | Envelope<'ProcedureDeclared', {
    readonly name: string; readonly field: string; readonly fieldName: string; readonly level: Level;
    readonly limit: Limit; readonly fee: number; readonly serviceClass: ServiceClass; readonly validFrom: CivilDate;
  }>;
