import assert from 'node:assert/strict';
import { DOSSIER_CLASSES, LATENESS_RULES, OPEN_CLASSES } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import { CAUSES, definitions, DIMENSIONS, figuresOf, fits, identities, imbalances, parentImbalances, percent, rateDefinitions, ratesOf, total, transferCauses } from '@motcua/ledger';
import type { Dimension, Figures, Sum } from '@motcua/ledger';
import { pools, randomRuns, worlds } from '@motcua/testkit';
import type { OracleNode } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { bookOf, figuresFrom, journalOf, liesIn } from './journal.ts';
import type { Row } from './journal.ts';

const rowsOf: Readonly<Record<'authority' | 'field' | 'procedure' | 'channel', readonly OracleNode[]>> = {
  authority: [...pools.authorities, 'unknown'].map((authority) => ({ by: 'authority', authorities: [authority] })),
  field: [...pools.fields, 'unknown'].map((code) => ({ by: 'field', code })),
  procedure: [...pools.procedures, 'unknown'].map((code) => ({ by: 'procedure', code })),
  channel: [...pools.channels, 'unknown'].map((code) => ({ by: 'channel', code })),
};

const START = '2023-12-04';
const day = fc.nat(70).map((offset) => addDays(START, offset));
const period = fc.tuple(day, day).map(([a, b]) => a < b ? { from: a, to: b } : { from: b, to: a });

/** The book of some rule in the journal of a random log, as known at some position. */
const journal = fc.tuple(worlds(), fc.nat(), fc.constantFrom(...LATENESS_RULES)).map(([world, cut, rule]) => {
  const position = world.arrivals.length - cut % (world.arrivals.length + 1);
  return bookOf(journalOf(world), rule.id).filter((row) => row.position <= position);
});

function everyRow(check: (dimension: Dimension, counts: (row: Row) => boolean, name: string) => void): void {
  for (const [dimension, nodes] of Object.entries(rowsOf)) {
    for (const node of nodes) check(node.by, liesIn(node), `${dimension} ${JSON.stringify(node)}`);
  }
}

test('every identity holds in every row of a table that stands for some authorities only', async () => {
  fc.assert(fc.property(journal, period, fc.subarray<string>([...pools.authorities], { minLength: 1 }), (rows, { from, to }, within) => {
    const inScope = rows.filter(({ placement }) => within.includes(placement.authority));
    everyRow((dimension, counts, name) => assert.deepEqual(imbalances(figuresFrom(inScope, dimension, counts, from, to)), [], `${name} within ${within.join()}`));
    for (const dimension of DIMENSIONS) assert.deepEqual(imbalances(figuresFrom(inScope, dimension, () => true, from, to)), [], `total by ${dimension} within ${within.join()}`);
  }), { numRuns: randomRuns(10) });
});

test('every identity holds in every row of every table, and no figure is negative', async () => {
  fc.assert(fc.property(journal, period, (rows, { from, to }) => {
    everyRow((dimension, counts, name) => assert.deepEqual(imbalances(figuresFrom(rows, dimension, counts, from, to)), [], name));
    for (const dimension of ['level', 'day', 'authority'] as const) assert.deepEqual(imbalances(figuresFrom(rows, dimension, () => true, from, to)), [], dimension);
  }), { numRuns: randomRuns(12) });
});

test('a parent is the sum of its children in every table', async () => {
  fc.assert(fc.property(journal, period, (rows, { from, to }) => {
    for (const [dimension, nodes] of Object.entries(rowsOf)) {
      const children = nodes.map((node) => figuresFrom(rows, node.by, liesIn(node), from, to));
      assert.deepEqual(parentImbalances(figuresFrom(rows, nodes[0]?.by ?? 'authority', () => true, from, to), children), [], dimension);
    }
  }), { numRuns: randomRuns(12) });
});

test('the opening of a period is the closing of the one before', async () => {
  const pairs = [['openingReceived', 'closingReceived'], ['openingAwaiting', 'awaitingReception']] as const;
  fc.assert(fc.property(journal, period, (rows, { from, to }) => {
    everyRow((dimension, counts, name) => {
      const now = figuresFrom(rows, dimension, counts, from, to);
      const before = figuresFrom(rows, dimension, counts, START, addDays(from, -1));
      for (const [opening, closing] of pairs) assert.equal(now[opening], before[closing], name);
    });
  }), { numRuns: randomRuns(10) });
});

