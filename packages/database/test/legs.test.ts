import { inSnapshot, legBatches, legsPage, memberBatches, membersOf, openSnapshot, sumsOf } from '@motcua/database';
import type { Database, FigureLeg, FigureQuery, LegKey, Member } from '@motcua/database';
import { figuresOf } from '@motcua/ledger';
import { Kysely, PostgresDialect } from 'kysely';
import { test } from 'tap';
import { recount } from '../src/projection/recount.ts';
import { readModel } from './read-model.ts';

const DOSSIERS = 2_300;
const QUERY = { scope: 'VN', period: { from: '2024-01-10', to: '2024-01-31' }, rule: 'nd61', dimension: 'level', figure: 'closingReceived' } as const satisfies FigureQuery;

/**
 * Every dossier is received, on the 5th or the 15th. Every second is paused on the 20th, every third resolved on the 25th, and every
 * sixth of these resolutions is taken back by later news, at positions behind all others.
 */
async function fill({ pool }: Database): Promise<void> {
  await pool.query(`
    insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57', 'H57', '1.001', 'G01', 'online');
    insert into ledger.kind (rule, class, cause, side) values
      ('nd61', 'outside', 'received', 'from'), ('nd61', 'in_progress', 'received', 'to'), ('nd61', 'in_progress', 'paused', 'from'), ('nd61', 'paused', 'paused', 'to'),
      ('nd61', 'in_progress', 'resolved', 'from'), ('nd61', 'resolved_late', 'resolved', 'to');
    create temporary table told as
      select n, 1 as round, 'received' as cause, case n % 2 when 0 then date '2024-01-05' else date '2024-01-15' end as day, false as inverted from generate_series(1, ${DOSSIERS}) n
      union all select n, 2, 'paused', '2024-01-20', false from generate_series(2, ${DOSSIERS}, 2) n where n % 3 <> 0
      union all select n, 3, 'resolved', '2024-01-25', false from generate_series(3, ${DOSSIERS}, 3) n
      union all select n, 4, 'resolved', '2024-01-25', true from generate_series(18, ${DOSSIERS}, 18) n;
    insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
      select dense_rank() over (order by round, n), gen_random_uuid(), day, 0, (select place from ledger.place), kind,
        case when (side = 'to') <> inverted then 1 else -1 end, inverted, 'D-' || lpad(n::text, 5, '0')
      from told join ledger.kind using (cause);
    insert into ledger.dossier (code, class, authority, receiving_unit, procedure, field, channel, ever_overdue, apologies, first_position, last_position)
      select dossier, 'in_progress', 'H57', 'H57', '1.001', 'G01', 'online', false, 0, min(position), max(position) from ledger.journal group by 1;
    update ledger.checkpoint set position = (select max(position) from ledger.journal)`);
  await recount(new Kysely({ dialect: new PostgresDialect({ pool }) }));
}

test('pages of legs, batches of legs and the dossiers add up to the figure, where a page ends in the middle of a dossier too', async (t) => {
  const database = await readModel(t);
  await fill(database);
  const { rows: [last] } = await database.pool.query<{ position: number }>('select max(position) as position from ledger.journal');
  const positions = [undefined, Number(last?.position) - 60, DOSSIERS + 400];
  for (const [index, figure] of (['closingReceived', 'paused', 'received', 'resolvedLate', 'openingReceived', 'overdue'] as const).entries()) {
    for (const upTo of positions.filter((_, at) => at !== index % 3)) {
      const query = { ...QUERY, figure, ...(upTo === undefined ? {} : { known: { upTo } }) };
      const counted = figuresOf(await sumsOf(database.db, query), 'level')[figure];
      const [members, legs] = [await allMembers(database, query), await allLegs(database, query, 701)];
      t.equal(sum(members), counted, `${figure}, known up to ${upTo}`);
      t.equal(sum(legs), counted, `events behind ${figure}, known up to ${upTo}`);
      t.strictSame([...new Set(legs.map(({ dossier }) => dossier))], members.map(({ dossier }) => dossier), 'of the same dossiers');
      t.equal(new Set(legs.map((leg) => JSON.stringify(leg))).size, legs.length, 'each once');
      await inSnapshot(database.db, async ({ tx }) => t.strictSame((await gathered(memberBatches(tx, query))).flat(), members));
      await inSnapshot(database.db, async ({ tx }) => t.strictSame((await gathered(legBatches(tx, query))).flat(), legs));
    }
  }
});

test('the legs of a stock are those of the dossiers that are in it, taken back and posted again where later news did so', async (t) => {
  const database = await readModel(t);
  await fill(database);
  const legs = await allLegs(database, QUERY, 10_000);
  const of = (dossier: string) => legs.filter((leg) => leg.dossier === dossier).map(({ class: into, side, amount, inverted }) => [into, side, amount, inverted]);
  t.strictSame(of('D-00001'), [['in_progress', 'to', 1, false]]);
  t.strictSame(of('D-00002'), [['in_progress', 'to', 1, false], ['in_progress', 'from', -1, false], ['paused', 'to', 1, false]]);
  t.strictSame(of('D-00003'), [], 'resolved, so it is not in the stock');
  t.strictSame(of('D-00018'), [['in_progress', 'to', 1, false], ['in_progress', 'from', -1, false], ['in_progress', 'from', 1, true]]);
});

test('a long list is of one moment and gives its connection back, however far it was read', async (t) => {
  const database = await readModel(t);
  await fill(database);
  const snapshot = await openSnapshot(database.db);
  const batches = memberBatches(snapshot.tx, QUERY);
  const first = (await batches.next()).value ?? [];
  t.ok(first.length > 0 && first.length < DOSSIERS / 2, `${first.length} at a time`);
  await database.pool.query('delete from ledger.journal');
  const rest = await gathered(batches);
  t.equal(sum([...first, ...rest.flat()]), DOSSIERS - Math.floor(DOSSIERS / 3) + Math.floor(DOSSIERS / 18));
  t.equal(database.pool.totalCount - database.pool.idleCount, 1);
  await snapshot.close();
  await snapshot.close();
  t.equal(database.pool.totalCount - database.pool.idleCount, 0);
});

async function allMembers({ db }: Database, query: FigureQuery): Promise<readonly Member[]> {
  const all: Member[] = [];
  for (let page: readonly Member[] | undefined; page === undefined || page.length > 0; all.push(...page)) {
    page = await membersOf(db, { ...query, after: all.at(-1)?.dossier, limit: 400 });
  }
  return all;
}

async function allLegs({ db }: Database, query: FigureQuery, limit: number): Promise<readonly FigureLeg[]> {
  const all: FigureLeg[] = [];
  for (let page: readonly FigureLeg[] | undefined; page === undefined || page.length > 0; all.push(...page)) {
    const after: LegKey | undefined = all.at(-1);
    page = await legsPage(db, { ...query, after, limit });
  }
  return all;
}

async function gathered<Row>(batches: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

function sum(rows: readonly { readonly amount: number }[]): number {
  return rows.reduce((all, { amount }) => all + amount, 0);
}
