import { LATENESS_RULES } from '@motcua/dossier';
import { definitions, factClassesOf, factDefinitions, figuresOf, indicatorDefinitions, indicatorOf, percent, points, tableIndicators } from '@motcua/ledger';
import type { Figures, Term } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';

const nothing = figuresOf([], 'level');
const [portalOnTime] = tableIndicators;

test('the share and the points that the national portal has published follow from its counts', async (t) => {
  t.equal(percent(403_016, 464_494), 86.76);
  t.equal(points(403_016, 464_494, 20), 17.35);
});

test('what is unfinished and within its limit counts on time by the portal, what is overdue does not', async (t) => {
  const figures: Figures = { ...nothing, resolved: 70, resolvedOnTime: 60, closingReceived: 30, withinLimit: 25, awaitingReception: 9 };
  t.same(indicatorOf(portalOnTime, figures), { numerator: 85, denominator: 100, ratePercent: 85, points: 17 });
});

test('of no dossiers there is neither a share nor a point', async (t) => {
  t.same(indicatorOf(portalOnTime, nothing), { numerator: 0, denominator: 0, ratePercent: null, points: null });
});

test('points are rounded half up to two decimals', async (t) => {
  for (const [numerator, denominator, maximum, expected] of [
    [0, 7, 20, 0], [7, 7, 20, 20], [1, 3, 20, 6.67], [2, 3, 1, 0.67], [1, 8, 1, 0.13], [1, 1_600, 20, 0.01], [1, 8_000, 20, 0], [5, 0, 20, null],
  ] as const) t.equal(points(numerator, denominator, maximum), expected, `${numerator} / ${denominator} of ${maximum}`);
});

test('points never differ from the exact product by more than half of their last decimal', async () => {
  fc.assert(fc.property(fc.nat(2_000_000), fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 1, max: 100 }), (numerator, denominator, maximum) => {
    const hundredths = BigInt(Math.round((points(numerator, denominator, maximum) ?? 0) * 100));
    const twice = 2n * (hundredths * BigInt(denominator) - BigInt(numerator) * BigInt(maximum) * 100n);
    return -BigInt(denominator) < twice && twice <= BigInt(denominator);
  }));
});

test('an indicator names a rule that has a book, figures that exist, a Vietnamese label in NFC and a source', async (t) => {
  for (const { id, version, label, rule, numerator, denominator, source } of indicatorDefinitions) {
    t.match(id, /^[a-z][A-Za-z]+$/);
    t.ok(version >= 1 && label === label.normalize('NFC') && source.length > 0 && LATENESS_RULES.some((known) => known.id === rule), id);
    for (const { figure } of [...numerator, ...denominator]) t.ok([...definitions, ...factDefinitions].some((one) => one.id === figure), figure);
  }
});

test('an indicator that counts procedures names facts, of every channel, and nothing is in its numerator that is not in its denominator', async (t) => {
  const counting = indicatorDefinitions.filter(({ countedBy }) => countedBy === 'procedure');
  t.strictSame(counting.map(({ id }) => id), ['proceduresPaidOnlineShare']);
  for (const { numerator, denominator } of counting) {
    for (const { figure, sign } of [...numerator, ...denominator]) {
      const fact = factDefinitions.find(({ id }) => id === figure);
      const terms: readonly Term[] = fact?.terms ?? [];
      t.ok(sign === 1 && terms.length > 0 && terms.every((term) => term.measure === 'flow' && term.channels === undefined && term.causes?.includes('noted')), figure);
    }
    const all = new Set(factClassesOf(denominator));
    t.ok(factClassesOf(numerator).length > 0 && factClassesOf(numerator).every((one) => all.has(one)));
  }
});
