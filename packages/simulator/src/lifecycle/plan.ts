import type { DossierClass, DossierEventInput, DossierEventType } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import type { Path } from '../targets.ts';

/** One planned event of a dossier; its ids follow when the dossier has its code. */
export type PlannedEvent = { readonly [T in DossierEventType]: {
  readonly type: T;
  readonly at: Instant;
  readonly data: DossierEventInput<T>;
} }[DossierEventType];

/** A dossier's whole history up to the end of the period, in order of time. */
export type DossierPlan = {
  readonly path: Path;
  readonly events: readonly PlannedEvent[];
  /** Where the events leave it. */
  readonly finalClass: DossierClass;
};

/** Where a planned dossier is handled, and what the counter numbers itself. */
export type Desk = {
  readonly authority: string;
  readonly unit: string;
  readonly procedure: string;
  readonly field: string;
  readonly limitDays: number;
  readonly nextLetterNumber: () => string;
};
