import { LATENESS_RULES, ND61, PORTAL_766 } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import fc from 'fast-check';
import { test } from 'tap';
import { randomRuns, vietnamTime } from '@motcua/testkit';
import { dueDateChanged, feePaid, mark, paymentAsked, received, reopened, resolved, resumed, supplementAsked, supplementBack, suspended, terminated } from './given.ts';
import { clock, daysOff, dueOf, log, situationOf } from './log.ts';

const taken = received('2024-01-05 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } });
const DUE = '2024-01-12 17:00';

test('waiting for a payment or a resumption puts the due date off by the working time waited, under every rule', async (t) => {
  for (const rule of LATENESS_RULES) {
    t.equal(dueOf(log(taken, paymentAsked('2024-01-08 08:00'), feePaid('2024-01-10 10:00')), rule), '2024-01-17 09:00', rule.id);
    t.equal(dueOf(log(taken, suspended('2024-01-08 08:00'), resumed('2024-01-10 08:00')), rule), '2024-01-16 17:00', rule.id);
    t.equal(dueOf(log(taken, suspended('2024-01-06 08:00'), resumed('2024-01-07 20:00')), rule), DUE, `${rule.id}: nobody works at a weekend`);
  }
});

test('a payment that nobody waits for moves nothing, nor does the date that it tells', async (t) => {
  t.equal(dueOf(log(taken, feePaid('2024-01-08 08:00', '2024-01-31 17:00'))), DUE);
});

test('a date told at the end of the waiting wins over the shifted one', async (t) => {
  t.equal(dueOf(log(taken, paymentAsked('2024-01-08 08:00'), feePaid('2024-01-10 08:00', '2024-01-22 17:00'))), '2024-01-22 17:00');
  t.equal(dueOf(log(taken, suspended('2024-01-08 08:00'), resumed('2024-01-10 08:00', '2024-01-23 17:00'))), '2024-01-23 17:00');
});

test('the clock stands still until the last reason to wait is gone', async (t) => {
  const within = [taken, suspended('2024-01-08 08:00'), paymentAsked('2024-01-08 09:00'), feePaid('2024-01-09 09:00')] as const;
  t.match(situationOf(log(...within)), { class: 'paused', dueAt: undefined, stoppedDueAt: vietnamTime(DUE) });
  t.equal(dueOf(log(...within, resumed('2024-01-10 08:00'))), '2024-01-16 17:00', 'a payment within the suspension costs nothing more');
  const over = [taken, suspended('2024-01-08 08:00'), paymentAsked('2024-01-09 08:00'), resumed('2024-01-10 08:00')] as const;
  t.equal(situationOf(log(...over)).class, 'paused');
  t.equal(dueOf(log(...over, feePaid('2024-01-11 08:00'))), '2024-01-17 17:00', 'overlapping ones count once');
});

test('a supplement that comes back while a payment is awaited restarts the limit, and the payment stops the new one', async (t) => {
  const items = [taken, paymentAsked('2024-01-08 08:00'), supplementAsked('2024-01-09 08:00'), supplementBack('2024-01-10 08:00')] as const;
  t.match(situationOf(log(...items)), { class: 'paused', stoppedDueAt: vietnamTime('2024-01-17 17:00') });
  t.equal(dueOf(log(...items, feePaid('2024-01-11 08:00'))), '2024-01-18 17:00');
  t.equal(dueOf(log(...items, feePaid('2024-01-11 08:00')), PORTAL_766), '2024-01-17 17:00', 'where waiting is subtracted, three days in all');
});

test('a due date changed during a pause is stopped too, and put off from then on', async (t) => {
  const changed = log(taken, suspended('2024-01-08 08:00'), dueDateChanged('2024-01-09 08:00', '2024-01-22 17:00'), resumed('2024-01-10 08:00'));
  t.equal(dueOf(changed), '2024-01-23 17:00');
});

test('splitting a pause changes nothing', async () => {
  const minutes = fc.integer({ min: 0, max: 12 * 24 * 60 });
  const at = (minute: number): string => clock(vietnamTime('2024-01-05 08:01') + minute * 60_000) ?? '';
  const reasons = fc.constantFrom<readonly [(at: string) => DossierEvent, (at: string) => DossierEvent]>([suspended, resumed], [paymentAsked, feePaid]);
  fc.assert(fc.property(minutes, minutes, minutes, reasons, fc.constantFrom(...LATENESS_RULES), (a, b, c, [ask, answer], rule) => {
    const [from = 0, between = 0, to = 0] = [a, b, c].sort((x, y) => x - y);
    const [long, calendar] = [received('2024-01-05 08:00', undefined, { limit: { amount: 20, unit: 'working_days' } }), daysOff('H57', '2024-01-04', '2024-01-10', '2024-01-23')];
    const whole = dueOf(log(calendar, long, ask(at(from)), answer(at(to))), rule);
    const split = dueOf(log(calendar, long, ask(at(from)), answer(at(between)), ask(at(between)), answer(at(to))), rule);
    return whole === split;
  }), { numRuns: randomRuns(25) });
});

test('a pause asked for in the due minute is in time, one minute later it changes nothing', async (t) => {
  const inTime = [taken, suspended(DUE), resumed('2024-01-16 08:00')] as const;
  t.match(situationOf(log(...inTime)), { class: 'in_progress', everOverdue: false });
  t.equal(dueOf(log(...inTime)), '2024-01-16 08:00', 'a working day and an hour later');
  t.equal(situationOf(log(...inTime, resolved('2024-01-16 08:00'))).class, 'resolved_on_time');
  const tooLate = [taken, suspended('2024-01-12 17:01'), resumed('2024-01-16 08:00')] as const;
  t.match(situationOf(log(...tooLate)), { dueAt: vietnamTime(DUE), everOverdue: true });
  t.equal(situationOf(log(...tooLate, mark(DUE))).class, 'overdue');
  t.equal(situationOf(log(...tooLate, resolved('2024-01-16 09:00'))).class, 'resolved_late');
});

test('a stopped due date cannot pass', async (t) => {
  t.equal(situationOf(log(taken, paymentAsked('2024-01-08 08:00'), mark(DUE))).class, 'paused');
  t.match(situationOf(log(taken, paymentAsked('2024-01-08 08:00'), feePaid('2024-02-20 08:00'))), { class: 'in_progress', everOverdue: false });
});

test('a date that was about to pass when the clock stopped passes when it goes on, also in the evening', async (t) => {
  const evening = [taken, suspended(DUE), resumed('2024-01-12 20:00')] as const;
  t.equal(dueOf(log(...evening)), '2024-01-12 20:00');
  t.equal(situationOf(log(...evening, mark('2024-01-12 20:00'))).class, 'overdue');
});

test('a result while a payment is awaited is judged by the date put off until then', async (t) => {
  const waiting = [taken, paymentAsked('2024-01-12 08:00')] as const;
  t.equal(situationOf(log(...waiting, resolved('2024-01-12 17:00'))).class, 'resolved_early', 'the date would be on Monday');
  t.equal(situationOf(log(...waiting, resolved('2024-02-28 08:00'))).class, 'resolved_on_time', 'the seven hours that were left end on that day');
  t.equal(situationOf(log(taken, paymentAsked(DUE), resolved('2024-01-15 09:00'))).class, 'resolved_on_time', 'asked for in the due minute, nothing was left');
  t.equal(situationOf(log(taken, paymentAsked('2024-01-12 17:01'), resolved('2024-01-15 09:00'))).class, 'resolved_late');
});

test('a dossier that ends while it waits is reopened with the date put off by the waiting', async (t) => {
  const ended = [taken, suspended('2024-01-08 08:00'), terminated('2024-01-10 08:00')] as const;
  t.equal(dueOf(log(...ended, reopened('2024-01-11 08:00'))), '2024-01-16 17:00');
  const asked = [taken, supplementAsked('2024-01-08 08:00'), terminated('2024-01-10 08:00'), reopened('2024-01-11 08:00')] as const;
  t.equal(dueOf(log(...asked)), DUE, 'a supplement that never came restarts nothing');
  t.equal(dueOf(log(...asked), PORTAL_766), '2024-01-16 17:00', 'but its waiting is subtracted where that is the rule');
});

test('a date is put off by what was announced and known when the waiting ended', async (t) => {
  const waiting = [taken, suspended('2024-01-08 08:00')] as const;
  t.equal(dueOf(log(...waiting, daysOff('H57', '2024-01-09', '2024-01-15'), resumed('2024-01-10 08:00'))), '2024-01-17 17:00');
  t.equal(dueOf(log(...waiting, resumed('2024-01-10 08:00'), daysOff('H57', '2024-01-09', '2024-01-15'))), '2024-01-16 17:00');
});

test('an undated dossier waits too, and stays undated', async (t) => {
  const undated = log(received('2024-01-05 08:00'), suspended('2024-01-08 08:00'), resumed('2024-01-10 08:00'));
  t.match(situationOf(undated, ND61), { class: 'in_progress', dueAt: undefined, stoppedDueAt: undefined });
});
