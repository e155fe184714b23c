import { endedWithoutSuccessor, sumsOf } from '@motcua/database';
import type { LegsQuery } from '@motcua/database';
import { figuresOf } from '@motcua/ledger';
import type { Figures } from '@motcua/ledger';
import { test } from 'tap';
import { fill } from './leg-by-leg.ts';
import type { Leg, Version } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const PERIOD = { from: '2024-01-10', to: '2024-01-20' };

test('what is open when an authority ends moves on the next day to the successor for its field, and later events count there too', async (t) => {
  const database = await readModel(t);
  const versions = [
    declared('H57', null, 'province'), declared('H57.02', 'H57', 'commune'), declared('H57.03', 'H57', 'commune'),
    { ...declared('H57.01', 'H57', 'district'), valid_to: '2024-01-14', successors: [{ authority: 'H57.02', fields: ['G01'] }, { authority: 'H57.03' }] },
  ];
  await fill(database, versions, [received('G01', '2024-01-02'), received('G01', '2024-01-12'), received('G02', '2024-01-12'), received('G02', '2024-01-15')]);
  const rows = await table(database, { dimension: 'authority' });
  t.match(rows.get('H57.01'), { openingReceived: 1, received: 2, transferredIn: 0, transferredOut: 3, closingReceived: 0 });
  t.match(rows.get('H57.02'), { openingReceived: 0, received: 0, transferredIn: 2, transferredOut: 0, closingReceived: 2 });
  t.match(rows.get('H57.03'), { openingReceived: 0, received: 1, transferredIn: 1, transferredOut: 0, closingReceived: 2 });
  const levels = await table(database, { dimension: 'level' });
  t.match([levels.get('district')?.closingReceived, levels.get('commune')?.closingReceived, levels.get('unknown')], [0, 4, undefined]);
  t.match((await table(database, { dimension: 'authority', structureOn: '2024-01-20' })).get('H57.02'), { openingReceived: 1, received: 1, transferredIn: 0, closingReceived: 2 });
  t.notOk((await table(database, { dimension: 'authority', structureOn: '2024-01-20' })).has('H57.01'), 'nothing is left there in the structure of the last day');
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-20' }), []);
});

test('a successor that has ended itself gives way to its own, and a way that leads back ends before it', async (t) => {
  const database = await readModel(t);
  const ended = (code: string, validTo: string, authority: string): Version => ({ ...declared(code, 'H57', 'commune'), valid_to: validTo, successors: [{ authority }] });
  const chain = [declared('H57', null, 'province'), ended('H57.01', '2024-01-12', 'H57.02'), ended('H57.02', '2024-01-05', 'H57.03'), ended('H57.03', '2024-01-15', 'H57.04')];
  await fill(database, chain, [received('G01', '2024-01-02')]);
  const rows = await table(database, { dimension: 'authority' });
  t.match([...rows].filter(([, { transferredIn }]) => transferredIn > 0).map(([code]) => code).toSorted(), ['H57.03', 'H57.04']);
  t.match(rows.get('H57.04'), { closingReceived: 1 }, 'nobody declared it, and nothing is dropped');
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-20' }), [{ code: 'H57.04', position: 1, lastOn: '2024-01-15', open: 1 }], 'nor is it silent');

  await fill(database, [...chain, ended('H57.04', '2024-01-16', 'H57.01')], [received('G01', '2024-01-02')]);
  t.match((await table(database, { dimension: 'authority' })).get('H57.04'), { closingReceived: 1 }, 'the last one before it would go round');
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-20' }), [{ code: 'H57.04', position: 1, lastOn: '2024-01-16', open: 1 }]);
});

test('what nobody takes over stays under its own code at the level unknown, and the authority is named', async (t) => {
  const database = await readModel(t);
  const versions = [
    declared('H57', null, 'province'), { ...declared('H57.01', 'H57', 'commune'), valid_to: '2024-01-14', successors: [{ authority: 'H57.02', fields: ['G09'] }] },
    { ...declared('H57.03', 'H57', 'commune'), valid_to: '2024-01-14' },
  ];
  await fill(database, versions, [received('G01', '2024-01-02'), received('G02', '2024-01-12')]);
  t.match((await table(database, { dimension: 'level' })).get('unknown'), { transferredIn: 2, closingReceived: 2 });
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-14' }), [], 'its last day is one of its own');
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-15' }), [{ code: 'H57.01', position: 1, lastOn: '2024-01-14', open: 2 }]);
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H57', on: '2024-01-15', upTo: 1 }), [{ code: 'H57.01', position: 1, lastOn: '2024-01-14', open: 1 }], 'as known then');
  t.strictSame(await endedWithoutSuccessor(database.db, { scope: 'H58', on: '2024-01-15' }), []);
});

test('an authority that has ended is of the scope in which it stood on its last day, whatever its code and those of its successors are', async (t) => {
  const database = await readModel(t);
  const at = (authority: string): Leg => ({ ...received('G01', '2024-01-02'), authority });
  const ended = (code: string, parent: string): Version => ({ ...declared(code, parent, 'commune'), valid_to: '2024-01-14' });
  await fill(database, [
    declared('H57', null, 'province'), declared('H58', null, 'province'), ended('X12', 'H57'), { ...ended('X13', 'H57'), successors: [{ authority: 'Y13' }] }, ended('X14', 'H58'),
  ], [at('X12'), at('X13'), at('X14')]);
  const of = async (scope: string) => endedWithoutSuccessor(database.db, { scope, on: '2024-01-20' });
  const told = (code: string) => ({ code, position: 1, lastOn: '2024-01-14', open: 1 });
  t.strictSame(await of('H57'), [told('X12'), told('Y13')]);
  t.strictSame(await of('H58'), [told('X14')]);
  t.strictSame(await of('VN'), [told('X12'), told('X14'), told('Y13')]);
});

function declared(code: string, parent: string | null, level: string): Version {
  return { code, valid_from: '2023-01-01', valid_to: null, level, parent };
}

function received(field: string, day: string): Leg {
  return { authority: 'H57.01', procedure: '1.001', field, channel: 'online', rule: 'nd61', class: 'in_progress', cause: 'received', side: 'to', day, amount: 1 };
}

async function table({ db }: Awaited<ReturnType<typeof readModel>>, query: Pick<LegsQuery, 'dimension' | 'structureOn'>): Promise<ReadonlyMap<string, Figures>> {
  const sums = await sumsOf(db, { scope: 'H57', period: PERIOD, rule: 'nd61', ...query });
  return new Map([...Map.groupBy(sums, ({ node }) => node)].map(([node, own]) => [node, figuresOf(own, query.dimension)]));
}
