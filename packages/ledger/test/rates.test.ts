import assert from 'node:assert/strict';
import { LATENESS_RULES, ND61 } from '@motcua/dossier';
import { currentDefinitions, defaultRateOf, definitions, figuresOf, imbalances, indicatorDefinitions, parentImbalances, percent, RATE_KINDS, rateDefinitions, ratePartsOf, ratesOf, rowRates, weightsOf } from '@motcua/ledger';
import type { DefinitionSet, Figures, RateId, Sum } from '@motcua/ledger';
import { randomRuns, worlds } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { bookOf, figuresFrom, journalOf } from './journal.ts';

const nothing = figuresOf([], 'level');

/** A province whose books balance: 100 + 400 = 380 + 20 + 100, and 8 dossiers are withdrawn. */
const province: Figures = {
  ...nothing, openingReceived: 100, received: 400, receivedOnline: 300, resolved: 380, resolvedOnTime: 350, resolvedEarly: 250, resolvedOnDueDate: 100, resolvedLate: 26, resolvedUndated: 4,
  closedAfterReception: 20, withdrawnAfterReception: 8, terminatedAfterReception: 12, closingReceived: 100, withinLimit: 90, overdue: 10, fellOverdue: 31, inProgress: 100,
};

const rate = (id: RateId) => currentDefinitions.rates.find((one) => one.id === id) ?? assert.fail(`no rate ${id}`);

test('the seven on-time rates of real reports differ on the same figures, each as its definition says', async (t) => {
  t.same(imbalances(province), []);
  for (const [id, numerator, denominator, expected] of [
    ['onTimeRatePercent', 350, 380, 92.11],
    ['onTimeWithOthersPercent', 350 + 4 + 8, 380 + 8, 93.3],
    ['onTimeDuePercent', 350, 350 + 31, 91.86],
    ['notLatePercent', 100 + 400 - 10 - 26, 500, 92.8],
    ['onTimeReceivedPortalPercent', 350 + 90, 380 + 100, 91.67],
    ['onTimeReceivedPercent', 350, 400, 87.5],
    ['earlyRatePercent', 250, 380, 65.79],
    ['onDueDateRatePercent', 100, 380, 26.32],
  ] as const) t.same(ratePartsOf(rate(id), province), { numerator, denominator, percent: expected }, id);
  t.equal(rateDefinitions.filter(({ kind }) => kind === 'on-time').length, 8, 'the seventh definition is two rates');
});

test('what the national portal has published follows from its counts by the rate with its rules', async (t) => {
  const figures: Figures = { ...nothing, resolvedOnTime: 403_000, withinLimit: 16, resolved: 464_400, closingReceived: 94 };
  t.same(ratePartsOf(rate('onTimeReceivedPortalPercent'), figures), { numerator: 403_016, denominator: 464_494, percent: 86.76 });
  t.equal(percent(403_016, 464_494), 86.76);
});

test('an indicator takes its share, and the book in which it is counted, from its rate', async (t) => {
  for (const indicator of indicatorDefinitions) {
    if (indicator.rate === undefined) continue;
    const { numerator, denominator, rule = ND61.id } = rate(indicator.rate);
    t.strictSame({ numerator, denominator, rule }, { numerator: indicator.numerator, denominator: indicator.denominator, rule: indicator.rule }, indicator.id);
  }
});

test('late dossiers that came by transfer can make more late than were carried and received; the rate says so', async (t) => {
  t.equal(ratePartsOf(rate('notLatePercent'), { ...nothing, received: 1, transferredIn: 2, overdue: 2, closingReceived: 3, withinLimit: 1 }).percent, -100);
});

test('one rate of each kind is the default, and the reports\' own are in every row', async (t) => {
  for (const kind of RATE_KINDS) t.equal(rateDefinitions.filter((one) => one.kind === kind && one.isDefault).length, 1, kind);
  t.equal(defaultRateOf('on-time', rateDefinitions)?.id, 'onTimeRatePercent');
  t.equal(defaultRateOf('on-time', rateDefinitions.filter(({ kind }) => kind === 'online')), undefined);
  t.same(rowRates.map(({ id }) => id), ['onlineRatePercent', 'resolvedRatePercent', 'onTimeRatePercent']);
  t.same(ratesOf(province), { onlineRatePercent: 75, resolvedRatePercent: 95, onTimeRatePercent: 92.11 });
});

