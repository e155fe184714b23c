import type { Limit } from '@motcua/calendar';
import type { ApologyDuty, DelayCause, DossierClass, Level, Successor } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { Cause, DifferencesAcceptedData, FindingKind, FindingSeverity, LegClass, PeriodClosedData } from '@motcua/ledger';
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
  readonly stock: StockTable;
  readonly dossier: DossierTable;
  readonly finding: FindingTable;
  readonly correction: CorrectionTable;
  readonly calendar_move: CalendarMoveTable;
  readonly authority: AuthorityTable;
  readonly procedure: ProcedureTable;
  readonly quarantined: QuarantinedTable;
  readonly almanac: AlmanacTable;
  readonly due: DueTable;
  readonly apology_duty: ApologyDutyTable;
  readonly delay_share: DelayShareTable;
  readonly edition: EditionTable;
  readonly edition_part: EditionPartTable;
  readonly accepted_difference: AcceptedDifferenceTable;
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
  readonly class: LegClass;
  readonly cause: Cause;
  readonly side: 'from' | 'to';
};

/** Nhật ký: two rows a movement, whose amounts sum to 0: 1 and −1, of a fact as many as are noted. Rows are only ever added. */
export type JournalTable = {
  /** Of the event that made it known. */
  readonly position: number;
  /** Ordinal within the position, from 0. */
  readonly movement: number;
  readonly kind: number;
  readonly place: number;
  readonly amount: number;
  readonly effective_on: CivilDate;
  /** Its code; of ratings, which are of no dossier, the stream of the unit. */
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

/**
 * By how much the open dossiers of a place and class became more in a span of time, by sizes of spans; rows may have the
 * amount 0. `kind`: the one under which the class is carried forward, whatever brought the dossiers there.
 */
export type StockTable = {
  /** In half-months: 1, 8, 64 or 512. */
  readonly size: number;
  /** Ordinal of the span among those of its size, from January 1990. */
  readonly span: number;
  readonly place: number;
  readonly kind: number;
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
  readonly severity: FindingSeverity;
  readonly subject: string;
  readonly position: number;
  /** Where the dossier counts, null when unknown. */
  readonly authority: string | null;
  /** The system that told it, as its envelope says; '' when nobody noted it. */
  readonly source: string;
  /** Of the event; null when nobody noted it. */
  readonly effective_on: CivilDate | null;
  readonly detail: ColumnType<unknown, string, never>;
};

/** An event that moved a due date because a calendar was announced. */
export type CalendarMoveTable = { readonly position: number; readonly dossier: string };

/** Đính chính: a value of a dossier that was said to be wrong, and the right one, as text. */
export type CorrectionTable = {
  readonly dossier: string;
  readonly position: number;
  readonly field: string;
  readonly old: string | null;
  readonly new: string;
};

/**
 * Declarations of authorities; validity includes both dates, null is open. Of those with one code and first day the one
 * with the highest position counts; the others are what was known before.
 */
export type AuthorityTable = {
  readonly code: string;
  readonly valid_from: CivilDate;
  readonly valid_to: CivilDate | null;
  readonly name: string;
  readonly level: Level;
  readonly parent: string | null;
  /** JSON as the declaration has it: who takes over what is open when the validity ends. */
  readonly successors: ColumnType<readonly Successor[] | null, string | null | undefined, never>;
  readonly position: number;
};

/** Declarations of procedures, as those of authorities, with the names of the field; `fee` in đồng. */
export type ProcedureTable = {
  readonly code: string;
  readonly valid_from: CivilDate;
  readonly valid_to: CivilDate | null;
  readonly name: string;
  readonly field: string;
  readonly field_name: string;
  readonly level: Level;
  readonly limit_amount: number | null;
  readonly limit_unit: Limit['unit'] | null;
  readonly fee: number | null;
  readonly service_class: string | null;
  readonly position: number;
};

/** Every announcement of a calendar and declaration of a procedure, as the log has it. */
export type AlmanacTable = {
  readonly position: number;
  readonly type: string;
  readonly subject: string;
  readonly data: ColumnType<unknown, string, never>;
};

/**
 * The due date in force of each dossier that is received, unfinished and dated, under the base rule; under another rule only
 * where that differs, and then also with `due_at` null. `is_overdue`: its mark is there, or it counts as late otherwise. Also
 * a due date that passed unmarked, of a dossier that has ended since or got another date, until the clock has marked it.
 */
export type DueTable = {
  readonly dossier: string;
  readonly rule: string;
  /** The responsible authority. */
  readonly authority: string;
  readonly due_at: InstantText | null;
  readonly is_overdue: boolean;
};

/** Nghĩa vụ xin lỗi: who owes a letter by when, and the letter that met it. `number`: within the dossier, from 0. */
export type ApologyDutyTable = {
  readonly dossier: string;
  readonly number: number;
  readonly ground: ApologyDuty['ground'];
  readonly authority: string;
  readonly opened_on: CivilDate;
  readonly opened_at: InstantText;
  readonly letter_due_at: InstantText;
  /** The dossier's due date. */
  readonly due_at: InstantText;
  readonly cause: DelayCause;
  readonly unit_at_fault: string | null;
  readonly letter_number: string | null;
  readonly letter_at: InstantText | null;
};

/** What part of the delay of a dossier that was resolved late an office answers for. Working minutes; `authority`: the responsible one. */
export type DelayShareTable = {
  readonly dossier: string;
  readonly office: string;
  readonly authority: string;
  readonly cause: DelayCause;
  readonly minutes: number;
  /** Of the whole delay. */
  readonly late_minutes: number;
  readonly resolved_on: CivilDate;
};

/** Ấn bản của một kỳ: closings as the log has them. `position`: of `PeriodClosed`; `data`: that event's. */
export type EditionTable = {
  readonly edition: string;
  readonly position: number;
  readonly recorded_at: InstantText;
  readonly scope: string;
  readonly scheme: string;
  readonly period: string;
  readonly number: number;
  readonly from_on: CivilDate;
  readonly to_on: CivilDate;
  readonly sha256: string;
  readonly data: ColumnType<PeriodClosedData, string, never>;
};

/** Stretches of the canonical JSON of contents; those that no row of `edition` names belong to a closing that was not finished. */
export type EditionPartTable = {
  readonly edition: string;
  readonly sha256: string;
  readonly part: number;
  readonly position: number;
  readonly text: string;
};

/** Events that the projection left out on the operator's word. */
export type QuarantinedTable = {
  readonly position: number;
  readonly event_id: string;
  readonly stream: string;
  readonly reason: string;
};

/** What figures were to change when the read model was made again: decisions as the log has them, `data` those of the event. */
export type AcceptedDifferenceTable = {
  readonly position: number;
  readonly recorded_at: InstantText;
  readonly reason: string;
  readonly data: ColumnType<DifferencesAcceptedData, string, never>;
};

/**
 * How far the log is posted (the row whose `projection` is `ledger`), and where and why the projection stands still. While a
 * rebuild fills another schema, each of its workers has a row there.
 */
export type CheckpointTable = {
  readonly projection: string;
  readonly position: number;
  /** `recorded_at` of the event at the position. */
  readonly recorded_at: InstantText | null;
  readonly stopped_position: number | null;
  readonly stopped_code: string | null;
  readonly stopped_reason: string | null;
  /** Of the projection that made the read model. */
  readonly version: Generated<number>;
  readonly updated_at: InstantText;
};
