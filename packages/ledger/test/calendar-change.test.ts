import { Almanac } from '@motcua/dossier';
import type { DossierEvent, DossierEventInput, DossierEventType, ReferenceRecord } from '@motcua/dossier';
import { calendarChange, dueDateMove, HindsightAlmanac, legsOf, postingsOfMove } from '@motcua/ledger';
import type { CalendarChange, CalendarQuestion } from '@motcua/ledger';
import { happened, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';

// Monday 18 March 2024 and five working days: due on Monday 25 March.
const DOSSIER = 'H57.31-240318-0001';
const PROMISED = vietnamTime('2024-03-25 17:00');
const MOVED = vietnamTime('2024-03-26 17:00');
const limits: readonly ReferenceRecord[] = [{ type: 'ProcedureDeclared', subject: '1.001234', position: 1, data: {
  name: 'Cấp phép', field: 'G01', fieldName: 'Xây dựng', level: 'district', limit: { amount: 5, unit: 'working_days' }, validFrom: '2020-01-01',
} }];
const stormDay = edition('VN', { date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão' });

test('a late-announced day off would move an open due date to the next working day', async (t) => {
  t.strictSame(change([reception()], stormDay), { kind: 'movable', dossier: DOSSIER, authority: 'H57.31', promisedDueAt: PROMISED, newDueAt: MOVED });
});

test('a calendar of one authority leaves the dossiers of others alone, and holds for all below it', async (t) => {
  const days = { date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão' };
  t.match(change([reception()], edition('H57', days)), { kind: 'movable', newDueAt: MOVED });
  t.match(change([reception()], edition('H57.31', days)), { kind: 'movable', newDueAt: MOVED });
  t.equal(change([reception()], edition('H57.32', days)), undefined);
});

test('a date that a sender told counts as counted by the calendar when it is just what the limit gives, else as appointed', async (t) => {
  t.match(change([reception({ dueAt: '2024-03-25T17:00:00+07:00' })], stormDay), { kind: 'movable', newDueAt: MOVED });
  t.equal(change([reception({ dueAt: '2024-03-25T16:30:00+07:00' })], stormDay), undefined);
  t.equal(change([reception({ procedure: '1.009999', dueAt: '2024-03-25T17:00:00+07:00' })], stormDay), undefined, 'no limit is known');
  const corrected = at(3, 'DossierCorrected', '2024-03-19 08:00', { field: 'dueAt', old: '2024-03-25T17:00:00+07:00', new: '2024-03-28T17:00:00+07:00', reason: 'typing_error' });
  t.equal(change([reception({ dueAt: '2024-03-25T17:00:00+07:00' }), corrected], stormDay), undefined);
});

test('a date that the law or an apology appointed is not touched', async (t) => {
  t.equal(change([reception(), at(3, 'DueDateChanged', '2024-03-19 08:00', { newDueAt: '2024-03-25', cause: 'law' })], stormDay), undefined);
});

test('lateness stays what it is, and nobody is promised a date in the past', async (t) => {
  t.match(change([reception()], stormDay, '2024-03-25 17:01'), { kind: 'already_late', promisedDueAt: PROMISED });
  t.match(change([reception()], stormDay, '2024-03-25 17:00'), { kind: 'movable' }, 'the due minute itself is in time');
  const asked = at(3, 'OpinionRequested', '2024-03-25 18:00', { office: 'H57.40' });
  t.match(change([reception(), asked], stormDay, '2024-03-20 08:00'), { kind: 'already_late' }, 'an event proves that it passed');
  const saturday = edition('VN', { date: '2024-03-23', kind: 'work', name: 'Làm bù' });
  t.match(change([reception()], saturday, '2024-03-25 09:00'), { kind: 'has_passed', newDueAt: vietnamTime('2024-03-23 17:00') });
  t.match(change([reception()], saturday, '2024-03-21 09:00'), { kind: 'movable', newDueAt: vietnamTime('2024-03-23 17:00') });
});

test('a dossier that waits or is closed has no date that a calendar could move', async (t) => {
  t.equal(change([reception(), at(3, 'SupplementRequested', '2024-03-19 08:00', {})], stormDay), undefined);
  t.equal(change([reception(), at(3, 'DossierResolved', '2024-03-19 08:00', {})], stormDay), undefined);
});

test('a payment that was waited for shifts the new date too', async (t) => {
  const history = [reception(), at(3, 'PaymentRequested', '2024-03-19 07:00', {}), at(4, 'FeePaid', '2024-03-20 07:00', {})];
  t.match(change(history, stormDay), { promisedDueAt: vietnamTime('2024-03-26 17:00'), newDueAt: vietnamTime('2024-03-27 17:00') });
});

test('a date that was moved once is moved on from there, and is not listed again by the same calendar', async (t) => {
  const first = change([reception()], stormDay);
  if (first === undefined) return t.fail('nothing to move');
  const moved = [reception(), { ...dueDateMove(first, vietnamTime('2024-03-20 10:00')), position: 5 }];
  t.equal(change(moved, stormDay), undefined);
  const second = edition('H57', { date: '2024-03-21', kind: 'off', name: 'Mất điện' });
  const records = [...limits, { ...stormDay, position: 4 }];
  t.match(calendarChange(DOSSIER, moved, question(records, second)), { kind: 'movable', promisedDueAt: MOVED, newDueAt: vietnamTime('2024-03-27 17:00') });
});

test('an edition of the log that is asked about again still finds the dates that were left as promised', async (t) => {
  const known = [...limits, { ...stormDay, position: 4 }];
  const asked: CalendarQuestion = { ...question(limits, stormDay), known: new Almanac(known) };
  t.match(calendarChange(DOSSIER, [reception()], asked), { kind: 'movable', newDueAt: MOVED });
});

test('an announcement of later than the day that is asked about counts for nothing', async (t) => {
  const later = edition('VN', { date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão' }, '2024-03-21');
  t.equal(change([reception()], later), undefined);
});

test('an event that is dated ahead and would become impossible stands in the way', async (t) => {
  const history = [reception(), at(3, 'DueDateChanged', '2024-03-20 15:00', { newDueAt: '2024-03-25', cause: 'calendar' })];
  t.match(change(history, stormDay), { kind: 'impossible' });
});

test('moving a date moves the overdue mark that would come, in the books of every rule and nothing else', async (t) => {
  const found = change([reception()], stormDay);
  if (found === undefined) return t.fail('nothing to move');
  const postings = postingsOfMove(found, [reception()], { known: new Almanac(limits), now: NOW });
  t.strictSame(postings.map(({ kind, movement }) => [movement.rule, kind, movement.cause, movement.effectiveOn]), ['nd61', 'nd61-extended', 'portal-766'].flatMap((rule) => [
    [rule, 'inverted', 'overdue', '2024-03-25'], [rule, 'posted', 'overdue', '2024-03-26'],
  ]));
  t.equal(postings.flatMap(legsOf).reduce((sum, { amount }) => sum + amount, 0), 0);
});

test('under a rule by which another date counts than the promised one, that date stays', async (t) => {
  const letter = at(3, 'ApologyIssued', '2024-03-19 08:00', { letterNumber: '1/XL', cause: 'appraisal', unitAtFault: 'H57.31', newDueAt: '2024-04-10', signed: true });
  const found = change([reception(), letter], stormDay);
  if (found === undefined) return t.fail('nothing to move');
  const postings = postingsOfMove(found, [reception(), letter], { known: new Almanac(limits), now: NOW });
  t.strictSame([...new Set(postings.map(({ movement }) => movement.rule))], ['nd61', 'portal-766']);
});

const NOW = vietnamTime('2024-03-20 10:00');

function change(history: readonly DossierEvent[], candidate: ReferenceRecord, now = '2024-03-20 10:00'): CalendarChange | undefined {
  return calendarChange(DOSSIER, history, question(limits, candidate, now));
}

function question(records: readonly ReferenceRecord[], candidate: ReferenceRecord, now = '2024-03-20 10:00'): CalendarQuestion {
  return {
    known: new Almanac(records), without: new HindsightAlmanac('2024-03-20', records), withChange: new HindsightAlmanac('2024-03-20', [...records, candidate]), now: vietnamTime(now),
  };
}

function edition(subject: string, day: Readonly<Record<string, unknown>>, announcedOn = '2024-03-20'): ReferenceRecord {
  return { type: 'CalendarAnnounced', subject, position: Number.MAX_SAFE_INTEGER, data: { announcedOn, days: [day] } };
}

function reception(changes: Partial<DossierEventInput<'DossierReceived'>> = {}): DossierEvent {
  return at(2, 'DossierReceived', '2024-03-18 08:00', { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', channel: 'in_person', ...changes });
}

function at<T extends DossierEventType>(position: number, type: T, time: string, data: DossierEventInput<T>): DossierEvent {
  return { ...happened(type, time, data), position };
}
