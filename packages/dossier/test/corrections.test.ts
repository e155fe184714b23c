import { formatInstant } from '@motcua/kernel';
import { happened, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import {
  apology, corrected, dueDateChanged, given, mark, outcome, ready, reassigned, received, refusal, refusedAtCounter, reopened, resolved, returned, submitted,
  supplementAsked, supplementBack,
} from './given.ts';

const DUE = '2024-01-12 17:00';
const NOW = '2024-02-01 08:00';
const taken = received('2024-01-05 08:00', DUE);
const online = submitted('2024-01-04 08:00');

test('a correction of where a dossier counts moves it from its own moment on', async (t) => {
  const cases = [
    ['authority', 'H57.01', 'H57.03'], ['receivingUnit', 'H57.90', 'H57.91'], ['procedure', '1.000001', '1.000002'], ['field', 'F-01', 'F-02'], ['channel', 'in_person', 'postal'],
  ] as const;
  for (const [field, old, to] of cases) {
    const after = given(taken, corrected(NOW, field, old, to));
    t.equal(after.situation.placement[field], to, field);
    t.same(after.situation.placement, { ...given(taken).situation.placement, [field]: to }, 'and nothing else');
    t.equal(after.situation.class, 'in_progress');
  }
});

test('a correction names what is recorded, or is refused with what it says', async (t) => {
  for (const field of ['authority', 'receivingUnit', 'procedure', 'field', 'channel'] as const) {
    const wrong = field === 'channel' ? 'online' : 'H99.99';
    const to = field === 'channel' ? 'postal' : 'H57.03';
    t.match(refusal(given(taken), corrected(NOW, field, wrong, to)), { code: 'CORRECTION_MISMATCH', errors: [{ pointer: '/data/old', detail: `recorded is ${given(taken).situation.placement[field]}` }] }, field);
    t.equal(outcome(given(taken), corrected(NOW, field, null, to)), 'CORRECTION_MISMATCH', `${field} is not empty`);
  }
});

test('the same correction sent with a stale old value is refused the second time', async (t) => {
  const once = given(taken, corrected(NOW, 'field', 'F-01', 'F-02'));
  t.equal(outcome(once, corrected('2024-02-02 08:00', 'field', 'F-01', 'F-03')), 'CORRECTION_MISMATCH');
  t.equal(outcome(once, corrected('2024-02-02 08:00', 'field', 'F-02', 'F-03')), 'in_progress');
});

test('what nobody said is corrected from null', async (t) => {
  const vague = received('2024-01-05 08:00', DUE, { field: undefined });
  t.equal(given(vague, corrected(NOW, 'field', null, 'F-02')).situation.placement.field, 'F-02');
  t.equal(outcome(given(vague), corrected(NOW, 'field', 'F-01', 'F-02')), 'CORRECTION_MISMATCH');
});

test('closed and refused dossiers can be corrected too', async (t) => {
  t.equal(outcome(given(taken, resolved('2024-01-10 08:00')), corrected(NOW, 'authority', 'H57.01', 'H57.02')), 'resolved_early');
  t.equal(outcome(given(refusedAtCounter('2024-01-05 08:00')), corrected(NOW, 'procedure', '1.000001', '1.000002')), 'refused');
});

test('a correction dated before anything happened is refused', async (t) => {
  t.equal(outcome(given(taken), corrected('2024-01-01 08:00', 'field', 'F-01', 'F-02')), 'DOSSIER_UNKNOWN');
});

test('the corrected end decides whether a dossier was late', async (t) => {
  const late = [taken, mark(DUE), resolved('2024-01-15 08:00')];
  const undone = given(...late, corrected(NOW, 'resolvedAt', '2024-01-15 08:00', '2024-01-12 08:00'));
  t.match(undone.situation, { class: 'resolved_on_time', everOverdue: false, resolvedAt: vietnamTime('2024-01-12 08:00') });
  const backAgain = given(...undone.events, corrected('2024-02-02 08:00', 'resolvedAt', '2024-01-12 08:00', '2024-01-15 08:00'));
  t.equal(backAgain.situation.class, 'resolved_late');
});

test('the corrected due date of the reception decides too', async (t) => {
  const late = given(taken, mark(DUE), resolved('2024-01-15 08:00'), corrected(NOW, 'dueAt', DUE, '2024-01-19 17:00'));
  t.match(late.situation, { class: 'resolved_early', dueAt: vietnamTime('2024-01-19 17:00') });
  t.equal(outcome(given(received('2024-01-05 08:00'), resolved('2024-01-15 08:00')), corrected(NOW, 'dueAt', null, DUE)), 'resolved_late');
  t.equal(outcome(given(taken), corrected(NOW, 'dueAt', null, '2024-01-19 17:00')), 'CORRECTION_MISMATCH');
  t.equal(outcome(given(received('2024-01-05 08:00')), corrected(NOW, 'dueAt', DUE, '2024-01-19 17:00')), 'CORRECTION_MISMATCH');
});

test('the corrected due date of the reception leaves the date of a restarted limit alone', async (t) => {
  const restarted = [taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-11 08:00', '2024-01-22 17:00')];
  t.equal(given(...restarted, corrected(NOW, 'dueAt', DUE, '2024-01-19 17:00')).situation.dueAt, vietnamTime('2024-01-22 17:00'));
  t.equal(given(...restarted, corrected(NOW, 'dueAt', DUE, '2024-01-09 17:00')).situation.everOverdue, true, 'but the supplement may turn out to have been late');
});

test('corrected times of filing and reception are those of the dossier', async (t) => {
  const both = given(online, taken, corrected(NOW, 'submittedAt', '2024-01-04 08:00', '2024-01-03 08:00'), corrected('2024-02-01 08:01', 'receivedAt', '2024-01-05 08:00', '2024-01-06 08:00'));
  t.match(both.situation, { submittedAt: vietnamTime('2024-01-03 08:00'), receivedAt: vietnamTime('2024-01-06 08:00') });
});

test('a corrected time is compared by the minute', async (t) => {
  t.equal(outcome(given(received('2024-01-05T08:00:42+07:00', DUE)), corrected(NOW, 'receivedAt', '2024-01-05 08:00', '2024-01-05 09:00')), 'in_progress');
  t.match(refusal(given(taken), corrected(NOW, 'receivedAt', '2024-01-05 08:01', '2024-01-05 09:00')), { code: 'CORRECTION_MISMATCH', errors: [{ detail: 'recorded is 2024-01-05T01:00:00.000Z' }] });
});

test('a stale correction of a time is refused, and so is one of something that never happened', async (t) => {
  const once = given(taken, resolved('2024-01-10 08:00'), corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-11 08:00'));
  t.equal(outcome(once, corrected('2024-02-02 08:00', 'resolvedAt', '2024-01-10 08:00', '2024-01-09 08:00')), 'CORRECTION_MISMATCH');
  t.equal(outcome(given(taken), corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-11 08:00')), 'CORRECTION_MISMATCH');
  t.equal(outcome(given(taken), corrected(NOW, 'submittedAt', '2024-01-04 08:00', '2024-01-03 08:00')), 'CORRECTION_MISMATCH');
  t.equal(outcome(given(online), corrected(NOW, 'dueAt', null, DUE)), 'CORRECTION_MISMATCH');
});

test('of two results the one that says the old value is corrected', async (t) => {
  const twice = [taken, resolved('2024-01-10 08:00'), reopened('2024-01-11 08:00', DUE), resolved('2024-01-15 08:00')];
  t.equal(outcome(given(...twice), corrected(NOW, 'resolvedAt', '2024-01-15 08:00', '2024-01-12 08:00')), 'resolved_on_time');
  const first = given(...twice, corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-09 08:00'));
  t.match(first.situation, { class: 'resolved_late', resolvedAt: vietnamTime('2024-01-15 08:00') }, 'the first one leaves the second alone');
  t.equal(outcome(first, corrected(NOW, 'resolvedAt', '2024-01-09 08:00', '2024-01-08 08:00')), 'resolved_late', 'and can be corrected again, from its new value');
  t.match(refusal(first, corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-08 08:00')), { code: 'CORRECTION_MISMATCH', errors: [{ detail: 'recorded is 2024-01-15T01:00:00.000Z' }] });
  t.match(refusal(given(...twice), corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-11 09:00')), { code: 'HISTORY_CONFLICT', message: /DossierReopened.*DOSSIER_NOT_CLOSED/ });
});

test('the due date of a dossier can be corrected whoever set it', async (t) => {
  const back = '2024-01-19 17:00';
  const reopening = [resolved('2024-01-10 08:00'), reopened('2024-01-11 08:00')];
  const lives = {
    'the reception': [taken],
    'a supplement that came back': [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-09 08:00', back)],
    'a change': [taken, dueDateChanged('2024-01-09 08:00', back)],
    'a reopening': [taken, resolved('2024-01-10 08:00'), reopened('2024-01-11 08:00', back)],
    'the reception, and a reopening that tells none': [taken, ...reopening],
    'a change, and a reopening that tells none': [taken, dueDateChanged('2024-01-09 08:00', back), ...reopening],
    'nobody': [received('2024-01-05 08:00')],
    'nobody, and a reopening that tells none': [received('2024-01-05 08:00'), ...reopening],
    'nobody any more, since a supplement came back': [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-09 08:00')],
  } as const;
  for (const [setter, life] of Object.entries(lives)) {
    const { dueAt } = given(...life).situation;
    const shown = dueAt === undefined ? null : formatInstant(dueAt);
    const right = given(...life, happened('DossierCorrected', NOW, { field: 'dueAt', old: shown, new: '2024-02-16', reason: 'typing_error' }));
    t.match(right.situation, { dueAt: vietnamTime('2024-02-16 17:00') }, setter);
    t.equal(outcome(right, resolved('2024-02-16 08:00')), 'resolved_on_time', setter);
  }
});

test('a reopening that tells no due date is not what a correction from none is about', async (t) => {
  const again = given(received('2024-01-05 08:00'), resolved('2024-01-10 08:00'), reopened('2024-01-11 08:00'), corrected(NOW, 'dueAt', null, '2024-01-09 17:00'));
  t.match(again.situation, { class: 'overdue', dueAt: vietnamTime('2024-01-09 17:00'), everOverdue: true }, 'the reception told none, so the first result was late');
});

test('of several events that set the same due date the last that came in is corrected', async (t) => {
  const same = [taken, dueDateChanged('2024-01-09 08:00', '2024-01-19 17:00'), dueDateChanged('2024-01-10 08:00', DUE)];
  t.equal(given(...same, corrected(NOW, 'dueAt', DUE, '2024-01-26 17:00')).situation.dueAt, vietnamTime('2024-01-26 17:00'));
  const lateNews = [taken, dueDateChanged('2024-01-10 08:00', DUE), dueDateChanged('2024-01-09 08:00', DUE)];
  const once = given(...lateNews, corrected(NOW, 'dueAt', DUE, '2024-01-26 17:00'));
  t.equal(once.situation.dueAt, vietnamTime(DUE), 'which need not be the one in force');
  t.equal(given(...once.events, corrected(NOW, 'dueAt', DUE, '2024-01-25 17:00')).situation.dueAt, vietnamTime('2024-01-25 17:00'), 'but that is the next');
});

test('a due date is corrected only to one that its own event can have set', async (t) => {
  const changed = given(taken, dueDateChanged('2024-01-09 08:00', '2024-01-19 17:00'));
  t.match(refusal(changed, corrected(NOW, 'dueAt', '2024-01-19 17:00', '2024-01-09 07:59')), { code: 'HISTORY_CONFLICT', message: /DueDateChanged.*DUE_BEFORE_START/ });
  t.match(refusal(changed, corrected(NOW, 'dueAt', '2024-01-20 17:00', '2024-01-22 17:00')), { code: 'CORRECTION_MISMATCH', errors: [{ pointer: '/data/old', detail: 'recorded is 2024-01-19T10:00:00.000Z' }] });
  t.match(refusal(given(received('2024-01-05 08:00')), corrected(NOW, 'dueAt', DUE, '2024-01-22 17:00')), { errors: [{ detail: 'recorded is no due date' }] });
});

test('a correction that makes a later event impossible is refused as a conflict and names that event', async (t) => {
  const whole = given(online, taken, resolved('2024-01-10 08:00'), ready('2024-01-10 09:00'), returned('2024-01-11 08:00'));
  t.match(refusal(whole, corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-10 10:00')), { code: 'HISTORY_CONFLICT', message: /ResultReady.*NOT_RESOLVED/ });
  t.match(refusal(whole, corrected(NOW, 'resolvedAt', '2024-01-10 08:00', '2024-01-04 12:00')), { code: 'HISTORY_CONFLICT', message: /DossierResolved.*DOSSIER_NOT_RECEIVED/ });
  t.match(refusal(whole, corrected(NOW, 'submittedAt', '2024-01-04 08:00', '2024-01-06 08:00')), { code: 'HISTORY_CONFLICT', message: /DossierSubmitted.*ALREADY_RECEIVED/ });
  t.match(refusal(whole, corrected(NOW, 'receivedAt', '2024-01-05 08:00', '2024-01-12 17:01')), { code: 'HISTORY_CONFLICT' });
  t.match(refusal(given(taken), corrected(NOW, 'receivedAt', '2024-01-05 08:00', '2024-01-12 17:01')), { code: 'HISTORY_CONFLICT', message: /DUE_BEFORE_START/ });
  t.match(refusal(given(taken), corrected(NOW, 'dueAt', DUE, '2024-01-05 07:59')), { code: 'HISTORY_CONFLICT', message: /DUE_BEFORE_START/ });
});

test('a conflict tells the time that the correction proposes, and does not call it recorded', async (t) => {
  const { message } = refusal(given(taken), corrected(NOW, 'receivedAt', '2024-01-05 08:00', '2024-01-12 17:01'));
  t.equal(message, 'With this event the DossierReceived of 2024-01-12T10:01:00.000Z would become impossible (DUE_BEFORE_START): check the times, or correct that event first.');
});

test('a reassignment that arrives late is refused when a correction already speaks of the old authority', async (t) => {
  const moved = given(taken, corrected('2024-01-10 08:00', 'authority', 'H57.01', 'H57.03'));
  t.match(refusal(moved, reassigned('2024-01-08 08:00', 'H57.02')), { code: 'HISTORY_CONFLICT', message: /CORRECTION_MISMATCH/ });
});

test('a reception typed a month too early can be put right although its due date was marked', async (t) => {
  const typed = given(taken, mark(DUE), corrected('2024-02-10 08:00', 'dueAt', DUE, '2024-02-12 17:00'));
  t.equal(typed.situation.class, 'in_progress');
  const right = given(...typed.events, corrected('2024-02-10 08:01', 'receivedAt', '2024-01-05 08:00', '2024-02-05 08:00'));
  t.match(right.situation, { class: 'in_progress', receivedAt: vietnamTime('2024-02-05 08:00'), everOverdue: false });
  t.equal(outcome(right, resolved('2024-02-12 17:00')), 'resolved_on_time');
});

test('a corrected time re-orders the history around it', async (t) => {
  const asked = [taken, supplementAsked('2024-01-13 08:00'), supplementBack('2024-01-14 08:00', '2024-01-22 17:00'), resolved('2024-01-20 08:00')];
  t.equal(given(...asked).situation.class, 'resolved_late', 'the supplement was asked after the due date');
  t.equal(outcome(given(...asked), corrected(NOW, 'dueAt', DUE, '2024-01-15 17:00')), 'resolved_early');
  const changed = given(taken, apology('2024-01-15 08:00'), dueDateChanged('2024-01-16 08:00', '2024-01-31 17:00'), resolved('2024-01-30 08:00'));
  t.equal(outcome(changed, corrected(NOW, 'dueAt', DUE, '2024-01-17 17:00')), 'resolved_early');
});
