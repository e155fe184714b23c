import { addDays } from '@motcua/kernel';
import { definitions } from '@motcua/ledger';
import type { Dimension, FigureId } from '@motcua/ledger';
import { acceptedOf, offeredArrivals, oracleCalendar, oracleFigures, pools } from '@motcua/testkit';
import type { Arrival, OracleNode } from '@motcua/testkit';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { test } from 'tap';
import type { Test } from 'tap';
import type { FiguresTable } from '@motcua/statistics';
import { served } from './served.ts';

const PERIOD = { id: '2024-01-03..2024-01-16', from: '2024-01-03', to: '2024-01-16' } as const;
const DIMENSIONS = ['level', 'authority', 'field', 'procedure', 'channel', 'day'] as const satisfies readonly Dimension[];

const when = fc.record({ day: fc.nat(13), part: fc.nat(100) });
const cases = fc.record({
  arrivals: offeredArrivals({ dossiers: 6, atLeast: 4, maxLength: 10 }).map(acceptedOf).filter((arrivals) => arrivals.length > 15),
  whens: fc.array(when, { minLength: 6, maxLength: 6 }),
});
/** The national one: nothing else is announced. */
const calendar = oracleCalendar([]);
const seed = Math.trunc(Math.random() * 2 ** 31);
/** One opens two rows of two tables; more of them open every row of all six: CELL_RUNS=<number>. */
const numRuns = Number(process.env['CELL_RUNS'] ?? 1);

for (const [run, { arrivals, whens }] of fc.sample(cases, { numRuns, seed }).entries()) {
  test(`at random days and positions every cell of every table is what the oracle counts, and cells open to dossiers and events that add up to it, in pages and whole (${seed}, ${run})`, async (t) => {
    const { get, ledger } = await served(t, arrivals, '2024-03-01 08:00');
    // Declared within the period, some of it between the events: levels change, and open dossiers move along.
    await ledger.database.pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position)
      select code, valid_from, null, code, level, null, position from unnest($1::text[]) as code
      cross join (values (date '2020-01-01', 'commune', 1), (date '2024-01-08', 'district', 5)) as told (valid_from, level, position)`, [pools.authorities]);
    for (const [index, when] of whens.entries()) if (numRuns > 1 || index % 3 === seed % 3) await checkTable(t, get, arrivals, when, DIMENSIONS[index] ?? 'level');
  });
}

/** At the end of which day, and as known at which part of the log, in per cent. */
type When = { readonly day: number; readonly part: number };
type Get = Awaited<ReturnType<typeof served>>['get'];
type Row = FiguresTable['rows'][number] | FiguresTable['total'];

async function checkTable(t: Test, get: Get, arrivals: readonly Arrival[], { day, part }: When, by: Dimension): Promise<void> {
  const [until, asOf] = [addDays(PERIOD.from, day), Math.ceil(arrivals.length * part / 100)];
  const question = `scope=VN&period=${PERIOD.id}&by=${by}&until=${until}&asOf=${asOf}`;
  const table: FiguresTable = (await get(`/v1/figures?${question}`)).body;
  t.strictSame([table.until, table.asOf.position], [until, asOf], question);
  for (const { node, row } of nodesOf(table)) {
    const counted = oracleFigures(arrivals, { node, from: PERIOD.from, to: until, position: asOf, calendar });
    t.strictSame(figuresIn(row), counted, `${question} ${JSON.stringify(node)}`);
  }
  for (const row of [...opened(table, asOf), table.total]) {
    const amounts = await Promise.all(definitions.map(async ({ id }) => ({ ...await pagesOf(get, row, id), ...row === table.total ? await wholeOf(get, row, id) : {} })));
    const wanted = definitions.map(({ id }) => ({ id, dossiers: row[id], events: row[id], isSame: true, ...row === table.total ? { csv: row[id], ndjson: row[id], eventsCsv: row[id], eventsNdjson: row[id] } : {} }));
    t.strictSame(amounts, wanted, row.links.dossiers);
  }
}

/** All, the last days, or one of them. */
function opened({ by, rows }: FiguresTable, chance: number): FiguresTable['rows'] {
  const some = by === 'day' ? rows.slice(-3) : rows;
  const at = chance % Math.max(1, some.length);
  return numRuns > 1 ? some : some.slice(at, at + 1);
}

/** The rows that the oracle can count: it knows no levels and no successions. */
function nodesOf({ by, rows, total }: FiguresTable): readonly { readonly node: OracleNode; readonly row: Row }[] {
  const everybody = { by: 'authority', authorities: [...pools.authorities, 'unknown'] } as const;
  switch (by) {
    case 'authority': return rows.map((row) => ({ node: { by, authorities: [row[by] ?? ''] }, row }));
    case 'field': case 'procedure': case 'channel': return rows.map((row) => ({ node: { by, code: row[by] ?? '' }, row }));
    case 'day': return [{ node: everybody, row: total }];
    case 'level': return [];
  }
}

async function pagesOf(get: Get, { links }: Row, id: FigureId) {
  const [dossiers, events] = [await allPages(get, links.dossiers.replace('{figure}', id), 'dossiers'), await allPages(get, links.events.replace('{figure}', id), 'events')];
  const isSame = JSON.stringify([...new Set(events.map(({ dossier }) => dossier))]) === JSON.stringify(dossiers.map(({ dossier }) => dossier));
  return { id, dossiers: sum(dossiers), events: sum(events), isSame };
}

async function wholeOf(get: Get, { links }: Row, id: FigureId) {
  const text = async (list: 'dossiers' | 'events', format: string) => (await get(`${links[list].replace('{figure}', id)}&format=${format}`)).bytes.toString('utf8');
  return {
    csv: sum(csvRows(await text('dossiers', 'csv'))), ndjson: sum(ndjsonRows(await text('dossiers', 'ndjson'))),
    eventsCsv: sum(csvRows(await text('events', 'csv'))), eventsNdjson: sum(ndjsonRows(await text('events', 'ndjson'))),
  };
}

type Member = { readonly dossier: string; readonly amount: number };

async function allPages(get: Get, url: string, list: 'dossiers' | 'events'): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { body, status }: { readonly body: { readonly next: string | null } & Readonly<Record<typeof list, readonly Member[]>>; readonly status: number } = await get(`${url}&limit=3${after === '' ? '' : `&after=${after}`}`);
    if (status !== 200) throw new Error(`${url}: ${status}`);
    members.push(...body[list]);
    after = body.next;
  }
  return members;
}

function csvRows(text: string): readonly Member[] {
  const rows: readonly Readonly<Record<string, string>>[] = parse(text, { bom: true, columns: true });
  return rows.map(({ dossier = '', amount }) => ({ dossier, amount: Number(amount) }));
}

function ndjsonRows(text: string): readonly Member[] {
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Member);
}

function sum(members: readonly Member[]): number {
  return members.reduce((all, { amount }) => all + amount, 0);
}

function figuresIn(row: Row): Readonly<Record<string, number>> {
  return Object.fromEntries(definitions.map(({ id }) => [id, row[id]]));
}
