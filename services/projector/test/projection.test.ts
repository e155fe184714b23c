import { authorityNames } from '@motcua/database';
import { streams } from '@motcua/event-store';
import { test } from 'tap';
import { differences, dossierEvent, openBooks, tell, told } from './books.ts';
import type { Books } from './books.ts';

const A = 'H57.01-240102-0001';
const B = 'H57.01-240102-0002';
const placement = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', field: 'G01' };
const reception = { ...placement, channel: 'in_person', dueAt: '2024-01-10' } as const;

const authority = told(streams.authority('H57.01'), {
  type: 'AuthorityDeclared', subject: 'H57.01', time: '2023-12-01T00:00:00Z', id: '1',
  data: { name: 'Sở Tư pháp', level: 'province', parent: 'H57', validFrom: '2023-01-01' },
});
const procedure = told(streams.procedure('1.000001'), {
  type: 'ProcedureDeclared', subject: '1.000001', time: '2023-12-01T00:00:00Z', id: '1',
  data: { name: 'Cấp phiếu lý lịch tư pháp', field: 'G01', fieldName: 'Lý lịch tư pháp', level: 'province', validFrom: '2023-01-01', validTo: '2024-12-31' },
});

/** What is left when inverses are taken from postings: by date, cause, class and authority. */
const netLegs = (books: Books, dossier: string) => books.rows(`
  select effective_on || ' ' || cause || ' ' || side || ' ' || class || ' ' || authority as leg, sum(amount)::integer as amount
  from ledger.journal join ledger.kind using (kind) join ledger.place using (place)
  where dossier = '${dossier}' and rule = 'nd61' group by 1 having sum(amount) <> 0 order by 1`)
  .then((rows) => rows.map(({ leg, amount }) => `${String(leg)} ${String(amount)}`));

test('posts what happens to a dossier as movements, daily balances and a row', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    authority, procedure,
    dossierEvent(A, 'DossierSubmitted', '2024-01-02T23:59:59+07:00', placement),
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', { ...reception, channel: 'online' }),
    dossierEvent(A, 'DossierResolved', '2024-01-05T08:00:00+07:00', { claimedOutcome: 'early' }),
    dossierEvent(A, 'ResultReady', '2024-01-05T09:00:00+07:00', {}),
  ]);
  await books.project();
  t.same(await netLegs(books, A), [
    '2024-01-02 submitted from outside H57.01 -1', '2024-01-02 submitted to awaiting_reception H57.01 1',
    '2024-01-03 received from awaiting_reception H57.01 -1', '2024-01-03 received to in_progress H57.01 1',
    '2024-01-05 resolved from in_progress H57.01 -1', '2024-01-05 resolved to resolved_early H57.01 1',
  ]);
  t.same(await differences(books), []);
  t.same(await books.rows('select * from ledger.dossier'), [{
    code: A, class: 'resolved_early', authority: 'H57.01', receiving_unit: 'H57.01.MC', procedure: '1.000001', field: 'G01', channel: 'online',
    submitted_at: '2024-01-02T16:59:59.000Z', received_at: '2024-01-03T01:00:00.000Z', due_at: '2024-01-10T10:00:00.000Z',
    resolved_at: '2024-01-05T01:00:00.000Z', ready_at: '2024-01-05T02:00:00.000Z', returned_at: null,
    ever_overdue: false, apologies: 0, claimed_outcome: 'early', first_position: 3, last_position: 6,
  }]);
  t.same(await books.rows('select * from ledger.finding'), []);
  t.match(await books.rows('select * from ledger.procedure'), [{ code: '1.000001', valid_to: '2024-12-31', field_name: 'Lý lịch tư pháp', position: 2 }]);
});

