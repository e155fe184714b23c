import assert from 'node:assert/strict';
import { LATENESS_RULES } from '@motcua/dossier';
import { oracleCalendar, oracleFigures, pools, randomRuns, sketchOfWorld, whereabouts, worlds } from '@motcua/testkit';
import type { OracleNode } from '@motcua/testkit';
import { addDays } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';
import { bookOf, figuresFrom, journalOf, liesIn } from './journal.ts';

const nodes: readonly OracleNode[] = [
  ...[...pools.authorities, 'unknown'].map((authority) => ({ by: 'authority', authorities: [authority] }) as const),
  { by: 'authority', authorities: ['H57.01', 'H57.03'] }, { by: 'authority', authorities: pools.authorities },
  ...[...pools.fields, 'unknown'].map((code) => ({ by: 'field', code }) as const),
  ...pools.procedures.map((code) => ({ by: 'procedure', code }) as const),
  ...[...pools.channels, 'unknown'].map((code) => ({ by: 'channel', code }) as const),
  { by: 'field', code: 'F-01', within: ['H57.01'] }, { by: 'procedure', code: '1.000002', within: ['H57.02', 'H57.03'] }, { by: 'channel', code: 'online', within: ['H57.03'] },
];

const days = fc.nat(75).map((offset) => addDays('2023-12-04', offset));
const periods = fc.tuple(days, days).map(([a, b]) => a < b ? { from: a, to: b } : { from: b, to: a });

const rules = fc.constantFrom(...LATENESS_RULES.map(({ id }) => id));

test('the figures of every rule\'s book are those that an oracle counts from the events', async () => {
  fc.assert(fc.property(worlds(), rules, fc.constantFrom(...nodes), fc.array(periods, { minLength: 1, maxLength: 4 }), fc.nat(), (world, rule, node, spans, cut) => {
    const { arrivals, records } = world;
    const position = arrivals.length === 0 ? 0 : arrivals.length - cut % Math.min(arrivals.length, 9);
    const calendar = oracleCalendar(records);
    const rows = bookOf(journalOf(world), rule).filter((row) => row.position <= position);
    for (const { from, to } of spans) {
      const figures = figuresFrom(rows, node.by, liesIn(node), from, to);
      assert.deepEqual(figures, oracleFigures(arrivals, { node, from, to, position, rule, calendar }), `${rule} ${node.by} ${from}..${to} at ${position}\n${sketchOfWorld(world)}`);
    }
  }), { numRuns: randomRuns(20) });
});

test('at the end of every day the book of every rule has every dossier where the oracle has it', async () => {
  fc.assert(fc.property(worlds({ dossiers: 3 }), rules, days, fc.nat(), (world, rule, day, cut) => {
    const { arrivals, records } = world;
    const calendar = oracleCalendar(records);
    const position = arrivals.length - cut % (arrivals.length + 1);
    const rows = bookOf(journalOf(world), rule);
    for (const dossier of new Set(arrivals.map((arrival) => arrival.dossier))) {
      const balances = new Map<string, number>();
      for (const row of rows) {
        if (row.dossier !== dossier || row.position > position || row.effectiveOn > day || row.class === 'outside') continue;
        const key = JSON.stringify([row.class, Object.entries(row.placement).toSorted()]);
        balances.set(key, (balances.get(key) ?? 0) + row.amount);
      }
      const there = whereabouts(arrivals, dossier, day, position, { rule, calendar });
      const expected = there.class === 'outside' ? [] : [[JSON.stringify([there.class, Object.entries(there.place).toSorted()]), 1]];
      const found = [...balances].filter(([, balance]) => balance !== 0);
      assert.deepEqual(found, expected, `${dossier} under ${rule} on ${day} at ${position}\n${sketchOfWorld(world)}`);
    }
  }), { numRuns: randomRuns(20) });
});
