import { dossierCode, dossierEventData, readDossierEvent } from '@motcua/dossier';
import type { DossierEventType } from '@motcua/dossier';
import { lawfulHistory } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';

const place = { authority: 'H57.01', procedure: '1.000001' };
const reception = { ...place, receivingUnit: 'H57.90', channel: 'online' };
const letter = { letterNumber: '15/XL-UBND', cause: 'own_fault', unitAtFault: 'H57.01', signed: true };
const correction = { field: 'authority', old: 'H57.01', new: 'H57.02', reason: 'typing_error' };

const good: Record<DossierEventType, readonly unknown[]> = {
  DossierSubmitted: [place, { ...place, field: 'G03-GD06', receivingUnit: 'H57.90' }],
  DossierReceived: [reception, { ...reception, dueAt: '2024-01-12', limit: { amount: 5, unit: 'working_days' } }, { ...reception, dueAt: '2024-01-12T17:00:00+07:00' }],
  DossierRefused: [{ reason: 'incomplete' }, { reason: 'not_competent', ...place, channel: 'in_person' }],
  SupplementRequested: [{}],
  SupplementReceived: [{}, { dueAt: '2024-01-12' }],
  PaymentRequested: [{}, { amount: 0 }, { amount: 150_000 }],
  FeePaid: [{}, { method: 'national_portal', amount: 150_000, dueAt: '2024-01-12' }],
  ProcessingSuspended: [{}, { reason: 'court' }],
  ProcessingResumed: [{}, { dueAt: '2024-01-12T17:00:00+07:00' }],
  DossierTransferred: [{ to: 'H57.02' }, { to: 'H57.02', limit: { amount: 3, unit: 'working_days' } }, { to: 'H57.02', dueAt: '2024-01-12' }],
  OpinionRequested: [{ office: 'H57.02' }, { office: 'H57.02', limit: { amount: 16, unit: 'hours' }, dueAt: '2024-01-12' }],
  OpinionGiven: [{ office: 'H57.02' }],
  DelayAnnounced: [{ unit: 'H57.01.02', cause: 'verification' }],
  DueDateChanged: [{ newDueAt: '2024-01-12', cause: 'law' }, { newDueAt: '2024-01-12', cause: 'calendar' }, { oldDueAt: '2024-01-05', newDueAt: '2024-01-12T10:00:00Z', cause: 'apology' }],
  DossierFellOverdue: [{ rule: 'nd61', dueAt: '2024-01-12T10:00:00.000Z' }],
  ApologyIssued: [letter, { ...letter, letterNumber: '7/QĐ-STP', newDueAt: '2024-01-31', sentAt: '2024-01-10T10:00:00+07:00' }],
  DossierResolved: [{}, { claimedOutcome: 'on_time', delayCause: 'appraisal' }],
  ResultReady: [{}, { electronic: true }],
  ComponentsDigitized: [{ components: 1 }, { components: 5, byApplicant: 1, byCounter: 1, fromCitizenStore: 1, fromNationalDatabase: 1, fromElsewhere: 1 }],
  SlipIssued: [{ kind: 'notice', signed: true }, { kind: 'result', signed: false }],
  ResultReturned: [{}, { method: 'postal' }],
  DossierWithdrawn: [{}],
  ProcessingTerminated: [{}, { reason: 'no_payment' }],
  DossierReopened: [{ reason: 'court' }, { reason: 'complaint', dueAt: '2024-01-31' }],
  DossierReassigned: [{ to: 'H57.02' }],
  DossierCorrected: [correction, { ...correction, old: null }, { ...correction, field: 'resolvedAt', old: '2024-01-10T08:00:00+07:00', new: '2024-01-11T08:00:00+07:00' }, { ...correction, field: 'channel', old: 'online', new: 'postal' }],
};