test('undoes an overdue mark when a resolution before the due date arrives after it', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception),
    dossierEvent(A, 'DossierFellOverdue', '2024-01-10T10:00:00Z', { rule: 'nd61', dueAt: '2024-01-10T10:00:00Z' }),
  ]);
  await books.project();
  t.equal((await books.rows('select class from ledger.dossier'))[0]?.['class'], 'overdue');
  await tell(books.store, [dossierEvent(A, 'DossierResolved', '2024-01-09T08:00:00+07:00', { claimedOutcome: 'late' })]);
  await books.project();
  t.same(await books.rows(`select movement, effective_on, cause, side, class, amount, inverted
    from ledger.journal join ledger.kind using (kind) where position = 3 and rule = 'nd61' order by movement, side`), [
    { movement: 0, effective_on: '2024-01-10', cause: 'overdue', side: 'from', class: 'in_progress', amount: 1, inverted: true },
    { movement: 0, effective_on: '2024-01-10', cause: 'overdue', side: 'to', class: 'overdue', amount: -1, inverted: true },
    { movement: 1, effective_on: '2024-01-09', cause: 'resolved', side: 'from', class: 'in_progress', amount: -1, inverted: false },
    { movement: 1, effective_on: '2024-01-09', cause: 'resolved', side: 'to', class: 'resolved_early', amount: 1, inverted: false },
  ]);
  t.match(await books.rows('select class, ever_overdue from ledger.dossier'), [{ class: 'resolved_early', ever_overdue: false }]);
  t.match(await books.rows(`select position, detail from ledger.finding where kind = 'claimed_outcome_differs'`), [{ position: 3, detail: { claimed: 'late', class: 'resolved_early' } }]);
  t.same(await differences(books), []);
});

test('moves a dossier by a correction of each part of its place, by a reassignment and by reopening', async (t) => {
  const books = await openBooks(t);
  const correction = (field: 'authority' | 'receivingUnit' | 'procedure' | 'field' | 'channel', old: string, value: string, minute: number) =>
    dossierEvent(A, 'DossierCorrected', `2024-01-04T08:0${minute}:00+07:00`, { field, old, new: value, reason: 'typing_error' });
  await tell(books.store, [
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception),
    correction('authority', 'H57.01', 'H57.02', 1), correction('receivingUnit', 'H57.01.MC', 'H57.02.MC', 2), correction('procedure', '1.000001', '1.000002', 3),
    correction('field', 'G01', 'G02', 4), correction('channel', 'in_person', 'postal', 5),
    dossierEvent(A, 'DossierReassigned', '2024-01-04T09:00:00+07:00', { to: 'H57.03' }),
    dossierEvent(A, 'DossierResolved', '2024-01-05T09:00:00+07:00', {}),
    dossierEvent(A, 'DossierReopened', '2024-01-06T09:00:00+07:00', { reason: 'complaint' }),
  ]);
  await books.project();
  t.same((await books.rows('select distinct on (position) cause from ledger.journal join ledger.kind using (kind) order by position')).map(({ cause }) => cause), [
    'received', 'corrected_authority', 'corrected_receiving_unit', 'corrected_procedure', 'corrected_field', 'corrected_channel', 'reassigned', 'resolved', 'reopened',
  ]);
  t.match(await books.rows('select * from ledger.dossier'), [{
    class: 'in_progress', authority: 'H57.03', receiving_unit: 'H57.02.MC', procedure: '1.000002', field: 'G02', channel: 'postal', due_at: '2024-01-10T10:00:00.000Z', resolved_at: null,
  }]);
  t.same(await differences(books), []);
});

test('a correction of a time takes back the movement of its day and posts that of the right one', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    dossierEvent(A, 'DossierReceived', '2024-01-13T08:00:00+07:00', { ...reception, dueAt: '2024-01-20' }),
    dossierEvent(A, 'DossierCorrected', '2024-01-14T08:00:00+07:00', { field: 'receivedAt', old: '2024-01-13T08:00:00+07:00', new: '2024-01-12T08:00:00+07:00', reason: 'typing_error' }),
    dossierEvent(A, 'DossierResolved', '2024-01-18T08:00:00+07:00', {}),
    dossierEvent(A, 'DossierCorrected', '2024-01-19T08:00:00+07:00', { field: 'dueAt', old: '2024-01-20', new: '2024-01-17', reason: 'typing_error' }),
    dossierEvent(A, 'DossierCorrected', '2024-01-20T08:00:00+07:00', { field: 'resolvedAt', old: '2024-01-18T08:00:00+07:00', new: '2024-01-16T08:00:00+07:00', reason: 'typing_error' }),
  ]);
  await books.project({ batchSize: 1 });
  t.same(await netLegs(books, A), [
    '2024-01-12 received from outside H57.01 -1', '2024-01-12 received to in_progress H57.01 1',
    '2024-01-16 resolved from in_progress H57.01 -1', '2024-01-16 resolved to resolved_early H57.01 1',
  ]);
  t.same(await books.rows(`select rule, count(*)::integer as inverted from ledger.journal join ledger.kind using (kind) where inverted group by rule order by rule`), [{ rule: 'facts', inverted: 2 }, { rule: 'nd61', inverted: 6 }]);
  t.match(await books.rows('select received_at, resolved_at, due_at from ledger.dossier'), [
    { received_at: '2024-01-12T01:00:00.000Z', resolved_at: '2024-01-16T01:00:00.000Z', due_at: '2024-01-17T10:00:00.000Z' },
  ]);
  t.same(await differences(books), []);
});