test('the flows of two neighbouring periods add up to those of both together', async () => {
  const stocks = new Set(definitions.filter(({ terms }) => terms.some(({ measure }) => measure !== 'flow')).map(({ id }) => id));
  fc.assert(fc.property(journal, period, day, (rows, { from, to }, middle) => {
    if (middle < from || middle >= to) return;
    everyRow((dimension, counts, name) => {
      const [whole, first, second] = [[from, to], [from, middle], [addDays(middle, 1), to]].map(([a = '', b = '']) => figuresFrom(rows, dimension, counts, a, b));
      for (const { id } of definitions) if (!stocks.has(id)) assert.equal(whole?.[id], (first?.[id] ?? 0) + (second?.[id] ?? 0), `${name} ${id}`);
    });
  }), { numRuns: randomRuns(10) });
});

test('the order of the movements and how they were added up before do not matter', async () => {
  const shuffled = journal.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length })));
  fc.assert(fc.property(shuffled, period, ([rows, others], { from, to }) => {
    const figures = figuresFrom(rows, 'authority', () => true, from, to);
    assert.deepEqual(figuresFrom(others, 'authority', () => true, from, to), figures);
    assert.deepEqual(figuresOf(grouped(rows.filter(({ effectiveOn }) => effectiveOn <= to), from), 'authority'), figures);
  }), { numRuns: randomRuns(10) });
});

/** One sum for each class, cause, side and channel, as a database would group them. */
function grouped(rows: readonly Row[], from: string): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const { class: dossierClass, cause, side, placement: { channel }, amount, effectiveOn } of rows) {
    const key = JSON.stringify([dossierClass, cause, side, channel]);
    const sum = sums.get(key) ?? { class: dossierClass, cause, side, channel, opening: 0, flow: 0 };
    sums.set(key, effectiveOn < from ? { ...sum, opening: sum.opening + amount } : { ...sum, flow: sum.flow + amount });
  }
  return [...sums.values()];
}

test('of no movements every figure is 0 and no rate is shown', async (t) => {
  const figures = figuresOf([], 'authority');
  for (const { id } of definitions) t.equal(figures[id], 0, id);
  t.same(imbalances(figures), []);
  t.same(Object.values(ratesOf(figures)), [null, null, null]);
});

test('an identity that does not hold and a negative figure are named', async (t) => {
  const figures: Figures = { ...figuresOf([], 'authority'), received: 2, submitted: -1, resolved: 1, resolvedEarly: 1, resolvedOnTime: 1 };
  t.same(imbalances(figures), [
    { identity: 'received-book', left: 2, right: 1 }, { identity: 'waiting-book', left: -1, right: 0 }, { identity: 'not-negative:submitted', left: -1, right: 0 },
  ]);
  t.same(parentImbalances(figures, [figures, { ...figures, received: 1 }]).map(({ identity }) => identity), definitions.filter(({ id }) => figures[id] !== 0).map(({ id }) => `children:${id}`));
});

test('each identity notices one dossier too many in every figure that it names', async (t) => {
  const empty = figuresOf([], 'authority');
  for (const { id, left, right } of identities) {
    for (const { figure } of [...left, ...right]) t.ok(imbalances({ ...empty, [figure]: 1 }).some(({ identity }) => identity === id), `${id}: ${figure}`);
  }
});

test('every figure is part of an identity, or a part or neighbour of one that is', async (t) => {
  const named = new Set(identities.flatMap(({ left, right }) => [...left, ...right].map(({ figure }) => figure)));
  t.same(definitions.map(({ id }) => id).filter((id) => !named.has(id)), ['receivedOnline', 'paused', 'fellOverdue', 'refusedAtCounter']);
});

test('the two books are written as the accounting rules say', async (t) => {
  const written = (id: string): string | undefined => {
    const identity = identities.find((one) => one.id === id);
    const side = (terms: typeof identities[number]['left']): string => terms.map(({ figure, sign }) => `${sign === 1 ? '+' : '-'}${figure}`).join(' ');
    return identity && `${side(identity.left)} = ${side(identity.right)}`;
  };
  t.equal(written('received-book'), '+openingReceived +received +reopened +transferredIn -transferredOut = +resolved +closedAfterReception +closingReceived');
  t.equal(written('waiting-book'), '+openingAwaiting +submitted +awaitingTransferredIn -awaitingTransferredOut = +receivedAfterSubmission +refused +closedBeforeReception +awaitingReception');
  t.equal(total([{ figure: 'received', sign: 1 }, { figure: 'reopened', sign: -1 }], { ...figuresOf([], 'level'), received: 5, reopened: 2 }), 3);
});