const bad: Record<DossierEventType, readonly unknown[]> = {
  DossierSubmitted: [{}, { authority: 'H57.01' }, { ...place, authority: '' }, { ...place, authority: 'H57 01' }, { ...place, authority: 'x'.repeat(41) }, { ...place, authority: 57 }, { ...place, channel: 'online' }, { ...place, field: null }],
  DossierReceived: [
    place, { ...reception, channel: 'fax' }, { ...reception, dueAt: '2024-02-30' }, { ...reception, dueAt: '2024-01-12T17:00:00' }, { ...reception, dueAt: '9999-01-01' }, { ...reception, dueAt: '1989-12-31' },
    { ...reception, dueAt: 1705053600000 }, { ...reception, limit: { amount: 0, unit: 'hours' } }, { ...reception, limit: { amount: 1.5, unit: 'hours' } }, { ...reception, limit: { amount: '5', unit: 'hours' } },
    { ...reception, limit: { amount: 5, unit: 'weeks' } }, { ...reception, applicant: 'Nguyễn Văn A' },
  ],
  DossierRefused: [{}, { reason: 'bad mood' }, { reason: 'incomplete', note: 'x' }],
  SupplementRequested: [{ what: 'bản sao' }, null, [], 'x'],
  SupplementReceived: [{ dueAt: '' }, { dueAt: null }, { due: '2024-01-12' }],
  PaymentRequested: [{ amount: -1 }, { amount: 1.5 }, { amount: '150000' }, { amount: 1e13 }, { dueAt: '2024-01-12' }],
  FeePaid: [{ method: 'cash' }, { dueAt: 'soon' }, { amount: -1 }, { payer: 'Nguyễn Văn A' }],
  ProcessingSuspended: [{ reason: 'holiday' }, { dueAt: '2024-01-12' }],
  ProcessingResumed: [{ dueAt: null }, { reason: 'court' }],
  DossierTransferred: [{}, { to: 'H57 02' }, { to: 'H57.02', limit: { amount: 0, unit: 'hours' } }, { to: 'H57.02', limit: 3 }],
  OpinionRequested: [{}, { to: 'H57.02' }, { office: 'H57.02', limit: { amount: 2_501, unit: 'working_days' } }, { office: 'H57.02', dueAt: '2024-02-30' }],
  OpinionGiven: [{}, { office: '' }, { office: 'H57.02', opinion: 'đồng ý' }],
  DelayAnnounced: [{}, { unit: 'H57.01.02' }, { cause: 'verification' }, { unit: 'H57.01.02', cause: 'weather' }],
  DueDateChanged: [{}, { newDueAt: '2024-01-12' }, { cause: 'law' }, { newDueAt: '2024-13-01', cause: 'law' }],
  DossierFellOverdue: [{}, { rule: 'ND 61', dueAt: '2024-01-12T10:00:00Z' }, { rule: 'nd61', dueAt: '2024-01-12' }, { rule: 'nd61' }],
  ApologyIssued: [{}, { ...letter, letterNumber: '' }, { ...letter, letterNumber: 'số 15' }, { ...letter, signed: 'yes' }, { ...letter, cause: 'weather' }, { ...letter, sentAt: '2024-01-10' }],
  DossierResolved: [{ claimedOutcome: 'overdue' }, { delayCause: '' }, { resolvedAt: '2024-01-10T08:00:00Z' }],
  ResultReady: [{ at: 'x' }, { electronic: 'yes' }],
  ComponentsDigitized: [
    {}, { byCounter: 1 }, { components: 0 }, { components: 1_001 }, { components: 2, byApplicant: 1, byCounter: 2 }, { components: 1, byCounter: -1 }, { components: 1, byCounter: 0.5 },
    { components: 1, names: ['Giấy khai sinh của Nguyễn Văn A'] },
  ],
  SlipIssued: [{}, { kind: 'notice' }, { signed: true }, { kind: 'apology', signed: true }, { kind: 'notice', signed: 1 }, { kind: 'notice', signed: true, number: '15' }],
  ResultReturned: [{ method: 'by hand' }],
  DossierWithdrawn: [{ reason: 'x' }],
  ProcessingTerminated: [{ reason: 'x' }],
  DossierReopened: [{}, { reason: 'x' }, { reason: 'court', dueAt: 'soon' }],
  DossierReassigned: [{}, { to: '' }, { to: '../etc' }, { to: 'H57.02', from: 'H57.01' }],
  DossierCorrected: [
    {}, { ...correction, field: 'class' }, { ...correction, new: '' }, { ...correction, new: null }, { ...correction, old: undefined }, { ...correction, reason: 'because' },
    { ...correction, field: 'channel' }, { ...correction, field: 'receivedAt' }, { ...correction, field: 'dueAt', old: '2024-02-30', new: '2024-03-01' }, { ...correction, new: 'H57 02' },
    { ...correction, field: 'resolvedAt', old: '2024-01-10T08:00:00', new: '2024-01-11T08:00:00' }, { ...correction, extra: 1 },
  ],
};

