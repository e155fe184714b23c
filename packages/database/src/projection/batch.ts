import type { Instant } from '@motcua/kernel';
import type { Posting } from '@motcua/ledger';
import type { Insertable, Selectable } from 'kysely';
import type {
  AcceptedDifferenceTable, AlmanacTable, ApologyDutyTable, AuthorityTable, CalendarMoveTable, CorrectionTable, DelayShareTable, DossierTable, DueTable, EditionPartTable, EditionTable, FindingTable, ProcedureTable, QuarantinedTable,
} from '../schema.ts';

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
  readonly corrections: readonly CorrectionRow[];
  readonly calendarMoves: readonly CalendarMoveRow[];
  /** One row a declaration. */
  readonly authorities: readonly AuthorityRow[];
  readonly procedures: readonly ProcedureRow[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly almanac: readonly AlmanacRow[];
  readonly editions: readonly EditionRow[];
  readonly editionParts: readonly EditionPartRow[];
  readonly acceptedDifferences: readonly AcceptedDifferenceRow[];
  readonly dues: Replacement<DueRow>;
  readonly duties: Replacement<ApologyDutyRow>;
  readonly shares: Replacement<DelayShareRow>;
  /** Why the projection stands still behind `to`; undefined when it goes on. */
  readonly stop: Stop | undefined;
};

/** All rows of these dossiers go, and the new ones come; a dossier that had none need not be named. */
export type Replacement<Row> = { readonly dossiers: readonly string[]; readonly rows: readonly Row[] };

/** A posting as the event at `position` made it known. `movement`: its ordinal there, from 0. */
export type JournalEntry = { readonly position: number; readonly movement: number; readonly dossier: string; readonly posting: Posting };

/** An event that cannot be applied. `code`: of the error catalogue; `reason`: one sentence without applicant data. */
export type Stop = { readonly position: number; readonly code: string; readonly reason: string };

/** The row as it is written: instants in milliseconds. */
export type DossierRow = InMilliseconds<DossierTable>;
export type DueRow = InMilliseconds<DueTable>;
export type ApologyDutyRow = InMilliseconds<ApologyDutyTable>;
export type DelayShareRow = Selectable<DelayShareTable>;
export type AlmanacRow = Insertable<AlmanacTable>;
export type EditionRow = InMilliseconds<Insertable<EditionTable>>;
export type AcceptedDifferenceRow = InMilliseconds<Insertable<AcceptedDifferenceTable>>;
export type EditionPartRow = Selectable<EditionPartTable>;
export type FindingRow = Insertable<FindingTable>;
export type CalendarMoveRow = Selectable<CalendarMoveTable>;
export type CorrectionRow = Selectable<CorrectionTable>;
/** `successors`: JSON as text; none unless told. */
export type AuthorityRow = Omit<Selectable<AuthorityTable>, 'successors'> & Pick<Insertable<AuthorityTable>, 'successors'>;
export type ProcedureRow = Selectable<ProcedureTable>;
export type QuarantinedRow = Selectable<QuarantinedTable>;

type InMilliseconds<Table> = { readonly [Column in keyof Selectable<Table>]: Column extends `${string}_at` ? Instant | Extract<Selectable<Table>[Column], null> : Selectable<Table>[Column] };
