import type { DossierClass, Level } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { Cause } from '@motcua/ledger';
import type { ColumnType, Generated } from 'kysely';

/**
 * The read model: schema `ledger`. Everything in it follows from the log and can be made again from it; the projector
 * is its only writer. `position` is always a position of the log; civil dates are of Asia/Ho_Chi_Minh.
 */
export type ReadModel = {
  readonly place: PlaceTable;
  readonly kind: KindTable;
  readonly journal: JournalTable;
  readonly balance: BalanceTable;
  readonly dossier: DossierTable;
  readonly finding: FindingTable;
  readonly authority: AuthorityTable;
  readonly procedure: ProcedureTable;
  readonly quarantined: QuarantinedTable;
  readonly checkpoint: CheckpointTable;
};

/** RFC 3339 in UTC with milliseconds, in and out. */
export type InstantText = string;

/** Where a dossier counts: one row for every combination that ever occurred. `unknown` where nobody said. */
export type PlaceTable = {
  readonly place: Generated<number>;
  readonly authority: string;
  readonly receiving_unit: string;
  readonly procedure: string;
  readonly field: string;
  readonly channel: string;
};

/** What a leg is; about a hundred rows. `side` stays what it is when a movement is inverted. */
export type KindTable = {
  readonly kind: Generated<number>;
  readonly rule: string;
  readonly class: DossierClass;
  readonly cause: Cause;
  readonly side: 'from' | 'to';
};

/** Nhật ký: two rows a movement, whose amounts sum to 0. Rows are only ever added. */
export type JournalTable = {
  /** Of the event that made it known. */
  readonly position: number;
  /** Ordinal within the position, from 0. */
  readonly movement: number;
  readonly kind: number;
  readonly place: number;
  readonly amount: number;
  readonly effective_on: CivilDate;
  readonly dossier: string;
  /** The event that the movement follows from; another one than that of `position` when news came late. */
  readonly event_id: string;
  readonly inverted: boolean;
};

/** Daily sums of the journal; a row stays when its amount is 0 again. */
export type BalanceTable = {
  readonly place: number;
  readonly kind: number;
  readonly effective_on: CivilDate;
  readonly amount: number;
};

/** Where each dossier stands now. */
export type DossierTable = {
  readonly code: string;
  readonly class: DossierClass;
  readonly authority: string;
  readonly receiving_unit: string;
  readonly procedure: string;
  readonly field: string;
  readonly channel: string;
  readonly submitted_at: InstantText | null;
  readonly received_at: InstantText | null;
  /** The due date in force. */
  readonly due_at: InstantText | null;
  readonly resolved_at: InstantText | null;
  readonly ready_at: InstantText | null;
  readonly returned_at: InstantText | null;
  readonly ever_overdue: boolean;
  readonly apologies: number;
  /** What the sender of the standing resolution thinks: early, on_time or late. Never counted. */
  readonly claimed_outcome: string | null;
  readonly first_position: number;
  readonly last_position: number;
};

/** What is wrong with the data. `subject`: the dossier's code, or the stream's name for other streams. */
export type FindingTable = {
  readonly kind: FindingKind;
  readonly severity: 'blocking' | 'warning';
  readonly subject: string;
  readonly position: number;
  /** Where the dossier counts, null when unknown. */
  readonly authority: string | null;
  readonly detail: ColumnType<unknown, string, never>;
};

/**
 * - `unknown_authority`, `unknown_procedure`: the code was not declared, or not valid on the event's day, when the
 *   dossier came to it. It stays when the code is declared later: join `authority` or `procedure` to see that.
 * - `no_due_date`: resolved without a due date in force. - `claimed_outcome_differs`: the sender's own early, on time or late.
 * - `occurred_in_future`: more than 15 minutes after it was recorded. - `quarantined_event`: set aside by the operator.
 */
export type FindingKind =
  | 'unknown_authority' | 'unknown_procedure' | 'unknown_field' | 'authority_cycle' | 'no_due_date' | 'claimed_outcome_differs' | 'occurred_in_future' | 'quarantined_event';

/** Versions of an authority; validity includes both dates, null is open. `position`: of the declaration in force. */
export type AuthorityTable = {
  readonly code: string;
  readonly valid_from: CivilDate;
  readonly valid_to: CivilDate | null;
  readonly name: string;
  readonly level: Level;
  readonly parent: string | null;
  readonly position: number;
};

/** Versions of a procedure, with the names of its field. */
export type ProcedureTable = {
  readonly code: string;
  readonly valid_from: CivilDate;
  readonly valid_to: CivilDate | null;
  readonly name: string;
  readonly field: string;
  readonly field_name: string;
  readonly level: Level;
  readonly position: number;
};

/** Events that the projection left out on the operator's word. */
export type QuarantinedTable = {
  readonly position: number;
  readonly event_id: string;
  readonly stream: string;
  readonly reason: string;
};

/** How far the log is posted (one row, `projection` = `ledger`), and where and why the projection stands still. */
export type CheckpointTable = {
  readonly projection: string;
  readonly position: number;
  /** `recorded_at` of the event at the position. */
  readonly recorded_at: InstantText | null;
  readonly stopped_position: number | null;
  readonly stopped_code: string | null;
  readonly stopped_reason: string | null;
  readonly updated_at: InstantText;
};
