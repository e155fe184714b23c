import { inSnapshot, membersOf, scopeExists, sumsOf, sumsOfTables } from '@motcua/database';
import { DIMENSIONS, EDITION_DIMENSIONS, figuresOf, imbalances, parentImbalances } from '@motcua/ledger';
import { randomRuns } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { CODES, expected, fill, keyed, tally } from './leg-by-leg.ts';
import type { Leg, Version } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const FROM = '2024-01-10';
const TO = '2024-01-20';
const PERIOD = { from: FROM, to: TO };

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2024-01-${String(n).padStart(2, '0')}`);
const code = fc.constantFrom(...CODES);
const version: fc.Arbitrary<Version> = fc.record({
  code, valid_from: day, valid_to: fc.option(day), level: fc.constantFrom('province', 'district', 'commune'), parent: fc.option(code),
  successors: fc.uniqueArray(fc.record({ authority: code, kind: fc.constantFrom('rest', 'rest', 'field', 'unit', 'other') }), { maxLength: 3, selector: ({ kind }) => kind }),
}).map(({ successors, ...one }) => one.valid_to === null || one.valid_to < one.valid_from ? { ...one, valid_to: null } : { ...one, ...namedBy(successors) });
const versions = fc.uniqueArray(version, { maxLength: 8, selector: (one) => `${one.code} ${one.valid_from}` }).filter(isTree);
const leg: fc.Arbitrary<Leg> = fc.record({
  authority: code, procedure: fc.constantFrom('1.001', '1.002'), field: fc.constantFrom('G01', 'G02'), channel: fc.constantFrom('online', 'postal', 'unknown'),
  rule: fc.constantFrom('nd61', 'nd61', 'other'), class: fc.constantFrom('outside', 'in_progress', 'resolved_late'),
  cause: fc.constantFrom('received', 'resolved'), side: fc.constantFrom('from', 'to'), day, amount: fc.constantFrom(-1, 1, 5),
});

test('a sum holds exactly the legs whose authority was in the scope on their day, and the stock that came and went with it', async (t) => {
  const database = await readModel(t), { db } = database;
  const cases = fc.record({ versions, legs: fc.array(leg, { maxLength: 40 }), scope: fc.constantFrom('VN', 'H57', 'H57.01', 'H58') });
  await fc.assert(fc.asyncProperty(cases, async ({ versions, legs, scope }) => {
    await fill(database, versions, legs);
    for (const dimension of DIMENSIONS) {
      const found = await sumsOf(db, { scope, period: PERIOD, rule: 'nd61', dimension });
      t.strictSame(tally(found.map(keyed)), tally(expected(versions, legs, { scope, period: PERIOD, dimension })), `${scope} by ${dimension}`);
    }
    for (const { rule, by: dimension, sums } of await sumsOfTables(db, { scope, period: PERIOD }, { rules: ['nd61', 'other'], dimensions: EDITION_DIMENSIONS })) {
      if (rule === 'nd61') t.strictSame(tally(sums.map(keyed)), tally(expected(versions, legs, { scope, period: PERIOD, dimension })), `${scope} by ${dimension}, read with the others`);
    }
  }), { numRuns: randomRuns(8) });
});

test('days of one place are added up for several tables at once only as long as they count in the same rows', async (t) => {
  const database = await readModel(t);
  const received = { procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', amount: 1 };
  const onDays = (authority: string): readonly Leg[] => ['2024-01-08', '2024-01-12', '2024-01-14', '2024-01-15', '2024-01-18'].map((on) => ({ ...received, authority, day: on }));
  const [moved, left, ended] = ['H57.01.07', 'H57.02', 'H57.01'] as const;
  const versions: readonly Version[] = [
    { code: moved, valid_from: '2024-01-01', valid_to: null, level: 'commune', parent: ended },
    { code: moved, valid_from: '2024-01-15', valid_to: null, level: 'commune', parent: left },
    { code: ended, valid_from: '2024-01-01', valid_to: '2024-01-14', level: 'district', parent: 'H57', successors: [{ authority: left }] },
    { code: left, valid_from: '2024-01-01', valid_to: null, level: 'district', parent: 'H57' },
  ];
  const legs = [...onDays(moved), ...onDays(ended), ...onDays(left)];
  await fill(database, versions, legs);
  for (const scope of ['H57', ended, left, moved]) {
    for (const { by: dimension, sums } of await sumsOfTables(database.db, { scope, period: PERIOD }, { rules: ['nd61'], dimensions: EDITION_DIMENSIONS })) {
      t.strictSame(tally(sums.map(keyed)), tally(expected(versions, legs, { scope, period: PERIOD, dimension })), `${scope} by ${dimension}`);
    }
  }
});

test('whatever was declared, the books of every row balance, no stock is negative, and the rows give the total', async (t) => {
  const database = await readModel(t), { db } = database;
  const dossier = fc.record({ authority: code, received: day, resolved: fc.option(day), channel: fc.constantFrom('online', 'postal') });
  const cases = fc.record({ versions, dossiers: fc.array(dossier, { minLength: 1, maxLength: 12 }), scope: fc.constantFrom('VN', 'H57', 'H57.01') });
  await fc.assert(fc.asyncProperty(cases, async ({ versions, dossiers, scope }) => {
    await fill(database, versions, dossiers.flatMap(legsOfDossier));
    for (const dimension of DIMENSIONS) {
      const sums = await sumsOf(db, { scope, period: PERIOD, rule: 'nd61', dimension });
      const rows = dimension === 'day' ? [] : [...Map.groupBy(sums, ({ node }) => node).values()].map((ofNode) => figuresOf(ofNode, dimension));
      const whole = figuresOf(sums, dimension);
      for (const figures of [...rows, whole]) t.strictSame(imbalances(figures), [], `${scope} by ${dimension}`);
      if (dimension !== 'day') t.strictSame(parentImbalances(whole, rows), [], `${scope} by ${dimension}: total`);
      // What a list needs to know of the place of a leg differs between these.
      for (const figure of dimension === 'level' || dimension === 'field' ? ['openingReceived', 'received', 'transferredIn', 'transferredOut', 'closingReceived'] as const : []) {
        const members = await membersOf(db, { scope, period: PERIOD, rule: 'nd61', dimension, figure, limit: 1_000 });
        t.equal(members.reduce((all, { amount }) => all + amount, 0), whole[figure], `${scope} by ${dimension}: the list of ${figure}`);
      }
    }
  }), { numRuns: randomRuns(4) });
});

test('a scope exists when it was declared, is a parent, or dossiers count under it', async (t) => {
  const database = await readModel(t), { db } = database;
  await fill(database, [{ code: 'H60.01', valid_from: '2024-01-01', valid_to: null, level: 'commune', parent: 'H60' }], [{
    authority: 'H61.02', procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day: FROM, amount: 1,
  }]);
  for (const scope of ['VN', 'H60', 'H60.01', 'H61', 'H61.02']) t.ok(await scopeExists(db, scope), scope);
  for (const scope of ['H6', 'H62', 'H61.0', 'vn']) t.notOk(await scopeExists(db, scope), scope);
});

test('a snapshot shows the checkpoint and the sums of one instant, whatever is written meanwhile', async (t) => {
  const database = await readModel(t), { db, pool } = database;
  const received: Leg = {
    authority: 'H57', procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day: FROM, amount: 1,
  };
  await fill(database, [], [received]);
  const query = { scope: 'VN', period: PERIOD, rule: 'nd61', dimension: 'level' } as const;
  await inSnapshot(db, async ({ tx, asOf }) => {
    await fill(database, [], [received, received]);
    await pool.query(`update ledger.checkpoint set position = position + 1, recorded_at = '2024-01-10T01:02:03.004Z'`);
    t.strictSame(asOf, { position: 0, recordedAt: null });
    t.match(await sumsOf(tx, query), [{ node: 'unknown', flow: 1 }]);
  });
  await inSnapshot(db, async ({ tx, asOf }) => {
    t.strictSame(asOf, { position: 1, recordedAt: '2024-01-10T01:02:03.004Z' });
    t.match(await sumsOf(tx, query), [{ node: 'unknown', flow: 2 }]);
  });
});

test('nothing can be written through a snapshot', async (t) => {
  const { db } = await readModel(t);
  await t.rejects(inSnapshot(db, ({ tx }) => tx.deleteFrom('finding').execute()), /read-only transaction/);
});

function namedBy(successors: readonly { readonly authority: string; readonly kind: string }[]): Pick<Version, 'successors'> {
  if (successors.length === 0) return {};
  const parts: Readonly<Record<string, object>> = { rest: {}, field: { fields: ['G01', 'G09'] }, unit: { receivingUnits: ['unit'] }, other: { receivingUnits: ['unit elsewhere'] } };
  return { successors: successors.map(({ authority, kind }) => ({ authority, ...parts[kind] })) };
}

/** Received, and resolved later or never. */
function legsOfDossier(one: { readonly authority: string; readonly received: string; readonly resolved: string | null; readonly channel: string }): readonly Leg[] {
  const place = { authority: one.authority, procedure: '1.001', field: 'G01', channel: one.channel, rule: 'nd61' };
  const move = (day: string, cause: string, from: string, to: string): readonly Leg[] =>
    [{ ...place, day, cause, class: from, side: 'from', amount: -1 }, { ...place, day, cause, class: to, side: 'to', amount: 1 }];
  const isResolved = one.resolved !== null && one.resolved >= one.received;
  return [...move(one.received, 'received', 'outside', 'in_progress'), ...(isResolved ? move(one.resolved, 'resolved', 'in_progress', 'resolved_late') : [])];
}

/** Parents stand earlier in the list of codes, so nothing is above itself. */
function isTree(all: readonly Version[]): boolean {
  return all.every(({ code: child, parent }) => parent === null || CODES.findIndex((one) => one === parent) < CODES.findIndex((one) => one === child));
}
