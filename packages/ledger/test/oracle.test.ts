import assert from 'node:assert/strict';
import { acceptedOf, offeredArrivals, oracleFigures, pools, sketch, whereabouts } from '@motcua/testkit';
import type { Arrival, OracleNode } from '@motcua/testkit';
import { addDays } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';
import { figuresFrom, journalOf, liesIn } from './journal.ts';

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

/** Shows the whole story when a property fails. */
function told(arrivals: readonly Arrival[]): string {
  return arrivals.map(({ dossier, event }, index) => `${index + 1} ${dossier} ${sketch(event)}`).join('\n');
}

test('the figures of the journal are those that an oracle counts from the events', async () => {
  fc.assert(fc.property(offeredArrivals(), fc.constantFrom(...nodes), fc.array(periods, { minLength: 1, maxLength: 4 }), fc.nat(), (offered, node, spans, cut) => {
    const arrivals = acceptedOf(offered);
    const position = arrivals.length === 0 ? 0 : arrivals.length - cut % Math.min(arrivals.length, 9);
    const rows = journalOf(arrivals).filter((row) => row.position <= position);
    for (const { from, to } of spans) {
      const figures = figuresFrom(rows, node.by, liesIn(node), from, to);
      assert.deepEqual(figures, oracleFigures(arrivals, { node, from, to, position }), `${node.by} ${from}..${to} at ${position}\n${told(arrivals)}`);
    }
  }), { numRuns: 400 });
});

test('at the end of every day the journal has every dossier where the oracle has it', async () => {
  fc.assert(fc.property(offeredArrivals({ dossiers: 3 }), days, fc.nat(), (offered, day, cut) => {
    const arrivals = acceptedOf(offered);
    const position = arrivals.length - cut % (arrivals.length + 1);
    const rows = journalOf(arrivals);
    for (const dossier of new Set(arrivals.map((arrival) => arrival.dossier))) {
      const balances = new Map<string, number>();
      for (const row of rows) {
        if (row.dossier !== dossier || row.position > position || row.effectiveOn > day || row.class === 'outside') continue;
        const key = JSON.stringify([row.class, Object.entries(row.placement).toSorted()]);
        balances.set(key, (balances.get(key) ?? 0) + row.amount);
      }
      const there = whereabouts(arrivals, dossier, day, position);
      const expected = there.class === 'outside' ? [] : [[JSON.stringify([there.class, Object.entries(there.place).toSorted()]), 1]];
      const found = [...balances].filter(([, balance]) => balance !== 0);
      assert.deepEqual(found, expected, `${dossier} on ${day} at ${position}\n${told(arrivals)}`);
    }
  }), { numRuns: 400 });
});
