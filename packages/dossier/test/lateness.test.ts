import type { DossierEvent } from '@motcua/dossier';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import {
  apology, dueDateChanged, given, mark, received, refusal, reopened, resolved, submitted, supplementAsked, supplementBack, terminated, withdrawn,
} from './given.ts';

const DUE = '2024-01-12 17:00';
const taken = received('2024-01-05 08:00', DUE);

function classOf(...events: readonly DossierEvent[]): string {
  return given(...events).situation.class;
}

test('equality is never late: the due minute is in time, the next one is not', async (t) => {
  t.equal(classOf(taken, resolved('2024-01-12 17:00')), 'resolved_on_time');
  t.equal(classOf(taken, resolved('2024-01-12T17:00:59.999+07:00')), 'resolved_on_time', 'seconds do not count');
  t.equal(classOf(taken, resolved('2024-01-12 17:01')), 'resolved_late');
});

test('the seconds of a due date do not count either', async (t) => {
  const toTheSecond = received('2024-01-05 08:00', undefined, { dueAt: '2024-01-12T17:00:30+07:00' });
  t.equal(classOf(toTheSecond, resolved('2024-01-12T17:00:59+07:00')), 'resolved_on_time');
  t.equal(classOf(toTheSecond, resolved('2024-01-12T17:01:00+07:00')), 'resolved_late');
  t.equal(classOf(toTheSecond, mark(DUE)), 'overdue', 'a mark of the same minute names this due date');
});

test('early is a civil date before that of the due date in Vietnam, on time is the same date', async (t) => {
  t.equal(classOf(taken, resolved('2024-01-11T23:59:59.999+07:00')), 'resolved_early');
  t.equal(classOf(taken, resolved('2024-01-12 00:00')), 'resolved_on_time');
  const dueAtMidnight = received('2024-01-05 08:00', '2024-01-13 00:00');
  t.equal(classOf(dueAtMidnight, resolved('2024-01-12 23:59')), 'resolved_early');
  t.equal(classOf(dueAtMidnight, resolved('2024-01-13 00:00')), 'resolved_on_time');
  t.equal(classOf(dueAtMidnight, resolved('2024-01-13 00:01')), 'resolved_late');
});

test('a due date without a time ends at 17:00', async (t) => {
  const byDate = received('2024-01-05 08:00', undefined, { dueAt: '2024-01-12' });
  t.equal(given(byDate).situation.dueAt, vietnamTime('2024-01-12 17:00'));
});

test('what the sender claims is never used', async (t) => {
  t.equal(classOf(taken, resolved('2024-01-15 08:00', { claimedOutcome: 'early' })), 'resolved_late');
  t.equal(classOf(taken, resolved('2024-01-08 08:00', { claimedOutcome: 'late' })), 'resolved_early');
});

test('without a due date a result is undated, however long it took', async (t) => {
  t.equal(classOf(received('2024-01-05 08:00'), resolved('2024-12-05 08:00')), 'resolved_undated');
});

test('a mark moves only an open dossier, and only for the due date in force', async (t) => {
  t.equal(classOf(taken, mark(DUE)), 'overdue');
  t.equal(classOf(taken, supplementAsked('2024-01-12 17:01'), mark(DUE)), 'overdue', 'the mark arrives after a supplement asked too late');
  t.equal(classOf(taken, mark('2024-01-11 17:00')), 'in_progress', 'nobody set this date');
  t.equal(classOf(taken, dueDateChanged('2024-01-10 08:00', '2024-01-19 17:00'), mark(DUE)), 'in_progress', 'the date was changed before');
  t.equal(classOf(taken, dueDateChanged('2024-01-15 08:00', '2024-01-19 17:00'), mark(DUE)), 'overdue', 'the date was changed after it had passed');
  t.equal(classOf(taken, resolved('2024-01-11 08:00'), mark(DUE)), 'resolved_early', 'closed before');
  t.equal(classOf(taken, mark(DUE, 'portal-766')), 'in_progress', 'of another rule');
  t.equal(classOf(submitted('2024-01-04 08:00'), mark(DUE)), 'awaiting_reception', 'not received');
});

