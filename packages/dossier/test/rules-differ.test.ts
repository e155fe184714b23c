import { LATENESS_RULES, ND61, ND61_EXTENDED, PORTAL_766 } from '@motcua/dossier';
import type { LatenessRule } from '@motcua/dossier';
import { test } from 'tap';
import { apology, dueDateChanged, mark, received, resolved, submitted, supplementAsked, supplementBack } from './given.ts';
import { dueOf, log, situationOf } from './log.ts';
import type { Item } from './log.ts';

const taken = received('2024-01-05 08:00', undefined, { limit: { amount: 5, unit: 'working_days' } });
const DUE = '2024-01-12 17:00';

/** The classes under nd61, nd61-extended and portal-766. */
function classes(...items: readonly Item[]): readonly string[] {
  return LATENESS_RULES.map((rule) => situationOf(log(...items), rule).class);
}

function duesUnder(rules: readonly LatenessRule[], ...items: readonly Item[]): readonly (string | undefined)[] {
  return rules.map((rule) => dueOf(log(...items), rule));
}

test('a supplement restarts the limit from zero, or its waiting is subtracted', async (t) => {
  const back = [taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00')] as const;
  t.same(duesUnder(LATENESS_RULES, ...back), ['2024-01-22 17:00', '2024-01-22 17:00', '2024-01-17 17:00']);
  t.same(classes(...back, resolved('2024-01-19 08:00')), ['resolved_early', 'resolved_early', 'resolved_late']);
});

test('the date that a supplement tells counts where the limit restarts, and not where waiting is subtracted', async (t) => {
  const told = [taken, supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00', '2024-01-31 17:00')] as const;
  t.same(duesUnder(LATENESS_RULES, ...told), ['2024-01-31 17:00', '2024-01-31 17:00', '2024-01-17 17:00']);
  const undated = [received('2024-01-05 08:00'), supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00', '2024-01-31 17:00')] as const;
  t.equal(dueOf(log(...undated), PORTAL_766), '2024-01-31 17:00', 'unless there was none to subtract from');
});

test('a second supplement is late for ever under the portal rule, and only there', async (t) => {
  const twice = [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-08 09:00'), supplementAsked('2024-01-09 08:00')] as const;
  t.same(classes(...twice), ['paused', 'paused', 'overdue']);
  const back = [...twice, supplementBack('2024-01-09 09:00')] as const;
  t.same(classes(...back), ['in_progress', 'in_progress', 'overdue']);
  t.same(classes(...back, resolved('2024-01-09 10:00')), ['resolved_early', 'resolved_early', 'resolved_late']);
  t.equal(situationOf(log(...back, resolved('2024-01-09 10:00')), PORTAL_766).missedDueAt, undefined, 'no due date was missed');
  t.not(situationOf(log(...back, resolved('2024-03-09 10:00')), PORTAL_766).missedDueAt, undefined, 'unless one passed too');
});

test('a supplement asked for before the reception is not the first of two', async (t) => {
  const items = [submitted('2024-01-04 08:00'), supplementAsked('2024-01-04 09:00'), supplementBack('2024-01-04 10:00'), taken, supplementAsked('2024-01-08 08:00')] as const;
  t.same(classes(...items), ['paused', 'paused', 'paused']);
});

test('an apology moves the due date only under the rule that says so', async (t) => {
  for (const letter of [apology('2024-01-11 08:00', '2024-01-19 17:00'), dueDateChanged('2024-01-11 08:00', '2024-01-19 17:00', 'apology')]) {
    t.same(duesUnder(LATENESS_RULES, taken, letter), [DUE, '2024-01-19 17:00', DUE], letter.type);
    t.same(classes(taken, letter, resolved('2024-01-18 08:00')), ['resolved_late', 'resolved_early', 'resolved_late']);
  }
});

test('a letter and the change that follows from it are one re-appointment; a second one is a fact that moves nothing', async (t) => {
  const once = [taken, apology('2024-01-11 08:00', '2024-01-19 17:00'), dueDateChanged('2024-01-11 09:00', '2024-01-19 17:00', 'apology')] as const;
  t.equal(dueOf(log(...once), ND61_EXTENDED), '2024-01-19 17:00');
  const twice = [...once, apology('2024-01-18 08:00', '2024-01-26 17:00')] as const;
  t.equal(dueOf(log(...twice), ND61_EXTENDED), '2024-01-19 17:00');
  t.equal(situationOf(log(...twice), ND61_EXTENDED).apologies, 2);
  t.equal(situationOf(log(...twice, resolved('2024-01-22 08:00')), ND61_EXTENDED).class, 'resolved_late');
});

test('a re-appointment after the due date, or into the past, comes too late', async (t) => {
  t.equal(dueOf(log(taken, apology(DUE, '2024-01-19 17:00')), ND61_EXTENDED), '2024-01-19 17:00', 'in the due minute it is in time');
  const tooLate = log(taken, apology('2024-01-12 17:01', '2024-01-19 17:00'), resolved('2024-01-15 08:00'));
  t.match(situationOf(tooLate, ND61_EXTENDED), { class: 'resolved_late', reappointed: false });
  t.equal(dueOf(log(taken, apology('2024-01-11 08:00', '2024-01-10 17:00')), ND61_EXTENDED), DUE);
  t.equal(dueOf(log(received('2024-01-05 08:00'), apology('2024-01-11 08:00', '2024-01-19 17:00')), ND61_EXTENDED), undefined, 'where nothing was due there is nothing to re-appoint');
});

test('each rule has its own overdue marks', async (t) => {
  const items = [taken, apology('2024-01-11 08:00', '2024-01-19 17:00'), mark(DUE), mark(DUE, 'portal-766')] as const;
  t.same(classes(...items), ['overdue', 'in_progress', 'overdue']);
  t.same(classes(...items, mark('2024-01-19 17:00', 'nd61-extended')), ['overdue', 'overdue', 'overdue']);
});

test('every rule has a name of its own, and the first is the one of every figure for which none is named', async (t) => {
  t.equal(LATENESS_RULES[0], ND61);
  t.equal(new Set(LATENESS_RULES.map(({ id }) => id)).size, LATENESS_RULES.length);
  for (const { label } of LATENESS_RULES) t.equal(label.normalize('NFC'), label);
});

test('what is late follows from what a rule says, so a rule of other terms needs no other code', async (t) => {
  const mixed: LatenessRule = { ...ND61_EXTENDED, id: 'mixed', label: 'Thử', secondSupplement: PORTAL_766.secondSupplement };
  const letter = [taken, apology('2024-01-11 08:00', '2024-01-19 17:00'), resolved('2024-01-18 08:00')] as const;
  const asked = [taken, supplementAsked('2024-01-08 08:00'), supplementBack('2024-01-08 09:00'), supplementAsked('2024-01-09 08:00')] as const;
  const [byLetter, byAsking] = [situationOf(log(...letter), mixed), situationOf(log(...asked), mixed)];
  t.same([byLetter.class, byAsking.class], ['resolved_early', 'overdue']);
  for (const rule of LATENESS_RULES) t.notSame([situationOf(log(...letter), rule).class, situationOf(log(...asked), rule).class], ['resolved_early', 'overdue'], rule.id);
});
