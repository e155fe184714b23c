import { dueDateStory, LATENESS_RULES, ND61, ND61_EXTENDED, PORTAL_766 } from '@motcua/dossier';
import type { DueDateStory, LatenessRule } from '@motcua/dossier';
import { happened, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import {
  apology, corrected, delayAnnounced, dueDateChanged, feePaid, mark, paymentAsked, received, refusedAtCounter, reopened, resolved, resumed, submitted, supplementAsked,
  supplementBack, suspended, withdrawn,
} from './given.ts';
import { clock, daysOff, log, procedure } from './log.ts';
import type { Item } from './log.ts';

const taken = received('2024-01-05 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } });
const DUE = '2024-01-12 17:00';

function tell(asOf: string, items: readonly Item[], rule: LatenessRule = ND61): DueDateStory | undefined {
  const { events, almanac } = log(...items);
  return dueDateStory(events, rule, almanac, vietnamTime(asOf));
}

/** `at cause old → new`, with the clock where it does not run. */
function lines(story: DueDateStory | undefined): readonly string[] {
  return story?.entries.map((entry) => `${clock(entry.at)} ${entry.cause} ${clock(entry.old) ?? '–'} → ${clock(entry.new) ?? '–'}${entry.clock === 'runs' ? '' : `, ${entry.clock}`}`) ?? [];
}

test('there is no story before somebody works on the dossier', async (t) => {
  t.equal(tell('2024-02-01 08:00', []), undefined);
  t.equal(tell('2024-02-01 08:00', [submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00')]), undefined);
  t.equal(tell('2024-02-01 08:00', [refusedAtCounter('2024-01-04 08:00')]), undefined);
  t.equal(tell('2024-01-05 07:59', [taken]), undefined, 'not yet, at that time');
  t.equal(tell('2024-02-01 08:00', [taken, taken]), undefined, 'nor of what cannot have been');
});

test('a computed due date tells its limit, every day that counted and every day that did not, by name', async (t) => {
  const story = tell('2024-02-06 08:00', [procedure('2021-01-01', 5), received('2024-02-05 08:00')]);
  t.match(story, {
    rule: { id: 'nd61' }, class: 'in_progress', startedAt: vietnamTime('2024-02-05 08:00'), dueAt: vietnamTime('2024-02-19 17:00'), promisedDueAt: vietnamTime('2024-02-19 17:00'),
    limit: { from: 'procedure', procedure: '1.000001', validFrom: '2021-01-01', position: 1, limit: { amount: 5, unit: 'working_days' } }, clock: 'runs', beyondAnnounced: false,
  });
  const [entry] = story?.entries ?? [];
  t.same(entry?.explanation?.counted.map(({ date }) => date), ['2024-02-06', '2024-02-07', '2024-02-15', '2024-02-16', '2024-02-19']);
  t.ok(entry?.explanation?.skipped.some(({ date, name }) => date === '2024-02-10' && /Tết/.test(name)), 'Tết is named');
  t.match(entry?.explanation?.calendar, /^VN@/);
});

test('the source of the limit is the reception, the procedure or nobody', async (t) => {
  t.match(tell('2024-01-08 08:00', [procedure('2021-01-01', 3), taken])?.limit, { from: 'told', eventId: taken.id, limit: { amount: 5 } });
  t.same(tell('2024-01-08 08:00', [received('2024-01-05 08:00')])?.limit, { from: 'none' });
  const told = tell('2024-01-08 08:00', [received('2024-01-05 08:00', DUE)]);
  t.same(lines(told), [`2024-01-05 08:00 told – → ${DUE}`]);
  t.equal(told?.entries[0]?.explanation, undefined, 'a told date has no count behind it');
});

test('elapsed and remaining time leave the pauses out', async (t) => {
  const items = [taken, paymentAsked('2024-01-08 08:00'), feePaid('2024-01-10 08:00')] as const;
  t.match(tell('2024-01-08 08:00', [taken]), { elapsedMinutes: 420 + 60, remainingMinutes: 4 * 480 + 420, exceededMinutes: undefined });
  const waiting = tell('2024-01-09 08:00', items);
  t.match(waiting, { class: 'paused', clock: 'stands_still', elapsedMinutes: 480, remainingMinutes: 4 * 480 + 420, dueAt: vietnamTime(DUE) }, 'what was left stays left');
  t.match(waiting?.openPauses, [{ reason: 'payment', from: vietnamTime('2024-01-08 08:00'), to: undefined, workingMinutes: 480, stopsClock: true }]);
  const paid = tell('2024-01-10 08:00', items);
  t.match(paid, { elapsedMinutes: 480, remainingMinutes: 4 * 480 + 420, dueAt: vietnamTime('2024-01-16 17:00'), promisedDueAt: vietnamTime(DUE) });
  t.strictSame(paid?.openPauses, []);
  t.match(paid?.entries.at(-1)?.pause, { reason: 'payment', workingMinutes: 960, stopsClock: true });
  t.same(lines(paid), [`2024-01-05 08:00 received – → ${DUE}`, `2024-01-08 08:00 payment ${DUE} → ${DUE}, stands_still`, `2024-01-10 08:00 payment ${DUE} → 2024-01-16 17:00`]);
});

test('what is exceeded is the delay, up to the result or the instant asked for', async (t) => {
  t.match(tell('2024-01-15 11:30', [taken, mark(DUE)]), { class: 'overdue', remainingMinutes: undefined, exceededMinutes: 270, missedDueAt: vietnamTime(DUE) });
  t.match(tell('2024-01-15 11:30', [taken]), { class: 'in_progress', exceededMinutes: 270 }, 'also where the mark has not come');
  t.match(tell('2024-03-01 08:00', [taken, mark(DUE), resolved('2024-01-15 11:30')]), { class: 'resolved_late', exceededMinutes: 270, until: vietnamTime('2024-01-15 11:30'), clock: 'ended' });
  t.match(tell('2024-03-01 08:00', [taken, resolved('2024-01-12 16:00')]), { class: 'resolved_on_time', remainingMinutes: 60, exceededMinutes: undefined });
  t.match(tell('2024-03-01 08:00', [taken, withdrawn('2024-01-09 08:00')]), { class: 'withdrawn', remainingMinutes: undefined, exceededMinutes: undefined });
});

test('a supplement tells its own part under each rule', async (t) => {
  const items = [taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00', '2024-01-31 17:00')] as const;
  const [restarted, , subtracted] = LATENESS_RULES.map((rule) => tell('2024-01-15 09:00', items, rule));
  t.match(restarted, { dueAt: vietnamTime('2024-01-31 17:00'), startedAt: vietnamTime('2024-01-15 08:00'), elapsedMinutes: 60 });
  t.strictSame(restarted?.unmoved, []);
  t.match(subtracted, { dueAt: vietnamTime('2024-01-17 17:00'), startedAt: vietnamTime('2024-01-05 08:00'), unmoved: [{ why: 'waiting_is_subtracted', toldDueAt: '2024-01-31T10:00:00.000Z' }] });
  const counted = tell('2024-01-15 09:00', [taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00')])?.entries.at(-1);
  t.match(counted, { cause: 'supplement', explanation: { start: vietnamTime('2024-01-15 08:00'), dueAt: vietnamTime('2024-01-22 17:00') }, pause: { reason: 'supplement' } });
});

test('what did not move the date is told with the reason', async (t) => {
  const why = (rule: LatenessRule, ...items: readonly Item[]): readonly string[] => tell('2024-03-01 08:00', items, rule)?.unmoved.map((one) => `${one.eventType} ${one.why}`) ?? [];
  const letter = apology('2024-01-11 08:00', '2024-01-19 17:00');
  t.same(why(ND61, taken, letter), ['ApologyIssued rule_ignores_apologies']);
  t.same(why(ND61_EXTENDED, taken, letter, dueDateChanged('2024-01-11 09:00', '2024-01-19 17:00', 'apology')), ['DueDateChanged already_reappointed']);
  t.same(why(ND61_EXTENDED, taken, apology('2024-01-15 08:00', '2024-01-19 17:00')), ['ApologyIssued due_date_passed']);
  t.same(why(ND61_EXTENDED, received('2024-01-05 08:00'), letter), ['ApologyIssued no_due_date']);
  t.same(why(ND61, taken, apology('2024-01-11 08:00')), [], 'a letter that names no date wants nothing');
  t.same(why(ND61, taken, supplementAsked('2024-01-15 08:00'), supplementBack('2024-01-16 08:00', '2024-01-31 17:00')), ['SupplementRequested due_date_passed', 'SupplementReceived due_date_passed']);
  t.same(why(ND61, taken, paymentAsked('2024-01-15 08:00'), suspended('2024-01-15 09:00'), resumed('2024-01-16 08:00')), ['PaymentRequested due_date_passed', 'ProcessingSuspended due_date_passed']);
  const moved = happened('DueDateChanged', '2024-01-11 08:00', { oldDueAt: '2024-01-12', newDueAt: '2024-01-15', cause: 'calendar' });
  t.same(why(ND61, taken, moved), []);
  t.same(why(ND61_EXTENDED, taken, apology('2024-01-10 08:00', '2024-01-19 17:00'), moved), ['DueDateChanged another_date_counts']);
  t.same(why(ND61, taken, feePaid('2024-01-08 08:00', '2024-01-31 17:00')), ['FeePaid not_awaited']);
});

test('changes, marks, letters that count, announcements and ends are entries in order of time', async (t) => {
  const items = [taken, delayAnnounced('2024-01-10 08:00'), apology('2024-01-11 08:00', '2024-01-19 17:00'), dueDateChanged('2024-01-18 08:00', '2024-01-22 17:00'), mark('2024-01-22 17:00', 'nd61-extended'), resolved('2024-01-23 08:00')] as const;
  t.same(lines(tell('2024-03-01 08:00', items, ND61_EXTENDED)), [
    `2024-01-05 08:00 received – → ${DUE}`, `2024-01-10 08:00 announced ${DUE} → ${DUE}`, `2024-01-11 08:00 apology ${DUE} → 2024-01-19 17:00`,
    '2024-01-18 08:00 changed 2024-01-19 17:00 → 2024-01-22 17:00', '2024-01-22 17:00 mark 2024-01-22 17:00 → 2024-01-22 17:00', '2024-01-23 08:00 ended 2024-01-22 17:00 → 2024-01-22 17:00, ended',
  ]);
});

test('the time that shifts a due date counts once what was waited for at the same time, and is not told with a date that was told', async (t) => {
  const waits = [taken, paymentAsked('2024-01-08 08:00'), suspended('2024-01-08 13:30'), feePaid('2024-01-09 08:00')] as const;
  t.match(tell('2024-01-09 09:00', waits)?.entries.map(({ shift }) => shift), [undefined, undefined, undefined, undefined], 'the clock still stands');
  const goesOn = tell('2024-01-10 09:00', [...waits, resumed('2024-01-10 08:00')])?.entries.at(-1);
  t.match(goesOn, { new: vietnamTime('2024-01-16 17:00'), shift: { from: vietnamTime('2024-01-08 08:00'), to: vietnamTime('2024-01-10 08:00'), workingMinutes: 960 } });
  t.equal(tell('2024-01-10 09:00', [...waits, resumed('2024-01-10 08:00', '2024-01-18 17:00')])?.entries.at(-1)?.shift, undefined);
});

test('a due date is out of force while its limit waits to start again, and only under a rule that starts it again', async (t) => {
  const items = [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-09 08:00')] as const;
  for (const [rule, restarts] of [[ND61, true], [ND61_EXTENDED, true], [PORTAL_766, false]] as const) {
    const [waiting, back] = [tell('2024-01-08 09:00', items, rule), tell('2024-01-09 09:00', items, rule)];
    t.strictSame([waiting?.awaitsRestart, waiting?.entries.at(-1)?.restart, waiting?.remainingMinutes === undefined], [restarts, restarts ? 'awaited' : 'none', restarts], rule.id);
    t.strictSame([back?.awaitsRestart, back?.entries.at(-1)?.restart, back?.entries.at(-1)?.shift === undefined], [false, restarts ? 'started' : 'none', restarts], rule.id);
  }
});

test('a second supplement is told as what makes the dossier late, where it does', async (t) => {
  const twice = [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-08 09:00'), supplementAsked('2024-01-09 08:00')] as const;
  t.equal(tell('2024-01-09 09:00', twice, PORTAL_766)?.entries.at(-1)?.cause, 'second_supplement');
  t.equal(tell('2024-01-09 09:00', twice)?.entries.at(-1)?.cause, 'supplement');
});

test('a correction tells the date before and after it, and what was first promised stays told', async (t) => {
  const story = tell('2024-01-10 08:00', [taken, corrected('2024-01-09 08:00', 'receivedAt', '2024-01-05 08:00', '2024-01-08 08:00')]);
  t.same(lines(story), ['2024-01-08 08:00 received – → 2024-01-15 17:00', `2024-01-09 08:00 corrected ${DUE} → 2024-01-15 17:00`]);
  t.match(story, { promisedDueAt: vietnamTime(DUE), dueAt: vietnamTime('2024-01-15 17:00') });
});

test('the promised date and the one by the calendar of today are both shown', async (t) => {
  const items = [taken, daysOff('H57', '2024-01-08', '2024-01-10')] as const;
  t.match(tell('2024-01-09 08:00', items), { dueAt: vietnamTime(DUE), currentCalendarDueAt: vietnamTime('2024-01-15 17:00') });
  t.match(tell('2024-01-07 08:00', items), { dueAt: vietnamTime(DUE), currentCalendarDueAt: vietnamTime(DUE) }, 'before it was announced');
  const told = tell('2024-01-09 08:00', [received('2024-01-05 08:00', DUE), daysOff('H57', '2024-01-08', '2024-01-10')]);
  t.match(told, { currentCalendarDueAt: vietnamTime(DUE) }, 'a told date follows no calendar');
});

test('a date in a year whose days off nobody has announced is told to be uncertain', async (t) => {
  t.equal(tell('2031-01-08 08:00', [received('2031-01-06 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } })])?.beyondAnnounced, true);
});

test('a reopening that tells a date starts the clock anew, one that tells none goes on without the time it was closed', async (t) => {
  const ended = [taken, resolved('2024-01-08 08:00')] as const;
  t.match(tell('2024-01-15 08:00', [...ended, reopened('2024-01-15 07:00', '2024-01-31 17:00')]), { startedAt: vietnamTime('2024-01-15 07:00'), elapsedMinutes: 60 });
  t.match(tell('2024-01-12 08:00', [...ended, reopened('2024-01-12 07:00')]), { startedAt: vietnamTime('2024-01-05 08:00'), elapsedMinutes: 540, dueAt: vietnamTime(DUE) });
  const unreceived = tell('2024-01-12 08:00', [refusedAtCounter('2024-01-05 08:00'), reopened('2024-01-12 07:00')]);
  t.match(unreceived, { receivedAt: undefined, startedAt: vietnamTime('2024-01-12 07:00'), limit: { from: 'none' }, dueAt: undefined, remainingMinutes: undefined });
});