test('the due minute belongs to the official: a result in it stands beside the mark, whichever came in first', async (t) => {
  t.equal(classOf(taken, mark(DUE), resolved('2024-01-12T17:00:59+07:00')), 'resolved_on_time');
  t.equal(classOf(taken, resolved('2024-01-12T17:00:59+07:00'), mark(DUE)), 'resolved_on_time');
  t.equal(classOf(taken, mark(DUE), withdrawn(DUE)), 'withdrawn');
  t.equal(classOf(taken, mark(DUE), supplementAsked(DUE)), 'paused');
  t.equal(classOf(taken, mark(DUE), dueDateChanged(DUE, '2024-01-19 17:00')), 'in_progress');
});

test('a mark that an earlier result undoes leaves no lateness behind', async (t) => {
  const undone = given(taken, mark(DUE), resolved('2024-01-12 09:00'));
  t.match(undone.situation, { class: 'resolved_on_time', everOverdue: false });
});

test('overdue stays until the dossier is closed, and then it is late', async (t) => {
  const overdue = [taken, mark(DUE)];
  t.equal(classOf(...overdue, supplementAsked('2024-01-15 08:00')), 'overdue');
  t.equal(classOf(...overdue, supplementAsked('2024-01-15 08:00'), supplementBack('2024-01-16 08:00', '2024-02-16 17:00')), 'overdue');
  t.equal(classOf(...overdue, dueDateChanged('2024-01-15 08:00', '2024-02-16 17:00')), 'overdue');
  t.equal(classOf(...overdue, apology('2024-01-15 08:00', '2024-02-16 17:00')), 'overdue');
  t.equal(classOf(...overdue, dueDateChanged('2024-01-15 08:00', '2024-02-16 17:00'), resolved('2024-01-16 08:00')), 'resolved_late');
  t.equal(classOf(...overdue, terminated('2024-01-16 08:00')), 'terminated');
});

test('a supplement asked before the due date stops the limit and restarts it when it is back', async (t) => {
  const asked = [taken, supplementAsked('2024-01-10 08:00')];
  t.match(given(...asked).situation, { class: 'paused', dueAt: undefined, stoppedDueAt: vietnamTime(DUE) });
  t.equal(classOf(...asked, mark(DUE)), 'paused', 'the stopped date cannot pass');
  const back = [...asked, supplementBack('2024-01-20 08:00', '2024-01-29 17:00')];
  t.match(given(...back).situation, { class: 'in_progress', dueAt: vietnamTime('2024-01-29 17:00'), stoppedDueAt: undefined, everOverdue: false });
  t.equal(classOf(...back, resolved('2024-01-29 17:00')), 'resolved_on_time');
  t.equal(classOf(...back, resolved('2024-01-29 17:01')), 'resolved_late');
  t.equal(classOf(...back, mark('2024-01-29 17:00')), 'overdue');
});

test('a supplement asked in the due minute is still in time, one minute later it changes nothing', async (t) => {
  t.equal(classOf(taken, supplementAsked('2024-01-12 17:00'), supplementBack('2024-01-20 08:00', '2024-01-29 17:00'), resolved('2024-01-25 08:00')), 'resolved_early');
  t.equal(classOf(taken, supplementAsked('2024-01-12 17:01'), supplementBack('2024-01-20 08:00', '2024-01-29 17:00'), resolved('2024-01-25 08:00')), 'resolved_late');
});

test('a late supplement does not launder lateness, with or without the mark', async (t) => {
  const asked = [taken, supplementAsked('2024-01-15 08:00'), supplementBack('2024-01-16 08:00', '2024-01-26 17:00')];
  t.match(given(...asked).situation, { dueAt: vietnamTime(DUE), everOverdue: true });
  t.equal(classOf(...asked, resolved('2024-01-17 08:00')), 'resolved_late');
  t.equal(classOf(...asked, mark(DUE)), 'overdue', 'the mark comes in after all of it');
});