test('lists what is wrong with the data, each thing once', async (t) => {
  const books = await openBooks(t);
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  await tell(books.store, [
    authority,
    dossierEvent(A, 'DossierSubmitted', '2024-01-02T08:00:00+07:00', { authority: 'H57.99', procedure: '1.000001' }),
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', { authority: 'H57.99', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'online' }),
    dossierEvent(A, 'DossierReassigned', '2024-01-04T08:00:00+07:00', { to: 'H57.01' }),
    dossierEvent(A, 'DossierResolved', '2024-01-05T08:00:00+07:00', { claimedOutcome: 'on_time' }),
    dossierEvent(B, 'DossierReceived', '2022-12-31T08:00:00+07:00', { ...reception, dueAt: '2099-01-01' }),
    dossierEvent(B, 'DossierWithdrawn', soon, {}),
    procedure,
  ]);
  await books.project();
  t.same(await books.rows('select kind, severity, subject, position, authority from ledger.finding order by position, kind'), [
    { kind: 'unknown_authority', severity: 'warning', subject: A, position: 2, authority: 'H57.99' },
    { kind: 'unknown_field', severity: 'warning', subject: A, position: 2, authority: 'H57.99' },
    { kind: 'unknown_procedure', severity: 'warning', subject: A, position: 2, authority: 'H57.99' },
    { kind: 'no_due_date', severity: 'warning', subject: A, position: 5, authority: 'H57.01' },
    { kind: 'code_date_differs', severity: 'warning', subject: B, position: 6, authority: 'H57.01' },
    { kind: 'unknown_authority', severity: 'warning', subject: B, position: 6, authority: 'H57.01' },
    { kind: 'unknown_field', severity: 'warning', subject: B, position: 6, authority: 'H57.01' },
    { kind: 'unknown_procedure', severity: 'warning', subject: B, position: 6, authority: 'H57.01' },
    { kind: 'occurred_in_future', severity: 'warning', subject: B, position: 7, authority: 'H57.01' },
  ], 'H57.01 is valid from 2023 on only');
});

test('an authority that stands above itself is a blocking finding', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [under('X1', 'X2'), under('X2', 'X3'), under('X4', 'X1'), under('X3', 'X1'), under('X3', null, '2024-01-01')]);
  await books.project();
  t.same(await books.rows('select kind, severity, subject, position from ledger.finding'), [{ kind: 'authority_cycle', severity: 'blocking', subject: 'X3', position: 4 }]);
});

test('also when it does so on a later day only, that of the first such day', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    under('X1', null, '2023-01-01'), under('X1', 'X2', '2024-05-01'), under('X1', null, '2024-07-01'), under('X2', 'X3', '2024-06-01'), under('X3', 'X1', '2022-01-01'),
    under('Y1', null, '2023-01-01'), under('Y1', 'Y2', '2023-05-01'), under('Y2', 'Y1', '2024-01-01'), under('Y1', 'Y2', '2024-01-01'), under('Y1', null, '2023-12-31'),
    under('Z1', 'Z2', '2023-01-01', '2023-06-30'), under('Z2', 'Z1', '2023-07-01'),
  ]);
  await books.project();
  t.same(await books.rows('select subject, position, effective_on from ledger.finding order by position'), [
    { subject: 'X3', position: 5, effective_on: '2024-06-01' },
    { subject: 'Y2', position: 8, effective_on: '2024-01-01' }, { subject: 'Y1', position: 9, effective_on: '2024-01-01' },
  ], 'X1 stands on its own before and after, Z1 when Z2 begins');
});