for (const [type, schema] of Object.entries(dossierEventData)) {
  test(`${type} takes what its form allows and nothing else`, async (t) => {
    for (const data of good[type as DossierEventType]) t.ok(schema.safeParse(data).success, JSON.stringify(data));
    for (const data of bad[type as DossierEventType]) t.notOk(schema.safeParse(data).success, JSON.stringify(data));
  });
}

test('no form takes a member that it does not know', async (t) => {
  for (const [type, schema] of Object.entries(dossierEventData)) {
    for (const data of good[type as DossierEventType]) t.notOk(schema.safeParse({ ...Object(data), citizenId: '046099000000' }).success, type);
  }
});

test('a dossier code has four to six digits for the day and agency', async (t) => {
  for (const code of ['000.00.06.H56-231027-0361', 'H21.65-220914-0011', 'H57.31-240105-00123', 'H57-240105-001234']) t.ok(dossierCode.safeParse(code).success, code);
  for (const code of ['', 'H57', 'H57-240105-001', 'H57-240105-0012345', 'H57-24015-0012', 'h57-240105-0012', 'H57-240105-0012 ', 'H57..31-240105-0012', '-240105-0012', 'H57-240105-0012\n', '1.2.3.4.5.6.7-240105-0012']) {
    t.notOk(dossierCode.safeParse(code).success, JSON.stringify(code));
  }
});

test('every instant leaves its form as UTC with milliseconds', async (t) => {
  t.equal(dossierEventData.DossierReceived.parse({ ...reception, dueAt: '2024-01-12T17:00:00+07:00' }).dueAt, '2024-01-12T10:00:00.000Z');
  t.equal(dossierEventData.DossierReceived.parse({ ...reception, dueAt: '2024-01-12' }).dueAt, '2024-01-12T10:00:00.000Z');
  t.same(dossierEventData.DossierCorrected.parse({ ...correction, field: 'dueAt', old: '2024-01-12', new: '2024-01-13T00:00:00+07:00' }), {
    field: 'dueAt', old: '2024-01-12T10:00:00.000Z', new: '2024-01-12T17:00:00.000Z', reason: 'typing_error',
  });
});

test('a correction that changes nothing is refused, however its values are written', async (t) => {
  const same = [
    { field: 'authority', old: 'H57.01', new: 'H57.01' }, { field: 'channel', old: 'online', new: 'online' },
    { field: 'receivedAt', old: '2024-01-05T08:00:00+07:00', new: '2024-01-05T01:00:00Z' }, { field: 'dueAt', old: '2024-01-12', new: '2024-01-12T17:00:00.000+07:00' },
  ];
  for (const values of same) {
    t.match(dossierEventData.DossierCorrected.safeParse({ ...values, reason: 'other' }).error?.issues, [{ path: ['new'], message: 'the same as the old value: a correction must change something' }], values.field);
  }
});

test('a wrong value of a correction is shown at its own place', async (t) => {
  const result = dossierEventData.DossierCorrected.safeParse({ ...correction, field: 'receivedAt', old: '2024-01-05T08:00:00+07:00', new: '2024-02-30T08:00:00+07:00' });
  t.match(result.error?.issues, [{ path: ['new'] }]);
});

test('what was read once is read again as the same, as a log demands', async () => {
  fc.assert(fc.property(lawfulHistory(), (life) => life.every((event) => {
    const again = readDossierEvent({ id: event.id, type: event.type, occurredAt: new Date(event.occurredAt).toISOString(), data: JSON.parse(JSON.stringify(event.data)) });
    return JSON.stringify(again) === JSON.stringify(event);
  })));
});

test('a record that is no event of a dossier cannot be read, and the message shows no data', async (t) => {
  const record = { id: 'e-1', type: 'ResultReady', occurredAt: '2024-01-05T08:00:00.000Z', data: {} };
  for (const wrong of [{ ...record, type: 'PeriodClosed' }, { ...record, type: 'toString' }, { ...record, occurredAt: '2024-01-05' }, { ...record, data: { secret: 'Nguyễn Văn A' } }]) {
    t.throws(() => readDossierEvent(wrong), { code: 'HISTORY_IMPOSSIBLE', message: /e-1/ });
  }
  try {
    readDossierEvent({ ...record, data: { secret: 'Nguyễn Văn A' } });
  } catch (error) {
    t.notMatch(String(error), /Nguyễn/);
  }
});
