import type { AcceptedDifferenceRow, AlmanacRow, ApologyDutyRow, AuthorityRow, CalendarMoveRow, CorrectionRow, DelayShareRow, DossierRow, DueRow, EditionPartRow, EditionRow, FindingRow, ProcedureRow, QuarantinedRow } from './batch.ts';
import { rowReplacer, rowWriter } from './rows.ts';

export const writeDossiers = rowWriter<DossierRow>('dossier', {
  code: 'text', class: 'text', authority: 'text', receiving_unit: 'text', procedure: 'text', field: 'text', channel: 'text',
  submitted_at: 'instant', received_at: 'instant', due_at: 'instant', resolved_at: 'instant',
  ready_at: 'instant', returned_at: 'instant', ever_overdue: 'boolean', apologies: 'integer', claimed_outcome: 'text',
  first_position: 'bigint', last_position: 'bigint',
}, { key: ['code'] });

export const writeFindings = rowWriter<FindingRow>('finding', {
  kind: 'text', severity: 'text', subject: 'text', position: 'bigint', authority: 'text', source: 'text', effective_on: 'date', detail: 'json',
});

export const writeCorrections = rowWriter<CorrectionRow>('correction', { dossier: 'text', position: 'bigint', field: 'text', old: 'text', new: 'text' });

export const writeCalendarMoves = rowWriter<CalendarMoveRow>('calendar_move', { position: 'bigint', dossier: 'text' });

export const writeAuthorities = rowWriter<AuthorityRow>('authority', {
  code: 'text', valid_from: 'date', valid_to: 'date', name: 'text', level: 'text', parent: 'text', successors: 'json', position: 'bigint',
});

export const writeProcedures = rowWriter<ProcedureRow>('procedure', {
  code: 'text', valid_from: 'date', valid_to: 'date', name: 'text', field: 'text', field_name: 'text', level: 'text',
  limit_amount: 'integer', limit_unit: 'text', fee: 'bigint', service_class: 'text', position: 'bigint',
});

export const writeQuarantined = rowWriter<QuarantinedRow>('quarantined', {
  position: 'bigint', event_id: 'uuid', stream: 'text', reason: 'text',
});

export const writeAlmanac = rowWriter<AlmanacRow>('almanac', { position: 'bigint', type: 'text', subject: 'text', data: 'json' });

export const writeEditions = rowWriter<EditionRow>('edition', {
  edition: 'text', position: 'bigint', recorded_at: 'instant', scope: 'text', scheme: 'text', period: 'text', number: 'integer', from_on: 'date', to_on: 'date',
  sha256: 'text', data: 'json',
});

export const writeEditionParts = rowWriter<EditionPartRow>('edition_part', { edition: 'text', sha256: 'text', part: 'integer', position: 'bigint', text: 'text' });

export const writeAcceptedDifferences = rowWriter<AcceptedDifferenceRow>('accepted_difference', { position: 'bigint', recorded_at: 'instant', reason: 'text', data: 'json' });

export const replaceDues = rowReplacer<DueRow>('due', { dossier: 'text', rule: 'text', authority: 'text', due_at: 'instant', is_overdue: 'boolean' });

export const replaceDuties = rowReplacer<ApologyDutyRow>('apology_duty', {
  dossier: 'text', number: 'integer', ground: 'text', authority: 'text', opened_on: 'date', opened_at: 'instant', letter_due_at: 'instant', due_at: 'instant',
  cause: 'text', unit_at_fault: 'text', letter_number: 'text', letter_at: 'instant',
});

export const replaceShares = rowReplacer<DelayShareRow>('delay_share', {
  dossier: 'text', office: 'text', authority: 'text', cause: 'text', minutes: 'integer', late_minutes: 'integer', resolved_on: 'date',
});