test('also by way of a code that nobody has declared, or not for these days, which stands under its own beginning', async (t) => {
  const books = await openBooks(t);
  await tell(books.store, [
    under('X1', 'X1.07.03'), under('Y1', 'Y2'), under('Y2', 'Y1.07'), under('Y1.07', null, '2023-06-01', '2023-08-31'),
    under('Z1', 'Z1.07', '2023-03-01'), under('Z1.07', null, '2023-02-01'), under('Z1.07', null, '2023-02-01', '2023-12-31'),
  ]);
  await books.project();
  t.same(await books.rows('select subject, position, effective_on from ledger.finding order by position'), [
    { subject: 'X1', position: 1, effective_on: '2023-01-01' }, { subject: 'Y2', position: 3, effective_on: '2023-01-01' },
    { subject: 'Y1.07', position: 4, effective_on: '2023-09-01' },
    { subject: 'Z1', position: 5, effective_on: '2023-03-01' }, { subject: 'Z1.07', position: 7, effective_on: '2024-01-01' },
  ], 'an end that leaves days without a declaration closes the way round too');
});

function under(code: string, parent: string | null, validFrom = '2023-01-01', validTo?: string): ReturnType<typeof told> {
  const id = [code, parent, validFrom, validTo].join(' ');
  return told(streams.authority(code), { type: 'AuthorityDeclared', subject: code, time: '2023-12-01T00:00:00Z', id, data: { name: code, level: 'province', parent, validFrom, ...(validTo === undefined ? {} : { validTo }) } });
}

test('a reference declared again with the same first day is the version that counts, and the one before stays as what was known then', async (t) => {
  const books = await openBooks(t);
  const declared = (id: string, validFrom: string, name: string, more: object = {}) => told(streams.authority('H57.01'), {
    type: 'AuthorityDeclared', subject: 'H57.01', time: '2023-12-01T00:00:00Z', id, data: { name, level: 'province', parent: null, validFrom, ...more },
  });
  await tell(books.store, [
    declared('1', '2023-01-01', 'Sở "Tư pháp"'), declared('2', '2023-01-01', 'Sở Tư pháp \\ {NULL}'), declared('3', '2024-07-01', 'Sở Nội vụ', { level: 'district', validTo: '2025-06-30' }),
  ]);
  await books.project();
  t.same(await books.rows('select valid_from, name, position from ledger.authority order by position'), [
    { valid_from: '2023-01-01', name: 'Sở "Tư pháp"', position: 1 }, { valid_from: '2023-01-01', name: 'Sở Tư pháp \\ {NULL}', position: 2 },
    { valid_from: '2024-07-01', name: 'Sở Nội vụ', position: 3 },
  ]);
  const nameOn = async (upTo?: number) => (await authorityNames(books.database.db, '2024-01-01', upTo)).get('H57.01')?.name;
  t.strictSame([await nameOn(1), await nameOn(2), await nameOn()], ['Sở "Tư pháp"', 'Sở Tư pháp \\ {NULL}', 'Sở Tư pháp \\ {NULL}']);
  const levels = async (...days: readonly (readonly [on: string, since?: string])[]) =>
    Promise.all(days.map(async ([on, since]) => (await authorityNames(books.database.db, on, undefined, since)).get('H57.01')?.level));
  t.strictSame(await levels(['2022-12-31'], ['2024-06-30'], ['2025-06-30'], ['2025-07-01']), ['unknown', 'province', 'district', 'unknown'], 'the level is that of the day');
  t.strictSame(await levels(['2025-09-14', '2025-06-15'], ['2025-09-14', '2025-07-01']), ['district', 'unknown'], 'or of the last day of the period that had one');
});

