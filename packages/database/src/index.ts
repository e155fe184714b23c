export { clientConfig, openDatabase } from './connection.ts';
export type { Database } from './connection.ts';
export { askForLease } from './lease.ts';
export type { Lease } from './lease.ts';
export { migrateDatabase } from './migrate.ts';
export type {
  AcceptedDifferenceRow, AlmanacRow, ApologyDutyRow, AuthorityRow, CalendarMoveRow, CorrectionRow, DelayShareRow, DossierRow, DueRow, EditionPartRow, EditionRow, FindingRow, JournalEntry, ProcedureRow, ProjectedBatch, QuarantinedRow,
  Replacement, Stop,
} from './projection/batch.ts';
export { createIdCache } from './projection/ids.ts';
export type { IdCache } from './projection/ids.ts';
export { recount as recountBalances } from './projection/recount.ts';
export { readCheckpoint, readFence, readPosted, readQuarantined, readValidities } from './projection/read-state.ts';
export type { AuthorityValidity, Checkpoint, Validity } from './projection/read-state.ts';
export { PROJECTION_VERSION } from './projection/version.ts';
export { writeBatch } from './projection/write-batch.ts';
export type { WriteOptions } from './projection/write-batch.ts';
export { createAlmanacReader, readAlmanac, readReferences } from './queries/almanac.ts';
export type { AlmanacReader } from './queries/almanac.ts';
export { delaySums, delaysPage, delayTotals } from './queries/delays.ts';
export type { DelayKey, DelaysQuery, LateDossier, OfficeShare } from './queries/delays.ts';
export { endedWithoutSuccessor } from './queries/ended.ts';
export { dossierStanding, postedMovements } from './queries/dossiers.ts';
export type { DossierStanding, PostedMovement } from './queries/dossiers.ts';
export { datedDossiers, dossiersToMark, nextDueAt, unmarkedDossiers } from './queries/dues.ts';
export type { DossierDue } from './queries/dues.ts';
export {
  edition, editionContentOf, editionEnding, editionParts, editionsPage, editionTexts, isSetAside, knownEdition, standingEdition, unfinishedPart,
} from './queries/editions.ts';
export type { Edition } from './queries/editions.ts';
export { declarationVersions } from './queries/declarations.ts';
export { membersOn, treeOn } from './queries/tree.ts';
export type { TreeNode } from './queries/tree.ts';
export { dueAuthorities, duesPage, overdueCount, overduePage } from './queries/due-pages.ts';
export type { OpenDue, OverdueDossier } from './queries/due-pages.ts';
export { dutiesPage, dutyCounts } from './queries/duties.ts';
export type { DutiesQuery, Duty, DutyCount, DutyKey } from './queries/duties.ts';
export { holdersOf, pastDutyDossiers } from './queries/past-duties.ts';
export { findingBatches, findingCounts, findingName, findingsPage, openBlockingFindings } from './queries/findings.ts';
export type { BlockingFinding, Finding, FindingCount, FindingDimension, FindingKey, FindingsQuery } from './queries/findings.ts';
export type { RefusedEvents } from './queries/found.ts';
export { refusedWhereThere } from './queries/refused-where-there.ts';
export { authorityNames, fieldNames, procedureClasses, procedureNames } from './queries/names.ts';
export type { AuthorityName, FieldName, ProcedureClass, ProcedureName } from './queries/names.ts';
export { assertScope } from './queries/assert-scope.ts';
export { scopeExists, scopeOverlap, scopeParts, WHOLE_COUNTRY } from './queries/scope.ts';
export { hasCome, inSnapshot, openSnapshot, readAsOf } from './queries/snapshot.ts';
export type { AsOf, Snapshot } from './queries/snapshot.ts';
export { standingsOf } from './queries/standings.ts';
export type { Standing } from './queries/standings.ts';
export type { LegsQuery } from './queries/counted-legs.ts';
export { legBatches, legsOf, legsPage } from './queries/legs.ts';
export type { FigureLeg, LegKey } from './queries/legs.ts';
export { memberBatches, membersOf, placedMemberBatches } from './queries/members.ts';
export type { FigureQuery, Member, PlacedMember } from './queries/members.ts';
export { unitMemberBatches, unitsOf } from './queries/unit-members.ts';
export type { UnitMember, UnitsQuery } from './queries/unit-members.ts';
export { compareSchemas } from './rebuild/compare.ts';
export type { PartComparison } from './rebuild/compare.ts';
export {
  addWorkers, dropSchema, mergeWorkers, NEXT_SCHEMA, noteRefusal, OLD_SCHEMA, readNextState, workerCheckpoint, workerPositions,
} from './rebuild/next-schema.ts';
export { PARTS } from './rebuild/parts.ts';
export { switchSchemas } from './rebuild/switch.ts';
export { programVersions } from './program-versions.ts';
export { newsQuery, readDiff, TOTAL_ROW } from './queries/diff.ts';
export type { Diff, DiffQuery } from './queries/diff.ts';
export { changePage } from './queries/diff-members.ts';
export type { ChangePage, ChangeQuery } from './queries/diff-members.ts';
export { newsDossiers } from './queries/restatement.ts';
export { procedureIndicators } from './queries/procedure-counts.ts';
export type { ProceduresIn } from './queries/procedure-counts.ts';
export { sumsOfTables, sumsOf } from './queries/sums.ts';
export type { NodeSum } from './queries/sums.ts';
