import { apologyDuties, apologyStatus } from '@motcua/dossier';
import type { ApologyDuty, DossierEventInput } from '@motcua/dossier';
import { happened, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { delayAnnounced, dueDateChanged, mark, paymentAsked, feePaid, ready, reassigned, received, reopened, resolved, returned, withdrawn } from './given.ts';
import { clock, daysOff, log, stepsOf } from './log.ts';
import type { Item } from './log.ts';

const taken = received('2024-01-05 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } });
const DUE = '2024-01-12 17:00';
const letter = (at: string, more: Partial<DossierEventInput<'ApologyIssued'>> = {}): Item =>
  happened('ApologyIssued', at, { letterNumber: '15/XL-UBND', cause: 'objective', unitAtFault: 'H57.01.03', signed: true, ...more });

function dutiesOf(...items: readonly Item[]): readonly ApologyDuty[] {
  const made = log(...items);
  return apologyDuties(stepsOf(made), made.almanac);
}

/** `ground, opened, letter due, sent`. */
function sketched(...items: readonly Item[]): readonly string[] {
  return dutiesOf(...items).map(({ ground, openedAt, letterDueAt, letter: sent }) => [ground, clock(openedAt), clock(letterDueAt), clock(sent?.sentAt) ?? '–'].join(', '));
}

test('a dossier that keeps its due date owes no letter', async (t) => {
  t.same(sketched(taken), []);
  t.same(sketched(taken, resolved(DUE), ready('2024-01-12 17:00'), returned('2024-03-01 08:00')), [], 'and its late collection neither');
  t.same(sketched(received('2024-01-05 08:00'), resolved('2024-06-05 08:00'), ready('2024-06-06 08:00')), [], 'nor does an undated one');
});

test('an announced delay owes the letter by the end of the working day one working day before the due date', async (t) => {
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00')), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, –']);
  t.same(sketched(daysOff('H57', '2024-01-10', '2024-01-11'), received('2024-01-05 08:00', DUE), delayAnnounced('2024-01-10 08:00')), ['announced, 2024-01-10 08:00, 2024-01-10 17:00, –'], 'a day off is no working day');
  t.same(sketched(taken, delayAnnounced('2024-01-12 08:00')), ['announced, 2024-01-12 08:00, 2024-01-11 17:00, –'], 'announced on the last day it is too late from the beginning');
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), delayAnnounced('2024-01-11 08:00')).length, 1, 'said twice, owed once');
});

test('the due date that passes after an announcement adds no second letter', async (t) => {
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), mark(DUE), resolved('2024-01-16 08:00')), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, –']);
});

test('an announced delay that does not come about owes nothing, if the dossier ends before the letter is due', async (t) => {
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), resolved('2024-01-11 17:00')), []);
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), withdrawn('2024-01-11 08:00')), []);
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), resolved('2024-01-11 17:01')), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, –']);
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), letter('2024-01-10 09:00'), resolved('2024-01-11 08:00')), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, 2024-01-10 09:00'], 'a letter that went out stays');
});

test('the letter of an announced delay follows the due date while there is time for it', async (t) => {
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), dueDateChanged('2024-01-11 08:00', '2024-01-19 17:00')), ['announced, 2024-01-10 08:00, 2024-01-18 17:00, –']);
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), dueDateChanged('2024-01-12 08:00', '2024-01-19 17:00')), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, –'], 'not once it is overdue itself');
  t.same(sketched(taken, delayAnnounced('2024-01-10 08:00'), paymentAsked('2024-01-11 08:00'), feePaid('2024-01-15 08:00')), ['announced, 2024-01-10 08:00, 2024-01-15 17:00, –'], 'a pause puts both off');
});

test('a due date that passes unfinished owes the letter at once', async (t) => {
  const owed = [`overdue, ${DUE}, ${DUE}, –`];
  t.same(sketched(taken, mark(DUE)), owed);
  t.same(sketched(taken, resolved('2024-01-12 17:01')), owed, 'also where no mark has come');
  t.same(sketched(taken, delayAnnounced('2024-01-12 17:01')), owed, 'an announcement after it is none');
  t.same(sketched(taken, mark(DUE), resolved('2024-01-16 08:00'), ready('2024-01-17 08:00'), returned('2024-01-18 08:00')), owed, 'once');
});

test('a mark that an earlier result undoes takes its duty back', async (t) => {
  t.same(sketched(taken, mark(DUE), resolved('2024-01-12 09:00')), []);
});