test('calendars and limits compute the due dates of what comes after them, and what the sender tells otherwise is a finding', async (t) => {
  const books = await openBooks(t);
  const code = '1.000001';
  const declared = { name: 'Cấp phiếu lý lịch tư pháp', field: 'G01', fieldName: 'Lý lịch tư pháp', level: 'province', validFrom: '2023-01-01' } as const;
  const dayOff = (date: string, id: string) => told(streams.calendar('H57'), {
    type: 'CalendarAnnounced', subject: 'H57', time: '2023-12-30T00:00:00Z', id, data: { announcedOn: '2023-12-30', days: [{ date, kind: 'off', name: 'Nghỉ bão' }] },
  });
  await tell(books.store, [
    authority,
    told(streams.procedure(code), {
      type: 'ProcedureDeclared', subject: code, time: '2023-12-01T00:00:00Z', id: '1',
      data: { ...declared, limit: { amount: 2, unit: 'working_days' }, fee: 30_000, serviceClass: 'fully_online' },
    }),
    dayOff('2024-01-04', '1'),
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', { ...placement, channel: 'postal' }),
    dossierEvent(B, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception),
    dayOff('2024-01-05', '2'),
  ]);
  // In one batch and one by one: only what stands before an event in the log is known at it.
  for (const batchSize of [100, 1]) {
    await books.forget();
    await books.project({ batchSize });
    t.same(await books.rows('select dossier, rule, authority, due_at, is_overdue from ledger.due order by dossier'), [
      { dossier: A, rule: 'nd61', authority: 'H57.01', due_at: '2024-01-08T10:00:00.000Z', is_overdue: false },
      { dossier: B, rule: 'nd61', authority: 'H57.01', due_at: '2024-01-10T10:00:00.000Z', is_overdue: false },
    ]);
    t.match(await books.rows(`select subject, position, detail from ledger.finding where kind = 'due_date_differs'`), [
      { subject: B, position: 5, detail: { told: '2024-01-10T10:00:00.000Z', computed: '2024-01-08T10:00:00.000Z' } },
    ]);
  }
  t.match(await books.rows('select limit_amount, limit_unit, fee, service_class from ledger.procedure'), [{ limit_amount: 2, limit_unit: 'working_days', fee: 30_000, service_class: 'fully_online' }]);
  t.same((await books.rows('select position, type, subject from ledger.almanac order by position')).map(({ position, type, subject }) => [position, type, subject]), [
    [2, 'ProcedureDeclared', code], [3, 'CalendarAnnounced', 'H57'], [6, 'CalendarAnnounced', 'H57'],
  ]);
});

test('a second re-appointment and a second supplement are findings, and count only under the rules that say so', async (t) => {
  const books = await openBooks(t);
  const letter = (day: string, number: string, newDueAt: string) =>
    dossierEvent(A, 'ApologyIssued', `${day}T08:00:00+07:00`, { letterNumber: number, cause: 'appraisal', unitAtFault: 'H57.01', newDueAt, signed: true });
  await tell(books.store, [
    dossierEvent(A, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception),
    letter('2024-01-04', '1/XL', '2024-01-15'),
    dossierEvent(A, 'DueDateChanged', '2024-01-04T09:00:00+07:00', { newDueAt: '2024-01-15', cause: 'apology' }),
    letter('2024-01-05', '2/XL', '2024-01-20'),
    dossierEvent(B, 'DossierReceived', '2024-01-03T08:00:00+07:00', reception),
    dossierEvent(B, 'SupplementRequested', '2024-01-04T08:00:00+07:00', {}),
    dossierEvent(B, 'SupplementReceived', '2024-01-05T08:00:00+07:00', { dueAt: '2024-01-12' }),
    dossierEvent(B, 'SupplementRequested', '2024-01-08T08:00:00+07:00', {}),
  ]);
  await books.project();
  t.match(await books.rows(`select kind, subject, position, detail from ledger.finding where kind in ('second_reappointment', 'supplement_asked_twice') order by position`), [
    { kind: 'second_reappointment', subject: A, position: 4, detail: { earlier: '2024-01-15T10:00:00.000Z', newDueAt: '2024-01-20T10:00:00.000Z' } },
    { kind: 'supplement_asked_twice', subject: B, position: 8 },
  ]);
  t.match(await books.rows('select dossier, rule, due_at, is_overdue from ledger.due order by dossier, rule'), [
    { dossier: A, rule: 'nd61', due_at: '2024-01-10T10:00:00.000Z', is_overdue: false },
    { dossier: A, rule: 'nd61-extended', due_at: '2024-01-15T10:00:00.000Z', is_overdue: false },
    { dossier: B, rule: 'portal-766', due_at: null, is_overdue: true },
  ]);
  t.same(await books.rows(`select distinct rule, class from ledger.journal join ledger.kind using (kind) where dossier = '${B}' and rule <> 'nd61' and amount = 1 and side = 'to'`), [
    { rule: 'portal-766', class: 'overdue' },
  ]);
});
