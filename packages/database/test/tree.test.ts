import { membersOn, sumsOf, treeOn } from '@motcua/database';
import type { Database } from '@motcua/database';
import { figuresOf } from '@motcua/ledger';
import { test } from 'tap';
import { fill } from './leg-by-leg.ts';
import type { Leg, Version } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const PERIOD = { from: '2024-01-10', to: '2024-01-20' };

test('what nobody declared belongs to the longest declared beginning of its code, and to whoever stands above that one', async (t) => {
  const database = await readModel(t);
  await fill(database, [declared('H57', null), declared('H57.90', 'H57'), declared('H57.91', 'H57'), declared('H57.90.05', 'H57.91')], [received('H57.90.05.01'), received('H61.02.03')]);
  for (const [scope, count] of [['VN', 2], ['H57', 1], ['H57.90', 0], ['H57.91', 1], ['H57.90.05', 1], ['H57.90.05.01', 1], ['H61', 1], ['H61.02', 1], ['H6', 0]] as const) {
    t.equal(await receivedIn(database, scope), count, scope);
  }
  t.strictSame(await tree(database, 'H57'), [['H57', null], ['H57.90', 'H57'], ['H57.90.05', 'H57.91'], ['H57.90.05.01', 'H57.90.05'], ['H57.91', 'H57']]);
  t.strictSame(await belongingTo(database, 'H57', 'H57.90', 'H57.91'), {
    H57: ['H57', 'H57.90', 'H57.90.05', 'H57.90.05.01', 'H57.91'], 'H57.90': ['H57.90'], 'H57.91': ['H57.90.05', 'H57.90.05.01', 'H57.91'],
  });
});

test('authorities that stand above themselves are roots of the tree, with what is below them below', async (t) => {
  const database = await readModel(t);
  await fill(database, [declared('A', 'C'), declared('B', 'A'), declared('C', 'B'), declared('D', 'B'), declared('E', 'D')], [received('D')]);
  const upTo = 1;
  t.strictSame(await treeOn(database.db, { scope: 'VN', on: PERIOD.to, upTo }), [
    { code: 'A', parent: null, isAboveItself: true }, { code: 'B', parent: null, isAboveItself: true }, { code: 'C', parent: null, isAboveItself: true },
    { code: 'D', parent: 'B', isAboveItself: false }, { code: 'E', parent: 'D', isAboveItself: false },
    { code: 'VN', parent: null, isAboveItself: false },
  ]);
  t.strictSame(await tree(database, 'D'), [['D', null], ['E', 'D']]);
  t.strictSame(await belongingTo(database, 'A', 'D'), { A: ['A', 'B', 'C', 'D', 'E'], D: ['D', 'E'] });
  for (const scope of ['A', 'B', 'C', 'D']) t.equal(await receivedIn(database, scope), 1, scope);
});

async function tree({ db }: Database, scope: string): Promise<readonly (readonly [string, string | null])[]> {
  return (await treeOn(db, { scope, on: PERIOD.to, upTo: 1 })).map(({ code, parent }) => [code, parent]);
}

async function belongingTo({ db }: Database, ...scopes: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  return Object.fromEntries([...await membersOn(db, { scopes, on: PERIOD.to, upTo: 1 })].map(([scope, codes]) => [scope, codes.toSorted()]));
}

async function receivedIn({ db }: Database, scope: string): Promise<number> {
  return figuresOf(await sumsOf(db, { scope, period: PERIOD, rule: 'nd61', dimension: 'authority' }), 'authority').received;
}

function declared(code: string, parent: string | null): Version {
  return { code, valid_from: '2023-01-01', valid_to: null, level: 'commune', parent };
}

function received(authority: string): Leg {
  return { authority, procedure: '1.001', field: 'G01', channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day: '2024-01-12', amount: 1 };
}