test('rates have distinct ids and labels, a Vietnamese label in NFC, a source, figures that exist and a rule that has a book', async (t) => {
  const lines = [...definitions, ...rateDefinitions];
  t.equal(new Set(lines.map(({ id }) => id)).size, lines.length);
  t.equal(new Set(lines.map(({ label }) => label)).size, lines.length);
  for (const { id, label, source, numerator, denominator, rule } of currentDefinitions.rates) {
    t.ok(/^[a-z][A-Za-z]+Percent$/.test(id) && label === label.normalize('NFC') && source === source.normalize('NFC') && source !== '', id);
    for (const { figure } of [...numerator, ...denominator]) t.ok(definitions.some((one) => one.id === figure), `${id}: ${figure}`);
    t.ok(rule === undefined || LATENESS_RULES.some((known) => known.id === rule), id);
  }
});

test('of no dossiers no definition gives a rate', async (t) => {
  for (const { id, ...parts } of rateDefinitions) t.same(ratePartsOf(parts, nothing), { numerator: 0, denominator: 0, percent: null }, id);
});

test('definitions that were stored as JSON count as they did', async () => {
  const stored: DefinitionSet = JSON.parse(JSON.stringify(currentDefinitions));
  fc.assert(fc.property(worlds({ dossiers: 4 }), fc.constantFrom(...LATENESS_RULES), (world, rule) => {
    const sums = bookOf(journalOf(world), rule.id).map(({ class: dossierClass, cause, side, placement: { channel }, amount, effectiveOn }): Sum =>
      ({ class: dossierClass, cause, side, channel, opening: effectiveOn < '2024-01-05' ? amount : 0, flow: effectiveOn < '2024-01-05' ? 0 : amount }));
    const figures = figuresOf(sums, 'level');
    const again = figuresOf(sums, 'level', stored);
    assert.deepEqual(again, figures);
    assert.deepEqual(ratesOf(again, { rates: stored.rates.filter(({ id }) => rowRates.some((one) => one.id === id)) }), ratesOf(figures));
    assert.deepEqual(imbalances(again, stored), []);
    assert.deepEqual(parentImbalances(again, [again], stored), []);
  }), { numRuns: randomRuns(10) });
});

test('definitions that lack a line or have one of their own are counted and checked by themselves', async (t) => {
  const figures = [...definitions.filter(({ id }) => id === 'received'), {
    id: 'receivedByPost', version: 3, label: 'Nhận qua bưu chính', source: 'Sổ thử', terms: [{ measure: 'flow', classes: ['in_progress'], causes: ['received'], side: 'to', channels: ['postal'], sign: 1 }],
  }] as const satisfies DefinitionSet['figures'];
  const leg = { class: 'in_progress', cause: 'received', side: 'to', channel: 'postal' } as const;
  const counted = figuresOf([{ ...leg, opening: 5, flow: 2 }, { ...leg, channel: 'online', opening: 0, flow: 3 }], 'level', { figures });
  t.same(counted, { received: 5, receivedByPost: 2 });
  t.same(weightsOf('receivedByPost', leg, 'level', { figures }), { opening: 0, flow: 1 });
  t.same(weightsOf('overdue', { ...leg, class: 'overdue' }, 'level', { figures }), { opening: 0, flow: 0 });
  t.same(imbalances({ received: 5, receivedByPost: -1 }, { figures }), [{ identity: 'not-negative:receivedByPost', left: -1, right: 0 }], 'identities that name other figures are not asked for');
  t.same(parentImbalances(counted, [{ received: 5, receivedByPost: 1 }], { figures }), [{ identity: 'children:receivedByPost', left: 2, right: 1 }]);
});

test('a mark that late news takes back is taken back on its own day, so no period ever counts less than no dossier as having become overdue', async () => {
  let seen = 0;
  fc.assert(fc.property(worlds(), fc.constantFrom(...LATENESS_RULES), fc.nat(), (world, rule, cut) => {
    const position = world.arrivals.length - cut % (world.arrivals.length + 1);
    const rows = bookOf(journalOf(world), rule.id).filter((row) => row.position <= position);
    for (const day of new Set(rows.map(({ effectiveOn }) => effectiveOn))) {
      for (const authority of new Set(rows.map(({ placement }) => placement.authority))) {
        const { fellOverdue } = figuresFrom(rows, 'authority', ({ placement }) => placement.authority === authority, day, day);
        assert.ok(fellOverdue >= 0, `${authority} on ${day}`);
        seen += fellOverdue;
      }
    }
  }), { numRuns: randomRuns(20) });
  assert.ok(seen > 0, 'some did become overdue');
});
