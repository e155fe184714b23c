import type { DossierClass, DossierEventInput } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import type { Procedure } from '../catalogue/procedures.ts';
import type { CounterEventType } from '../cloud-events.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';

/** One planned event of a dossier; its ids follow when the dossier has its code. */
export type PlannedEvent = { readonly [T in CounterEventType]: {
  readonly type: T;
  readonly at: Instant;
  readonly data: DossierEventInput<T>;
} }[CounterEventType];

/** A dossier's whole history up to the end of the period, in order of time. */
export type DossierPlan = {
  readonly path: Path;
  readonly events: readonly PlannedEvent[];
  /** Where the events leave it, and the clock when it has passed the end of the period. */
  readonly finalClass: DossierClass;
  /** The due date in force then or at its end; undefined before a reception and while something is waited for. */
  readonly dueAt: Instant | undefined;
};

/** Where a planned dossier is handled, and what the counter knows. */
export type Desk = {
  readonly authority: string;
  readonly unit: string;
  readonly procedure: Procedure;
  readonly nextLetterNumber: () => string;
  /** Another authority of the same or a higher level, for an opinion or a part of the work. */
  readonly drawPartner: (random: Random) => string;
};