test('a change of authority is a transfer in every table, a correction in the table of what it corrects', async (t) => {
  const ofAuthority = ['reassigned', 'succession', 'corrected_authority'];
  t.same(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, transferCauses(dimension)])), {
    level: ofAuthority, authority: ofAuthority, day: ofAuthority,
    field: [...ofAuthority, 'corrected_field'], procedure: [...ofAuthority, 'corrected_procedure'],
    channel: [...ofAuthority, 'corrected_channel'],
  });
});

test('definitions have distinct ids, a Vietnamese label in NFC, a source, and only known classes and causes', async (t) => {
  t.equal(new Set(definitions.map(({ id }) => id)).size, definitions.length);
  t.equal(new Set(definitions.map(({ label }) => label)).size, definitions.length);
  for (const { id, version, label, source, terms } of [...definitions, ...rateDefinitions.map((rate) => ({ ...rate, terms: [] }))]) {
    t.match(id, /^[a-z][A-Za-z]+$/);
    t.ok(version >= 1 && label === label.normalize('NFC') && source !== '', id);
    for (const term of terms) t.ok(term.classes.length > 0 && term.classes.every((name) => DOSSIER_CLASSES.some((known) => known === name)), id);
  }
});

test('a leg fits a term by class, side, channel and cause together', async (t) => {
  const online = definitions.find(({ id }) => id === 'receivedOnline')?.terms[0];
  if (online === undefined) throw new Error('no such figure');
  const leg = { class: 'in_progress', cause: 'received', side: 'to', channel: 'online' } as const;
  t.ok(fits(online, leg, new Set()));
  for (const other of [{ class: 'paused' }, { cause: 'reopened' }, { side: 'from' }, { channel: 'postal' }] as const) t.notOk(fits(online, { ...leg, ...other }, new Set()), JSON.stringify(other));
  t.ok(CAUSES.includes('received'));
});

test('rates are rounded half up to two decimals, and a zero denominator gives none', async (t) => {
  for (const [numerator, denominator, expected] of [
    [0, 0, null], [5, 0, null], [0, 7, 0], [7, 7, 100], [1, 3, 33.33], [2, 3, 66.67], [1, 8, 12.5], [1, 800, 0.13], [1, 1600, 0.06], [12345, 100000, 12.35], [8, 7, 114.29],
    [17026, 17291, 98.47], [19594, 20932, 93.61], [34500, 34954, 98.7], [16701, 19750, 84.56], [10642, 27488, 38.72], [21619, 39483, 54.76],
  ] as const) t.equal(percent(numerator, denominator), expected, `${numerator} / ${denominator}`);
});

test('a rate never differs from the exact quotient by more than half of its last decimal', async () => {
  fc.assert(fc.property(fc.nat(2_000_000), fc.integer({ min: 1, max: 2_000_000 }), (numerator, denominator) => {
    const hundredths = BigInt(Math.round((percent(numerator, denominator) ?? 0) * 100));
    const twice = 2n * (hundredths * BigInt(denominator) - BigInt(numerator) * 10_000n);
    return -BigInt(denominator) < twice && twice <= BigInt(denominator);
  }));
});

test('rates follow from their figures', async (t) => {
  const figures: Figures = { ...figuresOf([], 'level'), received: 19_750, receivedOnline: 16_701, resolved: 17_291, resolvedOnTime: 17_026 };
  t.same(ratesOf(figures), { onlineRatePercent: 84.56, resolvedRatePercent: 87.55, onTimeRatePercent: 98.47 });
});

test('a stock counts open dossiers, whatever brought them there: so it can be carried forward without its causes', (t) => {
  for (const { id, terms } of definitions) {
    for (const { measure, classes, ...term } of terms) {
      if (measure === 'flow') continue;
      t.strictSame(classes.filter((one) => !OPEN_CLASSES.some((open) => open === one)), [], `${id}: only open classes`);
      t.strictSame([term.causes, term.side], [undefined, undefined], `${id}: no causes, no side`);
    }
  }
  t.end();
});