test('a result that is ready after the due date owes a letter on that working day, although it was resolved in time', async (t) => {
  t.same(sketched(taken, resolved('2024-01-12 16:00'), ready('2024-01-15 09:00')), ['ready_late, 2024-01-15 09:00, 2024-01-15 17:00, –']);
  t.same(sketched(taken, resolved('2024-01-12 16:00'), ready('2024-01-13 09:00')), ['ready_late, 2024-01-13 09:00, 2024-01-15 17:00, –'], 'of a Saturday the next working day');
  t.same(sketched(taken, resolved('2024-01-12 16:00'), ready(DUE)), []);
});

test('a letter meets a duty in time or late, or the duty is owed and then not met', async (t) => {
  const status = (asOf: string, ...items: readonly Item[]): readonly string[] => dutiesOf(...items).map((duty) => apologyStatus(duty, vietnamTime(asOf)));
  const announced = [taken, delayAnnounced('2024-01-10 08:00')] as const;
  t.same(status('2024-01-11 17:00', ...announced), ['owed']);
  t.same(status('2024-01-11 17:01', ...announced), ['not_met']);
  t.same(status('2024-02-01 08:00', ...announced, letter('2024-01-11 17:00')), ['met_in_time']);
  t.same(status('2024-02-01 08:00', ...announced, letter('2024-01-11 17:01')), ['met_late']);
  t.same(status('2024-02-01 08:00', ...announced, letter('2024-01-11 16:00', { sentAt: '2024-01-12T08:00:00+07:00' })), ['met_late'], 'when it was sent counts');
  t.same(status('2024-02-01 08:00', taken, letter('2024-01-10 08:00'), mark(DUE)), ['met_in_time'], 'one that was sent before meets it');
  t.same(status('2024-02-01 08:00', taken, mark(DUE), letter('2024-01-15 08:00')), ['met_late']);
  t.same(status('2024-01-15 07:59', taken, mark(DUE), letter('2024-01-15 08:00')), ['not_met'], 'as of a moment before the letter');
});

test('a due date that passed while the dossier was closed is owed for from the reopening on', async (t) => {
  const again = [taken, resolved('2024-01-11 08:00'), reopened('2024-02-20 09:00')] as const;
  t.same(sketched(...again), ['overdue, 2024-02-20 09:00, 2024-02-20 17:00, –']);
  t.same(sketched(...again, letter('2024-02-20 16:00')), ['overdue, 2024-02-20 09:00, 2024-02-20 17:00, 2024-02-20 16:00']);
});

test('every letter meets one duty', async (t) => {
  const lives = [taken, delayAnnounced('2024-01-10 08:00'), letter('2024-01-10 09:00'), resolved('2024-01-12 16:00'), ready('2024-01-15 09:00')] as const;
  t.same(sketched(...lives), ['announced, 2024-01-10 08:00, 2024-01-11 17:00, 2024-01-10 09:00', 'ready_late, 2024-01-15 09:00, 2024-01-15 17:00, –']);
  t.same(sketched(...lives, letter('2024-01-15 10:00')).at(-1), 'ready_late, 2024-01-15 09:00, 2024-01-15 17:00, 2024-01-15 10:00');
});

test('a reopened dossier may owe again what it had not yet missed, and a late letter still meets the first duty', async (t) => {
  const again = [taken, resolved('2024-01-11 08:00'), reopened('2024-01-15 08:00', '2024-01-19 17:00'), mark('2024-01-19 17:00')] as const;
  t.same(sketched(...again), ['overdue, 2024-01-19 17:00, 2024-01-19 17:00, –']);
  const twice = [taken, mark(DUE), resolved('2024-01-15 08:00'), reopened('2024-01-16 08:00', '2024-01-19 17:00'), letter('2024-01-17 08:00'), mark('2024-01-19 17:00')] as const;
  t.same(sketched(...twice), [`overdue, ${DUE}, ${DUE}, 2024-01-17 08:00`], 'late is late: the first date that passed is the one owed for');
});

test('a duty names the authority, the cause and the unit as the letter says, else the announcement, else the result', async (t) => {
  t.match(dutiesOf(taken, mark(DUE), letter('2024-01-15 08:00')), [{ authority: 'H57.01', cause: 'objective', unitAtFault: 'H57.01.03', letter: { number: '15/XL-UBND' } }]);
  t.match(dutiesOf(taken, delayAnnounced('2024-01-10 08:00', 'verification')), [{ cause: 'verification', unitAtFault: 'H57.01.02', letter: undefined }]);
  t.match(dutiesOf(taken, resolved('2024-01-16 08:00', { delayCause: 'inspection_team' })), [{ cause: 'inspection_team', unitAtFault: undefined }]);
  t.match(dutiesOf(taken, mark(DUE)), [{ cause: 'unknown' }]);
  t.match(dutiesOf(taken, mark(DUE), reassigned('2024-01-15 08:00', 'H57.02')), [{ authority: 'H57.01' }], 'who was responsible when the date passed owes it');
});
