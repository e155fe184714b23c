import { delayOf } from '@motcua/dossier';
import type { Delay } from '@motcua/dossier';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { apology, delayAnnounced, mark, opinionAsked, opinionGiven, received, reopened, resolved, suspended, terminated, transferred } from './given.ts';
import { daysOff, log, stepsOf } from './log.ts';
import type { Item } from './log.ts';

const taken = received('2024-01-05 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } });
const DUE = '2024-01-12 17:00';
const DAY = 480;
const twoDays = { limit: { amount: 2, unit: 'working_days' } } as const;

function delay(items: readonly Item[], asOf?: string): Delay | undefined {
  const made = log(...items);
  return delayOf(stepsOf(made), made.almanac, asOf === undefined ? undefined : vietnamTime(asOf));
}

/** `office cause minutes`. */
function shares(...items: readonly Item[]): readonly string[] {
  return delay(items)?.shares.map(({ office, cause, minutes }) => `${office} ${cause} ${minutes}`) ?? [];
}

test('a dossier in time has no delay, nor one that ended without a result', async (t) => {
  t.equal(delay([taken, resolved(DUE)]), undefined);
  t.equal(delay([taken], '2024-01-12 17:00'), undefined, 'the due minute is in time');
  t.equal(delay([taken, mark(DUE), terminated('2024-01-16 08:00')], '2024-02-01 08:00'), undefined);
  t.equal(delay([]), undefined);
});

test('a delay is counted in working minutes from the missed due date to the result', async (t) => {
  t.match(delay([taken, resolved('2024-01-16 09:00')]), { dueAt: vietnamTime(DUE), until: vietnamTime('2024-01-16 09:00'), minutes: DAY + 120 });
  t.match(delay([taken, resolved('2024-01-13 09:00')]), { minutes: 0, shares: [{ office: 'H57.01', cause: 'own_fault', minutes: 0 }] }, 'on a Saturday nothing of it is working time');
  t.match(delay([taken, daysOff('H57', '2024-01-14', '2024-01-15'), resolved('2024-01-16 09:00')]), { minutes: 120 }, 'a day that turned out to be off is none of it');
  t.match(delay([taken, mark(DUE), suspended('2024-01-15 08:00'), resolved('2024-01-16 09:00')]), { minutes: DAY + 120 }, 'a pause after the due date excuses nothing');
});

test('an unfinished dossier has the delay up to the instant asked for, with or without the mark', async (t) => {
  t.match(delay([taken], '2024-01-15 11:30'), { minutes: 270 });
  t.match(delay([taken, mark(DUE)], '2024-01-15 11:30'), { minutes: 270 });
  t.equal(delay([taken, mark(DUE)]), undefined, 'without an instant there is none');
});

test('the time in which a dossier was closed is no delay', async (t) => {
  const again = [taken, resolved('2024-01-15 17:00'), reopened('2024-01-22 07:00', '2024-01-31 17:00'), resolved('2024-01-22 11:30')] as const;
  t.match(delay(again), { dueAt: vietnamTime(DUE), minutes: DAY + 270 });
});

test('what nobody else took is the responsible authority’s, with the cause that somebody named', async (t) => {
  t.same(shares(taken, resolved('2024-01-15 17:00')), [`H57.01 own_fault ${DAY}`]);
  t.same(shares(taken, resolved('2024-01-15 17:00', { delayCause: 'applicant' })), [`H57.01 applicant ${DAY}`]);
  t.same(shares(taken, delayAnnounced('2024-01-10 08:00', 'verification'), resolved('2024-01-15 17:00')), [`H57.01 verification ${DAY}`]);
  t.same(shares(taken, delayAnnounced('2024-01-10 08:00', 'verification'), apology('2024-01-11 08:00'), resolved('2024-01-15 17:00', { delayCause: 'objective' })), [`H57.01 objective ${DAY}`], 'the result has the last word');
});

test('an office that was asked answers for what it took beyond its own limit', async (t) => {
  const asked = [taken, opinionAsked('2024-01-08 08:00', 'H57.03', twoDays)] as const;
  t.same(shares(...asked, opinionGiven('2024-01-10 17:00'), resolved('2024-01-17 17:00')), [`H57.01 own_fault ${3 * DAY}`], 'in time');
  t.same(shares(...asked, opinionGiven('2024-01-11 17:00'), resolved('2024-01-17 17:00')), [`H57.01 own_fault ${2 * DAY}`, `H57.03 coordinating_office ${DAY}`], 'a day over, although before the due date');
  t.same(shares(...asked, opinionGiven('2024-01-11 17:00'), resolved('2024-01-17 17:00', { delayCause: 'coordinating_office' })), [`H57.01 own_fault ${2 * DAY}`, `H57.03 coordinating_office ${DAY}`], 'what is left is not theirs');
  t.same(shares(taken, opinionAsked('2024-01-08 08:00', 'H57.03', { dueAt: '2024-01-09' }), opinionGiven('2024-01-10 17:00'), resolved('2024-01-17 17:00')), [`H57.01 own_fault ${2 * DAY}`, `H57.03 coordinating_office ${DAY}`], 'by a date of its own');
});

test('without a limit of its own an office answers for what it took beyond the due date', async (t) => {
  const asked = [taken, opinionAsked('2024-01-08 08:00')] as const;
  t.same(shares(...asked, opinionGiven('2024-01-15 17:00'), resolved('2024-01-17 17:00')), [`H57.01 own_fault ${2 * DAY}`, `H57.03 coordinating_office ${DAY}`]);
  t.same(shares(...asked, resolved('2024-01-17 17:00')), [`H57.03 coordinating_office ${3 * DAY}`], 'one that never answered had it to the end');
  t.same(shares(...asked, resolved('2024-01-17 17:00'), opinionGiven('2024-02-17 17:00')), [`H57.03 coordinating_office ${3 * DAY}`], 'and no longer');
});

test('an office that had the dossier answers until it went on', async (t) => {
  const away = [taken, transferred('2024-01-08 08:00', 'H57.02', twoDays)] as const;
  t.same(shares(...away, transferred('2024-01-11 17:00', 'H57.01'), resolved('2024-01-16 17:00')), [`H57.01 own_fault ${DAY}`, `H57.02 coordinating_office ${DAY}`]);
  t.same(shares(...away, transferred('2024-01-11 17:00', 'H57.03', { limit: { amount: 3, unit: 'working_days' } }), resolved('2024-01-16 17:00')), [`H57.01 own_fault ${DAY}`, `H57.02 coordinating_office ${DAY}`], 'the next one was still within its limit');
  t.same(shares(...away, transferred('2024-01-11 17:00', 'H57.03', twoDays), resolved('2024-01-16 17:00')), [`H57.02 coordinating_office ${DAY}`, `H57.03 coordinating_office ${DAY}`]);
});

test('when the offices took more than the delay, their shares shrink alike and still add up to it', async (t) => {
  const three = ['H57.02', 'H57.03', 'H57.04'].map((office) => opinionAsked('2024-01-05 09:00', office, { limit: { amount: 1, unit: 'working_days' } }));
  const over = delay([taken, ...three, resolved('2024-01-15 07:10')]);
  t.match(over, { minutes: 10 });
  t.same(over?.shares.map(({ minutes }) => minutes), [4, 3, 3]);
  t.same(shares(taken, opinionAsked('2024-01-05 09:00', 'H57.02', twoDays), opinionAsked('2024-01-05 09:00', 'H57.03', { limit: { amount: 4, unit: 'working_days' } }), opinionGiven('2024-01-12 17:00', 'H57.03'), opinionGiven('2024-01-12 17:00', 'H57.02'), resolved('2024-01-15 17:00')),
    ['H57.02 coordinating_office 360', 'H57.03 coordinating_office 120'], 'three days to one');
});

test('an office that was asked twice answers for both in one share', async (t) => {
  const asked = [opinionAsked('2024-01-08 08:00', 'H57.03', { dueAt: '2024-01-08' }), opinionGiven('2024-01-09 11:30'), opinionAsked('2024-01-10 07:00', 'H57.03', { dueAt: '2024-01-10' }), opinionGiven('2024-01-11 11:30')];
  t.same(shares(taken, ...asked, resolved('2024-01-17 17:00')), [`H57.01 own_fault ${3 * DAY - 540}`, 'H57.03 coordinating_office 540']);
});

test('the authority’s own opinion is its own time', async (t) => {
  t.same(shares(taken, opinionAsked('2024-01-08 08:00', 'H57.01'), resolved('2024-01-15 17:00')), [`H57.01 own_fault ${DAY}`]);
});
