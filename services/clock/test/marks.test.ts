import { Almanac, DOSSIER_EVENTS_MAX, dossierEventData } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import type { RecordedEvent } from '@motcua/event-store';
import { eventKey, formatInstant, overdueMarkId } from '@motcua/kernel';
import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { missingMarks } from '../src/marks.ts';
import type { MarkBasis } from '../src/marks.ts';

const CODE = 'H57.01-240102-0001';
const reception = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person' } as const;
// A Tuesday; ten working days on, with no holiday between, is Tuesday 16 January.
const received = happened('DossierReceived', '2024-01-02 08:12', { ...reception, limit: { amount: 10, unit: 'working_days' } });
const DUE = vietnamTime('2024-01-16 17:00');

test('a due date is marked when its minute is over, under every rule by which it passed', async (t) => {
  t.strictSame(marks([received], '2024-01-16 17:00'), [], 'the due minute itself is in time');
  t.strictSame(marks([received], '2024-01-16 17:00', { now: DUE + 59_999 }), []);
  t.strictSame(marks([received], '2024-01-16 17:01'), [`nd61 ${formatInstant(DUE)}`, `nd61-extended ${formatInstant(DUE)}`, `portal-766 ${formatInstant(DUE)}`]);
});

test('a mark has the id, the source and the time that every clock gives it', async (t) => {
  const [mark] = missingMarks(CODE, recorded([received]), basis('2024-02-01 08:00'));
  const dueAt = formatInstant(DUE);
  const sourceId = overdueMarkId(CODE, 'nd61', dueAt);
  t.strictSame(mark?.event, {
    id: eventKey('urn:motcua:clock', sourceId), type: 'DossierFellOverdue', source: 'urn:motcua:clock', sourceId, subject: CODE, occurredAt: dueAt,
    schemaVersion: 1, actor: { role: 'clock' }, data: { rule: 'nd61', dueAt },
  });
});

test('after a supplement the rules have due dates of their own, and each is marked when it passed', async (t) => {
  const events = [
    received, happened('SupplementRequested', '2024-01-04 09:00', {}), happened('SupplementReceived', '2024-01-08 09:00', {}),
  ];
  // From zero again: ten working days after 8 January. Subtracted: two working days waited for.
  const [restarted, shifted] = ['2024-01-22 17:00', '2024-01-18 17:00'].map(vietnamTime) as [number, number];
  t.strictSame(marks(events, '2024-01-19 08:00'), [`portal-766 ${formatInstant(shifted)}`]);
  t.strictSame(marks(events, '2024-01-23 08:00'), [`portal-766 ${formatInstant(shifted)}`, `nd61 ${formatInstant(restarted)}`, `nd61-extended ${formatInstant(restarted)}`]);
});

test('what is waited for, finished, or marked already is not marked', async (t) => {
  const late = '2024-03-01 08:00';
  t.strictSame(marks([received, happened('SupplementRequested', '2024-01-04 09:00', {})], late), []);
  t.strictSame(marks([received, happened('DossierResolved', '2024-01-16 17:00', {})], late), []);
  t.strictSame(marks([received, fellOverdue(CODE, DUE), fellOverdue(CODE, DUE, 'nd61-extended')], late), [`portal-766 ${formatInstant(DUE)}`]);
});

test('a due date that passed before anybody looked is marked, whatever has happened since', async (t) => {
  const ended = [received, happened('DossierResolved', '2024-01-20 09:00', {})];
  t.same(marks(ended, '2024-03-01 08:00').map((mark) => mark.split(' ')[1]), Array.from({ length: 3 }, () => formatInstant(DUE)));
  const moved = [received, happened('DueDateChanged', '2024-01-20 09:00', { newDueAt: '2024-12-31T17:00:00+07:00', cause: 'law' })];
  t.same(marks(moved, '2024-03-01 08:00').length, 3);
  const held = recorded(ended);
  const written = missingMarks(CODE, held, basis('2024-03-01 08:00')).map(({ event }, index) => ({ ...held[0], ...event, position: 10 + index, revision: 2 + index }) as RecordedEvent);
  t.strictSame(missingMarks(CODE, [...held, ...written], basis('2024-03-01 08:00')), []);
});

