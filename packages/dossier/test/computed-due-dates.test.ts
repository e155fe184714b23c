import { Almanac, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import { test } from 'tap';
import { corrected, received, reopened, resolved, supplementAsked, supplementBack, withdrawn } from './given.ts';
import { clock, daysOff, dueOf, log, procedure, situationOf, stepsOf } from './log.ts';

const fiveDays = { limit: { amount: 5, unit: 'working_days' } } as const;
/** A Friday: five working days are up on the next one. */
const taken = received('2024-01-05 08:00', undefined, fiveDays);
const TYPHOON = '2024-01-10';

test('a due date that nobody told follows from the limit and the working calendar', async (t) => {
  const cases: readonly (readonly [DossierEvent, string])[] = [
    [taken, '2024-01-12 17:00'],
    [received('2024-01-05 17:00', undefined, fiveDays), '2024-01-12 17:00'],
    [received('2024-01-05 17:01', undefined, fiveDays), '2024-01-15 17:00'],
    [received('2024-02-05 08:00', undefined, fiveDays), '2024-02-19 17:00'],
    [received('2024-01-05 08:00', undefined, { limit: { amount: 8, unit: 'hours' } }), '2024-01-08 08:00'],
    [received('2024-01-05 08:00', undefined, { limit: { amount: 8, unit: 'calendar_days' } }), '2024-01-15 17:00'],
  ];
  for (const [event, due] of cases) t.equal(dueOf(log(event)), due, JSON.stringify([clock(event.occurredAt), event.data]));
  for (const rule of LATENESS_RULES) t.equal(dueOf(log(taken), rule), '2024-01-12 17:00', rule.id);
});

test('the due date that the sender told wins over the one that the limit would give', async (t) => {
  t.equal(dueOf(log(received('2024-01-05 08:00', '2024-01-31 17:00', fiveDays))), '2024-01-31 17:00');
});

test('without a limit and without an almanac there is no due date, and the result is undated', async (t) => {
  t.equal(dueOf(log(received('2024-01-05 08:00'))), undefined);
  t.equal(situationOf(log(received('2024-01-05 08:00'), resolved('2024-06-05 08:00'))).class, 'resolved_undated');
  t.equal(situationOf({ ...log(taken), almanac: new Almanac() }).dueAt, situationOf(log(taken)).dueAt, 'the shipped calendar is always known');
});

test('a limit behind the end of all calendars gives no due date, and the history stays lawful', async (t) => {
  const endless = received('2099-12-30 08:00', undefined, { limit: { amount: 2_500, unit: 'working_days' } });
  t.equal(situationOf(log(endless)).dueAt, undefined);
});

test('the limit is that of the procedure in force on the day of the reception', async (t) => {
  const plain = received('2024-01-05 08:00');
  t.equal(dueOf(log(procedure('2021-01-01', 5), plain)), '2024-01-12 17:00');
  t.equal(dueOf(log(procedure('2021-01-01', 5), procedure('2024-01-05', 3), plain)), '2024-01-10 17:00', 'a version counts from its first day');
  t.equal(dueOf(log(procedure('2021-01-01', 5), procedure('2024-01-06', 3), plain)), '2024-01-12 17:00', 'and not before');
  t.equal(dueOf(log(procedure('2021-01-01', 5, '2024-01-04'), plain)), undefined, 'nor after its last day');
  t.equal(dueOf(log(procedure('2021-01-01', 5), procedure('2021-01-01', 3), plain)), '2024-01-10 17:00', 'declared again from the same day it is replaced');
  t.equal(dueOf(log(procedure('2021-01-01', 5), procedure('2022-01-01', undefined), plain)), undefined, 'a version without a limit has none');
  t.equal(dueOf(log(procedure('2021-01-01', 5), received('2024-01-05 08:00', undefined, { limit: { amount: 1, unit: 'working_days' } }))), '2024-01-08 17:00', 'what the reception says comes first');
});

test('a procedure declared after a reception was recorded changes nothing about it', async (t) => {
  t.equal(dueOf(log(procedure('2021-01-01', 5), received('2024-01-05 08:00'), procedure('2021-01-01', 3))), '2024-01-12 17:00');
  t.equal(dueOf(log(received('2024-01-05 08:00'), procedure('2021-01-01', 3))), undefined);
});

test('a due date keeps the calendar that it was promised with', async (t) => {
  t.equal(dueOf(log(daysOff('H57', '2024-01-04', TYPHOON), taken)), '2024-01-15 17:00', 'known and announced before');
  t.equal(dueOf(log(taken, daysOff('H57', '2024-01-04', TYPHOON))), '2024-01-12 17:00', 'announced before, learnt after');
  t.equal(dueOf(log(daysOff('H57', '2024-01-08', TYPHOON), taken)), '2024-01-12 17:00', 'known, but announced after the reception');
  t.equal(dueOf(log(daysOff('H57', '2024-01-05', TYPHOON), taken)), '2024-01-15 17:00', 'announced on the same day');
  t.equal(dueOf(log(daysOff('H58', '2024-01-04', TYPHOON), taken)), '2024-01-12 17:00', 'another province');
  t.equal(dueOf(log(daysOff('VN', '2024-01-04', TYPHOON), taken)), '2024-01-15 17:00', 'the country');
});

test('a clock that starts later counts by what was announced until then', async (t) => {
  const items = [daysOff('H57', '2024-01-09', '2024-01-12'), taken, supplementAsked('2024-01-08 08:00')] as const;
  t.equal(dueOf(log(...items, supplementBack('2024-01-08 16:00'))), '2024-01-15 17:00', 'back before the announcement');
  t.equal(dueOf(log(...items, supplementBack('2024-01-10 08:00'))), '2024-01-18 17:00', 'back after it');
});

test('an almanac with hindsight tells the date by the calendar of today, and leaves the promise alone', async (t) => {
  const made = log(taken, daysOff('H57', '2024-01-08', TYPHOON));
  const today = { ...made, almanac: made.almanac.inHindsight(Date.parse('2024-01-09T08:00:00+07:00')) };
  t.equal(dueOf(today), '2024-01-15 17:00');
  t.equal(dueOf({ ...made, almanac: made.almanac.inHindsight(Date.parse('2024-01-06T08:00:00+07:00')) }), '2024-01-12 17:00', 'not yet announced');
  t.equal(dueOf(made), '2024-01-12 17:00');
});

test('a corrected time of reception gives the date anew, with the calendar known when the reception was recorded', async (t) => {
  const correction = corrected('2024-01-09 08:00', 'receivedAt', '2024-01-05 08:00', '2024-01-08 08:00');
  t.equal(dueOf(log(taken, correction)), '2024-01-15 17:00');
  t.equal(dueOf(log(taken, daysOff('H57', '2024-01-06', TYPHOON), correction)), '2024-01-15 17:00', 'learnt between the two');
  t.equal(dueOf(log(daysOff('H57', '2024-01-06', TYPHOON), taken, correction)), '2024-01-16 17:00', 'known, and by the corrected day announced');
});

test('a computed date is not one that was told: a correction of it starts from nothing', async (t) => {
  const told = corrected('2024-01-09 08:00', 'dueAt', null, '2024-01-31 17:00');
  t.equal(dueOf(log(taken, told)), '2024-01-31 17:00');
});

test('a reopening keeps the computed date, and a new one that it tells wins', async (t) => {
  const ended = [taken, withdrawn('2024-01-09 08:00')] as const;
  t.equal(dueOf(log(...ended, reopened('2024-01-10 08:00'))), '2024-01-12 17:00');
  t.equal(dueOf(log(...ended, reopened('2024-01-10 08:00', '2024-01-19 17:00'))), '2024-01-19 17:00');
  t.equal(situationOf(log(...ended, reopened('2024-01-10 08:00'), resolved('2024-01-12 17:00'))).class, 'resolved_on_time');
});

test('a reading of the log that cannot be understood teaches the almanac nothing', async (t) => {
  const broken = [
    { type: 'CalendarAnnounced', subject: 'H57', data: { announcedOn: '2024-01-04', days: [{ date: TYPHOON, kind: 'off', name: 'a' }, { date: TYPHOON, kind: 'work', name: 'b' }] } },
    { type: 'CalendarAnnounced', subject: 'H57', data: null }, { type: 'ProcedureDeclared', subject: '1.000001', data: { limit: 3 } }, { type: 'AuthorityDeclared', subject: 'H57', data: {} },
  ];
  t.equal(dueOf(log(...broken, taken)), '2024-01-12 17:00');
});

test('the first due date that was missed is kept, whatever date comes after it', async (t) => {
  const late = log(taken, resolved('2024-01-16 08:00'), reopened('2024-01-17 08:00', '2024-01-31 17:00'), resolved('2024-02-05 08:00'));
  t.equal(clock(situationOf(late).missedDueAt), '2024-01-12 17:00');
  t.equal(stepsOf(late, ND61).at(-1)?.after.class, 'resolved_late');
});
