import { inSnapshot, scopeExists, sumsOf } from '@motcua/database';
import type { Database, NodeSum } from '@motcua/database';
import { DIMENSIONS, figuresOf, imbalances, parentImbalances } from '@motcua/ledger';
import type { Dimension } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';
import { readModel } from './read-model.ts';

const FROM = '2024-01-10';
const TO = '2024-01-20';
const CODES = ['H57', 'H57.01', 'H57.01.07', 'H57.02', 'H58', 'unknown'] as const;

type Version = { readonly code: string; readonly valid_from: string; readonly valid_to: string | null; readonly level: string; readonly parent: string | null };
type Leg = {
  readonly authority: string; readonly procedure: string; readonly field: string; readonly channel: string;
  readonly rule: string; readonly class: string; readonly cause: string; readonly side: string;
  readonly day: string; readonly amount: number;
  /** Where the leg counts when that does not follow from its day. */
  readonly node?: string;
};

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2024-01-${String(n).padStart(2, '0')}`);
const code = fc.constantFrom(...CODES);
const version: fc.Arbitrary<Version> = fc.record({
  code, valid_from: day, valid_to: fc.option(day), level: fc.constantFrom('province', 'district', 'commune'), parent: fc.option(code),
}).map((one) => one.valid_to !== null && one.valid_to < one.valid_from ? { ...one, valid_to: null } : one);
const versions = fc.uniqueArray(version, { maxLength: 8, selector: (one) => `${one.code} ${one.valid_from}` }).filter(isTree);
const leg: fc.Arbitrary<Leg> = fc.record({
  authority: code, procedure: fc.constantFrom('1.001', '1.002'), field: fc.constantFrom('G01', 'G02'), channel: fc.constantFrom('online', 'postal', 'unknown'),
  rule: fc.constantFrom('nd61', 'nd61', 'other'), class: fc.constantFrom('outside', 'in_progress', 'resolved_late'),
  cause: fc.constantFrom('received', 'resolved'), side: fc.constantFrom('from', 'to'), day, amount: fc.constantFrom(-1, 1, 5),
});

test('a sum holds exactly the legs whose authority was in the scope on their day, and the stock that came and went with it', async (t) => {
  const { db, pool } = await readModel(t);
  const cases = fc.record({ versions, legs: fc.array(leg, { maxLength: 40 }), scope: fc.constantFrom('VN', 'H57', 'H57.01', 'H58') });
  await fc.assert(fc.asyncProperty(cases, async ({ versions, legs, scope }) => {
    await fill(pool, versions, legs);
    for (const dimension of DIMENSIONS) {
      const found = await sumsOf(db, { scope, period: { from: FROM, to: TO }, rule: 'nd61', dimension });
      t.strictSame(tally(found.map(keyed)), tally(expected(versions, legs, scope, dimension)), `${scope} by ${dimension}`);
    }
  }), { numRuns: 60 });
});

test('whatever was declared, the books of every row balance, no stock is negative, and the rows give the total', async (t) => {
  const { db, pool } = await readModel(t);
  const dossier = fc.record({ authority: code, received: day, resolved: fc.option(day), channel: fc.constantFrom('online', 'postal') });
  const cases = fc.record({ versions, dossiers: fc.array(dossier, { minLength: 1, maxLength: 12 }), scope: fc.constantFrom('VN', 'H57', 'H57.01') });
  await fc.assert(fc.asyncProperty(cases, async ({ versions, dossiers, scope }) => {
    await fill(pool, versions, dossiers.flatMap(legsOfDossier));
    for (const dimension of DIMENSIONS) {
      const sums = await sumsOf(db, { scope, period: { from: FROM, to: TO }, rule: 'nd61', dimension });
      const rows = dimension === 'day' ? [] : [...Map.groupBy(sums, ({ node }) => node).values()].map((ofNode) => figuresOf(ofNode, dimension));
      const whole = figuresOf(sums, dimension);
      for (const figures of [...rows, whole]) t.strictSame(imbalances(figures), [], `${scope} by ${dimension}`);
      if (dimension !== 'day') t.strictSame(parentImbalances(whole, rows), [], `${scope} by ${dimension}: total`);
    }
  }), { numRuns: 60 });
});

test('a scope exists when it was declared, is a parent, or dossiers count under it', async (t) => {
  const { db, pool } = await readModel(t);
  await fill(pool, [{ code: 'H60.01', valid_from: '2024-01-01', valid_to: null, level: 'commune', parent: 'H60' }], [{
    authority: 'H61.02', procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day: FROM, amount: 1,
  }]);
  for (const scope of ['VN', 'H60', 'H60.01', 'H61', 'H61.02']) t.ok(await scopeExists(db, scope), scope);
  for (const scope of ['H6', 'H62', 'H61.0', 'vn']) t.notOk(await scopeExists(db, scope), scope);
});

test('a snapshot shows the checkpoint and the sums of one instant, whatever is written meanwhile', async (t) => {
  const { db, pool } = await readModel(t);
  const received: Leg = {
    authority: 'H57', procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day: FROM, amount: 1,
  };
  await fill(pool, [], [received]);
  const query = { scope: 'VN', period: { from: FROM, to: TO }, rule: 'nd61', dimension: 'level' } as const;
  await inSnapshot(db, async ({ tx, asOf }) => {
    await fill(pool, [], [received, received]);
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

/** Received, and resolved later or never. */
function legsOfDossier(one: { readonly authority: string; readonly received: string; readonly resolved: string | null; readonly channel: string }): readonly Leg[] {
  const place = { authority: one.authority, procedure: '1.001', field: 'G01', channel: one.channel, rule: 'nd61' };
  const move = (day: string, cause: string, from: string, to: string): readonly Leg[] =>
    [{ ...place, day, cause, class: from, side: 'from', amount: -1 }, { ...place, day, cause, class: to, side: 'to', amount: 1 }];
  const isResolved = one.resolved !== null && one.resolved >= one.received;
  return [...move(one.received, 'received', 'outside', 'in_progress'), ...(isResolved ? move(one.resolved, 'resolved', 'in_progress', 'resolved_late') : [])];
}

async function fill(pool: Database['pool'], versions: readonly Version[], legs: readonly Leg[]): Promise<void> {
  await pool.query('delete from ledger.authority; delete from ledger.balance; delete from ledger.place; delete from ledger.kind');
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position)
    select code, valid_from, valid_to, code, level, parent, 1
    from json_to_recordset($1) as v(code text, valid_from date, valid_to date, level text, parent text)`, [JSON.stringify(versions)]);
  const rows = [JSON.stringify(legs)];
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel)
    select distinct authority, 'unit', procedure, field, channel from json_to_recordset($1) as l(authority text, procedure text, field text, channel text)`, rows);
  await pool.query(`insert into ledger.kind (rule, class, cause, side)
    select distinct rule, class, cause, side from json_to_recordset($1) as l(rule text, class text, cause text, side text)`, rows);
  await pool.query(`insert into ledger.balance (place, kind, effective_on, amount)
    select place, kind, day, sum(amount)
    from json_to_recordset($1) as l(authority text, procedure text, field text, channel text, rule text, class text, cause text, side text, day date, amount int)
    join ledger.place using (authority, procedure, field, channel) join ledger.kind using (rule, class, cause, side)
    group by 1, 2, 3`, rows);
}

/** Recounts leg by leg: the slow and obvious way. */
function expected(versions: readonly Version[], legs: readonly Leg[], scope: string, dimension: Dimension): readonly (readonly [string, number, number])[] {
  const all = legs.filter((one) => one.rule === 'nd61');
  const own = all.filter((one) => one.day <= TO && within(versions, one.authority, one.day, scope));
  return [...own, ...successions(versions, all, scope, dimension)].map((one) => {
    const before = one.day < FROM;
    const node = one.node ?? nodeOf(versions, one, dimension, before);
    return [`${node} ${one.class} ${one.cause} ${one.side} ${one.channel}`, before ? one.amount : 0, before ? 0 : one.amount];
  });
}

/** Day by day: whoever stands elsewhere than the day before takes the open dossiers along. */
function successions(versions: readonly Version[], legs: readonly Leg[], scope: string, dimension: Dimension): readonly Leg[] {
  const days = Array.from({ length: 19 }, (_, n) => [`2024-01-${String(n + 1).padStart(2, '0')}`, `2024-01-${String(n + 2).padStart(2, '0')}`] as const);
  const where = (one: Leg, on: string) => within(versions, one.authority, on, scope)
    ? dimension === 'level' ? validOn(versions, one.authority, on)?.level ?? 'unknown' : 'inside' : 'outside';
  return days.flatMap(([yesterday, today]) => legs.filter((one) => one.day <= yesterday && one.class === 'in_progress').flatMap((one) => {
    const [was, is] = [where(one, yesterday), where(one, today)];
    if (was === is) return [];
    const moved = { ...one, day: today, cause: 'succession' };
    const at = (side: 'from' | 'to', place: string, amount: number) =>
      place === 'outside' ? [] : [{ ...moved, side, amount, ...(dimension === 'level' ? { node: place } : {}) }];
    return [...at('from', was, -one.amount), ...at('to', is, one.amount)];
  }));
}

function nodeOf(versions: readonly Version[], one: Leg, dimension: Dimension, before: boolean): string {
  switch (dimension) {
    case 'level': return validOn(versions, one.authority, one.day)?.level ?? 'unknown';
    case 'authority': return one.authority;
    case 'field': return one.field;
    case 'procedure': return one.procedure;
    case 'channel': return one.channel;
    case 'day': return before ? '' : one.day;
  }
}

function within(versions: readonly Version[], authority: string, on: string, scope: string): boolean {
  if (scope === 'VN' || authority === scope) return true;
  const declared = validOn(versions, authority, on);
  if (declared === undefined) return authority.startsWith(`${scope}.`);
  return declared.parent !== null && within(versions, declared.parent, on, scope);
}

function validOn(versions: readonly Version[], authority: string, on: string): Version | undefined {
  const last = versions.filter((one) => one.code === authority && one.valid_from <= on).toSorted((a, b) => a.valid_from < b.valid_from ? 1 : -1)[0];
  return last?.valid_to === null || (last !== undefined && last.valid_to >= on) ? last : undefined;
}

/** Parents stand earlier in the list of codes, so nothing is above itself. */
function isTree(all: readonly Version[]): boolean {
  return all.every(({ code: child, parent }) => parent === null || CODES.findIndex((one) => one === parent) < CODES.findIndex((one) => one === child));
}

function keyed(sum: NodeSum): readonly [string, number, number] {
  return [`${sum.node} ${sum.class} ${sum.cause} ${sum.side} ${sum.channel}`, sum.opening, sum.flow];
}

function tally(rows: readonly (readonly [string, number, number])[]): readonly unknown[] {
  const sums = new Map<string, readonly [number, number]>();
  for (const [key, opening, flow] of rows) {
    const [o, f] = sums.get(key) ?? [0, 0];
    sums.set(key, [o + opening, f + flow]);
  }
  return [...sums].filter(([, [o, f]]) => o !== 0 || f !== 0).toSorted(([a], [b]) => a < b ? -1 : 1);
}