test('of several due dates that passed before anybody looked, each is marked', async (t) => {
  const again = [received, happened('DossierResolved', '2024-01-20 09:00', {}), happened('DossierReopened', '2024-01-22 09:00', { reason: 'error', dueAt: '2024-01-25T17:00:00+07:00' })];
  const [first, second] = [DUE, vietnamTime('2024-01-25 17:00')].map(formatInstant);
  t.strictSame(marks(again, '2024-02-01 08:00').map((mark) => mark.split(' ')[1]), [first, first, first, second, second, second]);
  t.equal(marks(again, '2024-01-25 17:00').length, 3, 'the second one has not passed yet');
});

test('a dossier that was reopened after its due date is overdue already and needs no mark', async (t) => {
  const reopened = [received, happened('DossierResolved', '2024-01-15 09:00', {}), happened('DossierReopened', '2024-01-17 09:00', { reason: 'error' })];
  t.same(marks(reopened, '2024-01-18 08:00'), []);
  t.same(marks([...reopened, happened('ApologyIssued', '2024-01-17 10:00', { letterNumber: '1', cause: 'own_fault', unitAtFault: 'H57', signed: true })], '2024-01-18 08:00'), []);
});

test('events that were set aside do not count, though their ids are taken', async (t) => {
  const twice = [received, happened('DossierReceived', '2024-01-03 08:00', reception)];
  t.throws(() => marks(twice, '2024-02-01 08:00'), { code: 'HISTORY_IMPOSSIBLE' });
  t.equal(marks(twice, '2024-02-01 08:00', { leftOut: new Set([2]) }).length, 3);
  const [first, ...others] = missingMarks(CODE, recorded([received]), basis('2024-02-01 08:00'));
  const stream = [...recorded([received]), { ...recorded([received])[0], ...first?.event, position: 2, revision: 1 } as RecordedEvent];
  t.strictSame(missingMarks(CODE, stream, basis('2024-02-01 08:00', { leftOut: new Set([2]) })), others);
});

test('a dossier gets as many marks as it has room for', async (t) => {
  const filled = (count: number): readonly DossierEvent[] =>
    [received, ...Array.from({ length: count - 1 }, (_, index) => happened('FeePaid', '2024-01-03 08:00', { amount: index }))];
  t.equal(marks(filled(DOSSIER_EVENTS_MAX - 2), '2024-02-01 08:00').length, 2);
  t.throws(() => marks(filled(DOSSIER_EVENTS_MAX), '2024-02-01 08:00'), { code: 'DOSSIER_TOO_LONG' });
  t.strictSame(marks(filled(DOSSIER_EVENTS_MAX), '2024-01-05 08:00'), [], 'nothing has passed, so nothing is wrong');
});

test('a due date keeps the calendar that it was promised with', async (t) => {
  const edition = { announcedOn: '2024-01-01', days: [{ date: '2024-01-10', kind: 'off', name: 'Nghỉ bão' }] };
  const almanacOf = (position: number): Almanac => new Almanac([{ type: 'CalendarAnnounced', subject: 'H57.01', position, data: edition }]);
  const [before] = marks([received], '2024-02-01 08:00', { almanac: almanacOf(0.5) });
  t.equal(before, `nd61 ${formatInstant(vietnamTime('2024-01-17 17:00'))}`, 'announced before the reception');
  const [after] = marks([received], '2024-02-01 08:00', { almanac: almanacOf(2) });
  t.equal(after, `nd61 ${formatInstant(DUE)}`, 'announced after it');
});

function marks(events: readonly DossierEvent[], at: string, changes: Partial<MarkBasis> = {}): readonly string[] {
  return missingMarks(CODE, recorded(events), basis(at, changes)).map(({ event }) => `${dossierEventData.DossierFellOverdue.parse(event.data).rule} ${event.occurredAt}`);
}

function basis(at: string, changes: Partial<MarkBasis> = {}): MarkBasis {
  return { almanac: new Almanac(), leftOut: new Set(), now: vietnamTime(at), ...changes };
}

/** As the log would give them, from position 1 on. */
function recorded(events: readonly DossierEvent[]): readonly RecordedEvent[] {
  return events.map(({ id, type, occurredAt, data }, index) => ({
    id: type === 'DossierFellOverdue' ? eventKey('urn:motcua:clock', id) : id, type, source: 'urn:test', sourceId: id, subject: CODE,
    occurredAt: formatInstant(occurredAt), schemaVersion: 1, data: { ...data },
    stream: `dossier-${CODE}`, revision: index, position: index + 1, recordedAt: formatInstant(occurredAt),
  }));
}
