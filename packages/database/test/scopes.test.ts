import { membersOf, scopeOverlap, sumsOf } from '@motcua/database';
import type { LegsQuery } from '@motcua/database';
import { definitions, DIMENSIONS, figuresOf, imbalances } from '@motcua/ledger';
import type { Figures } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';
import { CODES, fill } from './leg-by-leg.ts';
import type { Leg, Version } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const PERIOD = { from: '2024-01-10', to: '2024-01-20' };
const PAIRS = ['H57,H58', 'H57.01,H57.02', 'H57.01,H58', 'H57.02,H58', 'H57.01.07,H57.02,H58'] as const;

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2024-01-${String(n).padStart(2, '0')}`);
const code = fc.constantFrom(...CODES);
const version: fc.Arbitrary<Version> = fc.record({
  code, valid_from: day, valid_to: fc.option(day), level: fc.constantFrom('province', 'district', 'commune'), parent: fc.option(code), heir: fc.option(code),
}).map(({ heir, ...one }) => one.valid_to === null || one.valid_to < one.valid_from ? { ...one, valid_to: null } : { ...one, ...(heir === null ? {} : { successors: [{ authority: heir }] }) });
const versions = fc.uniqueArray(version, { maxLength: 8, selector: (one) => `${one.code} ${one.valid_from}` }).filter(isTree);
const dossier = fc.record({ authority: code, received: day, to: fc.option(code), handedOver: day, resolved: fc.option(day), channel: fc.constantFrom('online', 'postal') });

test('the figures of several codes are those of each together; what one hands to the other comes in and goes out alike', async (t) => {
  const database = await readModel(t), { db } = database;
  const cases = fc.record({
    versions, dossiers: fc.array(dossier, { minLength: 1, maxLength: 15 }), scope: fc.constantFrom(...PAIRS), dimension: fc.constantFrom(...DIMENSIONS), structureOn: fc.option(day, { nil: undefined }),
  });
  let compared = 0;
  await fc.assert(fc.asyncProperty(cases, async ({ versions, dossiers, scope, dimension, structureOn }) => {
    await fill(database, versions, dossiers.flatMap(legsOfDossier));
    if (await scopeOverlap(db, scope) !== undefined) return;
    compared += 1;
    const query = { period: PERIOD, rule: 'nd61', dimension, structureOn } as const;
    const rows = async (scope: string): Promise<ReadonlyMap<string, Figures>> => {
      const sums = await sumsOf(db, { scope, ...query });
      const nodes = dimension === 'day' ? [] : [...Map.groupBy(sums, ({ node }) => node)];
      return new Map([...nodes.map(([node, own]) => [node, figuresOf(own, dimension)] as const), ['total', figuresOf(sums, dimension)]]);
    };
    const together = await rows(scope), apart = [];
    for (const part of scope.split(',')) apart.push(await rows(part));
    for (const row of new Set([together, ...apart].flatMap((table) => [...table.keys()]))) {
      const whole = together.get(row) ?? figuresOf([], dimension);
      t.strictSame(settled([whole]), settled(apart.flatMap((table) => table.get(row) ?? [])), `${scope} by ${dimension}: ${row}`);
      t.strictSame(imbalances(whole), [], `${scope} by ${dimension}: ${row}`);
    }
    await sameList(t, db, { scope, ...query }, together.get('total'));
  }), { numRuns: 12 });
  t.ok(compared > 5, `${compared} of them had parts that lie apart`);
});

test('an authority that moves from one part of a scope to the other stays in the whole, and is counted once on every day', async (t) => {
  const database = await readModel(t), { db } = database;
  const versions = [declared('H57', null), declared('H58', null), declared('X', 'H57'), { ...declared('X', 'H58'), valid_from: '2024-01-15' }];
  const open = { authority: 'X', to: null, handedOver: '2024-01-01', channel: 'online', resolved: null };
  await fill(database, versions, [{ ...open, received: '2024-01-02' }, { ...open, received: '2024-01-16' }].flatMap(legsOfDossier));
  const total = async (scope: string) => figuresOf(await sumsOf(db, { scope, period: PERIOD, rule: 'nd61', dimension: 'authority' }), 'authority');
  t.match(await total('H57'), { openingReceived: 1, received: 0, transferredOut: 1, closingReceived: 0 });
  t.match(await total('H58'), { openingReceived: 0, received: 1, transferredIn: 1, closingReceived: 2 });
  t.match(await total('H57,H58'), { openingReceived: 1, received: 1, transferredIn: 0, transferredOut: 0, closingReceived: 2 });
});

test('of two codes that stand twice, or one under the other on any day, both are told', async (t) => {
  const database = await readModel(t), { db, pool } = database;
  await fill(database, [
    declared('H57', null), declared('H49', null), { ...declared('D', 'H57'), valid_to: '2024-01-10' }, { ...declared('D', 'H49'), valid_from: '2024-01-11' }, declared('X', 'D'), declared('Y', 'H60.01'),
  ], []);
  const cases: readonly (readonly [string, string, string])[] = [
    ['H57,H49,H57', 'H57', 'H57'], ['H57,VN', 'H57', 'VN'], ['VN,VN', 'VN', 'VN'], ['H57.99,H57', 'H57.99', 'H57'], ['H57,D', 'D', 'H57'], ['D,H49', 'D', 'H49'],
    ['H57,X', 'X', 'H57'], ['X,H49', 'X', 'H49'], ['H49,H60,Y', 'Y', 'H60'],
  ];
  for (const [scope, part, within] of cases) t.strictSame(await scopeOverlap(db, scope), { part, within }, scope);
  for (const scope of ['VN', 'H57', 'H57,H49', 'H49,H57,Y', 'D,Y', 'H57,H571']) t.equal(await scopeOverlap(db, scope), undefined, scope);
  await pool.query(`update ledger.authority set position = 7 where code = 'X'`);
  t.equal(await scopeOverlap(db, 'H57,X', 6), undefined, 'as known before it was declared');
});

/** What adds up over tables: every line, but of what is handed over only what remains of it. */
function settled(tables: readonly Figures[]): Readonly<Record<string, number>> {
  const sum = (count: (figures: Figures) => number) => tables.reduce((all, figures) => all + count(figures), 0);
  return {
    ...Object.fromEntries(definitions.filter(({ id }) => !/transferred/i.test(id)).map(({ id }) => [id, sum((figures) => figures[id])])),
    handedOver: sum(({ transferredIn, transferredOut }) => transferredIn - transferredOut),
    handedOverWaiting: sum(({ awaitingTransferredIn, awaitingTransferredOut }) => awaitingTransferredIn - awaitingTransferredOut),
  };
}

async function sameList(t: { readonly equal: (found: number, wanted: number | undefined, message: string) => unknown }, db: Parameters<typeof membersOf>[0], query: LegsQuery, total: Figures | undefined): Promise<void> {
  for (const figure of ['openingReceived', 'received', 'transferredIn', 'closingReceived'] as const) {
    const members = await membersOf(db, { ...query, figure, limit: 1_000 });
    t.equal(members.reduce((all, { amount }) => all + amount, 0), total?.[figure], `${query.scope} by ${query.dimension}: the list of ${figure}`);
  }
}

type Told = { readonly authority: string; readonly received: string; readonly to: string | null; readonly handedOver: string; readonly resolved: string | null; readonly channel: string };

/** Received, perhaps handed over to another authority, perhaps resolved there. */
function legsOfDossier({ authority, received, to, handedOver, resolved, channel }: Told): readonly Leg[] {
  const at = (holder: string) => ({ authority: holder, procedure: '1.001', field: 'G01', channel, rule: 'nd61' });
  const from = (holder: string, on: string, cause: string, dossierClass: string): Leg => ({ ...at(holder), day: on, cause, class: dossierClass, side: 'from', amount: -1 });
  const into = (holder: string, on: string, cause: string, dossierClass: string): Leg => ({ ...at(holder), day: on, cause, class: dossierClass, side: 'to', amount: 1 });
  const isHandedOver = to !== null && to !== authority && handedOver >= received;
  const last = isHandedOver ? to : authority;
  const isResolved = resolved !== null && resolved >= (isHandedOver ? handedOver : received);
  return [
    from(authority, received, 'received', 'outside'), into(authority, received, 'received', 'in_progress'),
    ...(isHandedOver ? [from(authority, handedOver, 'reassigned', 'in_progress'), into(to, handedOver, 'reassigned', 'in_progress')] : []),
    ...(isResolved ? [from(last, resolved, 'resolved', 'in_progress'), into(last, resolved, 'resolved', 'resolved_late')] : []),
  ];
}

function declared(code: string, parent: string | null): Version {
  return { code, valid_from: '2023-01-01', valid_to: null, level: 'province', parent };
}

/** Parents stand earlier in the list of codes, so nothing is above itself. */
function isTree(all: readonly Version[]): boolean {
  return all.every(({ code: child, parent }) => parent === null || CODES.findIndex((one) => one === parent) < CODES.findIndex((one) => one === child));
}
