import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { Level } from '@motcua/dossier';

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

/** An event of a dossier as a counter posts it. */
export type SimulatedEvent = { readonly [T in DossierEventType]: Envelope<T, DossierEventInput<T>> }[DossierEventType];

/** Reference data as its keeper posts it. */
export type SimulatedReferenceEvent =
  | Envelope<'AuthorityDeclared', { readonly name: string; readonly level: Level; readonly parent: string | null; readonly validFrom: CivilDate }>
  | Envelope<'ProcedureDeclared', {
    readonly name: string; readonly field: string; readonly fieldName: string; readonly level: Level; readonly validFrom: CivilDate;
  }>;