test('a second supplement in time restarts the limit again', async (t) => {
  const rounds = [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-10 08:00', '2024-01-19 17:00'), supplementAsked('2024-01-19 08:00'), supplementBack('2024-01-25 08:00', '2024-02-02 17:00')];
  t.equal(classOf(...rounds, mark('2024-01-19 17:00'), resolved('2024-02-02 08:00')), 'resolved_on_time');
});

test('a supplement that comes back without a date leaves the dossier undated', async (t) => {
  t.equal(classOf(taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-20 08:00'), resolved('2024-06-20 08:00')), 'resolved_undated');
});

test('a supplement asked while waiting is kept as a fact and moves nothing', async (t) => {
  const asked = given(submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'));
  t.match(asked.situation, { class: 'awaiting_reception', supplement: 'awaited' });
  t.equal(classOf(...asked.events, taken), 'in_progress', 'reception ends the waiting');
  t.match(given(...asked.events, taken).situation, { supplement: 'none', dueAt: vietnamTime(DUE) });
});

test('a supplement asked before the reception that comes after it is a fact, once, and changes no due date', async (t) => {
  const overtaken = given(submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'), taken);
  const come = given(...overtaken.events, supplementBack('2024-01-06 08:00', '2024-02-06 17:00'));
  t.match(come.situation, { class: 'in_progress', supplement: 'none', dueAt: vietnamTime(DUE) });
  t.equal(refusal(come, supplementBack('2024-01-07 08:00')).code, 'SUPPLEMENT_NOT_REQUESTED');
  t.equal(classOf(...overtaken.events, mark(DUE), supplementBack('2024-01-15 08:00', '2024-02-06 17:00')), 'overdue');
  t.equal(refusal(given(...overtaken.events, resolved('2024-01-08 08:00')), supplementBack('2024-01-09 08:00')).code, 'DOSSIER_CLOSED');
  const inTime = given(submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'), supplementBack('2024-01-04 10:00'), taken);
  t.equal(refusal(inTime, supplementBack('2024-01-06 08:00')).code, 'SUPPLEMENT_NOT_REQUESTED', 'one that came before the reception is not awaited after it');
});

test('a new supplement may be asked for after the reception whether or not the earlier one has come', async (t) => {
  const overtaken = [submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'), taken];
  const again = [supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-09 08:00', '2024-01-22 17:00')];
  t.match(given(...overtaken, ...again).situation, { class: 'in_progress', dueAt: vietnamTime('2024-01-22 17:00') }, 'what arrives answers the one that pauses');
  t.match(given(...overtaken, ...again, supplementBack('2024-01-10 08:00', '2024-02-22 17:00')).situation, { class: 'in_progress', dueAt: vietnamTime('2024-01-22 17:00') });
  t.match(given(...overtaken, supplementBack('2024-01-06 08:00'), ...again).situation, { class: 'in_progress', dueAt: vietnamTime('2024-01-22 17:00') });
  t.equal(classOf(...overtaken, supplementBack('2024-01-06 08:00'), supplementAsked('2024-01-08 08:00')), 'paused');
});

test('a reception that arrives late may lie between a supplement and its arrival', async (t) => {
  const waiting = [submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'), supplementBack('2024-01-06 08:00')];
  t.match(given(...waiting, taken).situation, { class: 'in_progress', dueAt: vietnamTime(DUE) });
});

test('a result while a supplement is awaited is in time by the stopped date, and undated after it', async (t) => {
  const asked = [taken, supplementAsked('2024-01-10 08:00')];
  t.equal(classOf(...asked, resolved('2024-01-11 08:00')), 'resolved_early');
  t.equal(classOf(...asked, resolved('2024-01-12 17:00')), 'resolved_on_time');
  t.equal(classOf(...asked, resolved('2024-01-12 17:01')), 'resolved_undated');
  t.equal(classOf(taken, supplementAsked('2024-01-15 08:00'), resolved('2024-01-16 08:00')), 'resolved_late', 'the supplement was asked too late');
});

test('a due date changed while a supplement is awaited stays out of force, also when there was none before', async (t) => {
  const moved = [taken, supplementAsked('2024-01-10 08:00'), dueDateChanged('2024-01-11 08:00', '2024-01-16 17:00')];
  t.equal(classOf(...moved, mark('2024-01-16 17:00')), 'paused');
  t.equal(classOf(...moved, resolved('2024-01-16 08:00')), 'resolved_on_time');
  const undated = [received('2024-01-05 08:00'), supplementAsked('2024-01-10 08:00'), dueDateChanged('2024-01-11 08:00', '2024-01-16 17:00')];
  t.equal(classOf(...undated, mark('2024-01-16 17:00')), 'paused');
  t.equal(classOf(...undated, supplementBack('2024-01-20 08:00', '2024-01-25 17:00'), resolved('2024-01-24 08:00')), 'resolved_early');
});

test('an apology excuses nothing under this rule, nor does the date it appoints', async (t) => {
  const apologised = [taken, apology('2024-01-11 08:00', '2024-01-31 17:00'), dueDateChanged('2024-01-11 09:00', '2024-01-31 17:00', 'apology')];
  t.match(given(...apologised).situation, { dueAt: vietnamTime(DUE), apologies: 1 });
  t.equal(classOf(...apologised, resolved('2024-01-15 08:00')), 'resolved_late');
  t.equal(classOf(...apologised, mark(DUE)), 'overdue');
  t.equal(classOf(...apologised, mark('2024-01-31 17:00')), 'in_progress');
});

test('any other change before the due date counts; one after it comes too late', async (t) => {
  for (const cause of ['supplement', 'suspension', 'opinion', 'law', 'other'] as const) {
    t.equal(classOf(taken, dueDateChanged('2024-01-11 08:00', '2024-01-31 17:00', cause), resolved('2024-01-31 17:00')), 'resolved_on_time', cause);
    t.equal(classOf(taken, dueDateChanged('2024-01-12 17:01', '2024-01-31 17:00', cause), resolved('2024-01-31 17:00')), 'resolved_late', cause);
  }
  t.equal(classOf(taken, dueDateChanged('2024-01-10 08:00', '2024-01-11 17:00'), resolved('2024-01-12 08:00')), 'resolved_late', 'a date may also move nearer');
});

test('whatever happens to an open dossier after its due date proves that it was late', async (t) => {
  t.ok(given(taken, apology('2024-01-12 17:01')).situation.everOverdue);
  t.notOk(given(taken, apology('2024-01-12 17:00')).situation.everOverdue);
  t.equal(classOf(taken, apology('2024-01-15 08:00'), dueDateChanged('2024-01-16 08:00', '2024-01-31 17:00'), resolved('2024-01-20 08:00')), 'resolved_late');
});

test('a dossier that was late once stays late after it is reopened', async (t) => {
  const late = [taken, mark(DUE), resolved('2024-01-15 08:00'), reopened('2024-01-16 08:00', '2024-01-31 17:00')];
  t.match(given(...late).situation, { class: 'in_progress', dueAt: vietnamTime('2024-01-31 17:00') });
  t.equal(classOf(...late, resolved('2024-01-17 08:00')), 'resolved_late');
  t.equal(classOf(...late, mark('2024-01-31 17:00')), 'overdue', 'and falls overdue again when the new date passes');
});

test('a reopened dossier that was in time before is told by its new due date', async (t) => {
  const again = [taken, resolved('2024-01-11 08:00'), reopened('2024-01-15 08:00', '2024-01-31 17:00')];
  t.equal(classOf(...again, resolved('2024-01-31 08:00')), 'resolved_on_time');
  t.equal(classOf(...again, mark(DUE)), 'in_progress', 'the old date passed while it was closed');
});

test('a reopening that tells no due date leaves the one that was in force', async (t) => {
  const again = [taken, resolved('2024-01-10 08:00'), reopened('2024-01-11 08:00')];
  t.equal(given(...again).situation.dueAt, vietnamTime(DUE));
  t.equal(classOf(...again, resolved('2024-01-12 08:00')), 'resolved_on_time');
  t.equal(classOf(...again, mark(DUE)), 'overdue');
  t.equal(classOf(...again, resolved('2024-06-15 08:00')), 'resolved_late');
  const after = [taken, resolved('2024-01-11 08:00'), reopened('2024-01-15 08:00')];
  t.equal(classOf(...after), 'overdue', 'a date that passed while it was closed is missed from the reopening on');
  t.equal(classOf(...after, mark(DUE)), 'overdue', 'and the mark of that date adds nothing');
  t.equal(classOf(...after, resolved('2024-01-16 08:00')), 'resolved_late', 'and is still the one that counts');
  t.equal(classOf(...after, supplementAsked('2024-01-16 08:00'), supplementBack('2024-01-17 08:00', '2024-02-17 17:00'), resolved('2024-01-18 08:00')), 'resolved_late', 'a supplement asked after it does not help');
  const changed = [taken, dueDateChanged('2024-01-08 08:00', '2024-01-19 17:00'), withdrawn('2024-01-09 08:00'), reopened('2024-01-15 08:00')];
  t.equal(given(...changed).situation.dueAt, vietnamTime('2024-01-19 17:00'));
  const twice = [...again, terminated('2024-01-11 09:00'), reopened('2024-01-11 10:00')];
  t.equal(given(...twice).situation.dueAt, vietnamTime(DUE), 'also a second time');
  t.equal(classOf(received('2024-01-05 08:00'), resolved('2024-01-11 08:00'), reopened('2024-01-15 08:00'), resolved('2024-06-15 08:00')), 'resolved_undated', 'where none was in force there is none');
});

test('after an earlier lateness too, a supplement asked in time takes the new due date out of force', async (t) => {
  const again = [taken, mark(DUE), resolved('2024-01-15 08:00'), reopened('2024-01-16 08:00', '2024-01-31 17:00'), supplementAsked('2024-01-20 08:00')];
  t.equal(classOf(...again, mark('2024-01-31 17:00')), 'paused');
  const back = [...again, supplementBack('2024-02-05 08:00', '2024-02-15 17:00')];
  t.equal(classOf(...back, mark('2024-01-31 17:00')), 'in_progress');
  t.equal(classOf(...back, mark('2024-02-15 17:00')), 'overdue');
  t.equal(classOf(...back, resolved('2024-02-10 08:00')), 'resolved_late', 'lateness cannot be laundered');
});

test('a due date that a supplement had stopped at the end is in force again after reopening', async (t) => {
  const again = [taken, supplementAsked('2024-01-10 08:00'), withdrawn('2024-01-10 09:00'), reopened('2024-01-11 08:00')];
  t.match(given(...again).situation, { class: 'in_progress', supplement: 'none', dueAt: vietnamTime(DUE), stoppedDueAt: undefined });
  t.equal(classOf(...again, resolved('2024-01-12 08:00')), 'resolved_on_time');
  t.equal(classOf(...again, resolved('2024-01-13 08:00')), 'resolved_late');
  t.equal(classOf(...again, mark(DUE)), 'overdue');
  const anew = [taken, supplementAsked('2024-01-10 08:00'), withdrawn('2024-01-10 09:00'), reopened('2024-01-11 08:00', '2024-01-31 17:00')];
  t.match(given(...anew).situation, { dueAt: vietnamTime('2024-01-31 17:00'), stoppedDueAt: undefined }, 'unless a new one is told');
});
