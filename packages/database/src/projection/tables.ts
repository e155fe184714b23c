import type { AuthorityRow, DossierRow, FindingRow, ProcedureRow, QuarantinedRow } from './batch.ts';
import { rowWriter } from './rows.ts';

export const writeDossiers = rowWriter<DossierRow>('dossier', {
  code: 'text', class: 'text', authority: 'text', receiving_unit: 'text', procedure: 'text', field: 'text', channel: 'text',
  submitted_at: 'instant', received_at: 'instant', due_at: 'instant', resolved_at: 'instant',
  ready_at: 'instant', returned_at: 'instant', ever_overdue: 'boolean', apologies: 'integer', claimed_outcome: 'text',
  first_position: 'bigint', last_position: 'bigint',
}, { key: ['code'] });

export const writeFindings = rowWriter<FindingRow>('finding', {
  kind: 'text', severity: 'text', subject: 'text', position: 'bigint', authority: 'text', detail: 'json',
});

export const writeAuthorities = rowWriter<AuthorityRow>('authority', {
  code: 'text', valid_from: 'date', valid_to: 'date', name: 'text', level: 'text', parent: 'text', position: 'bigint',
}, { key: ['code', 'valid_from'] });

export const writeProcedures = rowWriter<ProcedureRow>('procedure', {
  code: 'text', valid_from: 'date', valid_to: 'date', name: 'text', field: 'text', field_name: 'text', level: 'text', position: 'bigint',
}, { key: ['code', 'valid_from'] });

export const writeQuarantined = rowWriter<QuarantinedRow>('quarantined', {
  position: 'bigint', event_id: 'uuid', stream: 'text', reason: 'text',
});
