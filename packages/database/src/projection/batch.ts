import type { Instant } from '@motcua/kernel';
import type { Posting } from '@motcua/ledger';
import type { Insertable, Selectable } from 'kysely';
import type { AuthorityTable, DossierTable, FindingTable, ProcedureTable, QuarantinedTable } from '../schema.ts';

/** What a stretch of the log adds to the read model; written in one transaction or not at all. */
export type ProjectedBatch = {
  /** The checkpoint that the stretch starts behind; anything else in the table means that somebody else writes. */
  readonly from: number;
  /** The last position of the stretch; equals `from` when nothing could be applied. */
  readonly to: number;
  /** `recordedAt` of the event at `to`; undefined when nothing was applied. */
  readonly recordedAt: string | undefined;
  readonly entries: readonly JournalEntry[];
  /** One row a dossier: where it stands after the stretch. */
  readonly dossiers: readonly DossierRow[];
  readonly findings: readonly FindingRow[];
  /** One row a version (code and valid_from). */
  readonly authorities: readonly AuthorityRow[];
  readonly procedures: readonly ProcedureRow[];
  readonly quarantined: readonly QuarantinedRow[];
  /** Why the projection stands still behind `to`; undefined when it goes on. */
  readonly stop: Stop | undefined;
};

/** A posting as the event at `position` made it known. `movement`: its ordinal there, from 0. */
export type JournalEntry = { readonly position: number; readonly movement: number; readonly dossier: string; readonly posting: Posting };

/** An event that cannot be applied. `code`: of the error catalogue; `reason`: one sentence without applicant data. */
export type Stop = { readonly position: number; readonly code: string; readonly reason: string };

/** The row as it is written: instants in milliseconds. */
export type DossierRow = { readonly [Column in keyof Selectable<DossierTable>]: Column extends `${string}_at` ? Instant | null : Selectable<DossierTable>[Column] };
export type FindingRow = Insertable<FindingTable>;
export type AuthorityRow = Selectable<AuthorityTable>;
export type ProcedureRow = Selectable<ProcedureTable>;
export type QuarantinedRow = Selectable<QuarantinedTable>;
