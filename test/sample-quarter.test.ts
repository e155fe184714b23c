import { LATENESS_RULES } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import { definitions, imbalances, parentImbalances } from '@motcua/ledger';
import type { Dimension, Figures } from '@motcua/ledger';
import { simulate } from '@motcua/simulator';
import { play, sampleReport, sendersOf } from '@motcua/standalone';
import type { Ledger } from '@motcua/standalone';
import { dutiesAnswer, dutyListAnswer } from '@motcua/statistics';
import type { FiguresTable } from '@motcua/statistics';
import fc from 'fast-check';
import { t as file, test } from 'tap';
import { cellsOf, chosen, unequalTo } from './support/opened-cells.ts';
import { playedSample } from './support/played-sample.ts';

const QUARTER = { from: '2023-12-15', to: '2024-03-14' } as const;
/** Forty in the long form: npm run test:as-of. */
const AS_OF_PAIRS = Number(process.env['AS_OF_PAIRS'] ?? 5);
const simulation = simulate();
const ledger = await playedSample(file, simulation);
/** Tables that were asked for: while nothing is added to the log they stay as they are. */
const tables = new Map<string, Promise<FiguresTable>>();
const days = await dailyFigures(ledger);

test('the quarter has exactly the consistent figures of the published report', async (t) => {
  const { rows, total } = await asked(ledger, 'level');
  t.match(rows, [
    {
      level: 'province', received: 19_750, receivedOnline: 16_701, resolved: 17_291, resolvedOnTime: 17_026, resolvedLate: 265, inProgress: 2_444, awaitingReception: 407,
      openingReceived: 600, openingAwaiting: 120, submitted: 17_348, refused: 320, closedBeforeReception: 40, closedAfterReception: 1_022, closingReceived: 2_037,
    },
    {
      level: 'district', received: 27_488, receivedOnline: 10_642, resolved: 20_932, resolvedOnTime: 19_594, resolvedLate: 1_338, inProgress: 5_995, awaitingReception: 360,
      openingReceived: 1_500, openingAwaiting: 110, submitted: 11_127, refused: 210, closedBeforeReception: 25, closedAfterReception: 2_421, closingReceived: 5_635,
    },
    {
      level: 'commune', received: 39_483, receivedOnline: 21_619, resolved: 34_954, resolvedOnTime: 34_500, resolvedLate: 454, inProgress: 2_596, awaitingReception: 170,
      openingReceived: 700, openingAwaiting: 60, submitted: 22_194, refused: 430, closedBeforeReception: 35, closedAfterReception: 2_803, closingReceived: 2_426,
    },
  ]);
  t.equal(rows.length, 3, 'and nothing of an unknown level');
  t.match(total, { received: 86_721, receivedOnline: 48_962, resolved: 73_177, resolvedOnTime: 71_120, resolvedLate: 2_057, inProgress: 11_035, awaitingReception: 937 });
  t.match(total, { onlineRatePercent: 56.46, onTimeRatePercent: 97.19 });
  const { rows: counted } = await ledger.database.pool.query('select count(*)::integer as dossiers from ledger.dossier');
  t.strictSame(counted, [{ dossiers: 91_518 }]);
  const { rows: findings } = await ledger.database.pool.query(`select * from ledger.finding where severity = 'blocking'`);
  t.strictSame(findings, []);
});

test('the books balance for every level and every authority over the quarter, and parents are the sums of their children', async (t) => {
  const byAuthority = await asked(ledger, 'authority');
  t.equal(byAuthority.rows.length, 171);
  t.strictSame(byAuthority.rows.flatMap((row) => imbalances(row)), []);
  const byLevel = await asked(ledger, 'level');
  t.strictSame([...byLevel.rows, byLevel.total].flatMap((row) => imbalances(row)), []);
  for (const level of byLevel.rows) {
    t.strictSame(parentImbalances(level, byAuthority.rows.filter((row) => row.level === level.level)), [], level.level ?? '');
  }
  for (const by of ['level', 'authority', 'field', 'procedure', 'channel'] as const) {
    const { rows, total } = await asked(ledger, by);
    t.ok(rows.length >= 3, `${rows.length} rows by ${by}`);
    t.strictSame(parentImbalances(total, rows), [], by);
    t.strictSame(rows.flatMap((row) => imbalances(row)), [], by);
    t.strictSame(parentImbalances(byLevel.total, [total]), [], `the total by ${by} is the total by level`);
  }
});

test('the books balance for every single authority and every level on every day of the quarter', async (t) => {
  t.strictSame([days.length, days[0]?.day, days.at(-1)?.day], [91, QUARTER.from, QUARTER.to]);
  t.equal(days.at(-1)?.byAuthority.rows.length, 171);
  t.strictSame(days.flatMap(({ day, byAuthority: { rows, total } }) =>
    [...rows, ...[...levelSums(rows).values()], total].flatMap((row) => imbalances(row).map((imbalance) => ({ day, row, ...imbalance })))), []);
});

test('on every day the total is the sum of the authorities, and on every fifth each level of its own', async (t) => {
  t.strictSame(days.flatMap(({ day, byAuthority: { rows, total } }) => parentImbalances(total, rows).map((imbalance) => ({ day, ...imbalance }))), []);
  for (const { day, byAuthority } of sampled(days, 18)) {
    const { rows, total } = await asked(ledger, 'level', `${day}..${day}`);
    const sums = levelSums(byAuthority.rows);
    t.strictSame(rows.flatMap((row) => parentImbalances(row, [sums.get(row.level ?? '') ?? row])), [], day);
    t.equal(rows.length, sums.size);
    t.strictSame(parentImbalances(total, rows), [], day);
  }
});

test('every day opens as the day before closed, in every authority', async (t) => {
  t.strictSame(days.slice(1).flatMap(({ day, byAuthority }, index) => {
    const before = new Map(days[index]?.byAuthority.rows.map((row) => [row.authority, row]));
    return byAuthority.rows.flatMap(({ authority, openingReceived, openingAwaiting }) => {
      const { closingReceived = 0, awaitingReception = 0 } = before.get(authority) ?? {};
      return openingReceived === closingReceived && openingAwaiting === awaitingReception ? [] : [{ day, authority }];
    });
  }), []);
});

test('a table by day has the figures of the days', async (t) => {
  const { rows } = await asked(ledger, 'day');
  t.equal(rows.length, days.length);
  for (const [index, row] of rows.entries()) {
    t.strictSame({ ...row, links: undefined }, { day: days[index]?.day, ...days[index]?.byAuthority.total, links: undefined });
  }
});

test('no balance of any place and class is negative on any day, as known at any of thirty positions', async (t) => {
  const { position: last } = await ledger.store.head();
  // As known at every single one: the tests of the rules, dossier by dossier.
  const positions = [...sampled(Array.from({ length: last - 1 }, (_, index) => index + 1), 29), last];
  t.strictSame(await negative(ledger, positions, `rule = 'nd61' and class <> 'outside'`), [], `${positions.length} positions up to ${last}`);
  t.ok((await negative(ledger, positions, `rule = 'nd61' and class = 'outside'`)).length > 0, 'where every dossier comes from, the same question finds something');
});

for (const { id: rule } of LATENESS_RULES) {
  test(`under ${rule}, as known at every single position, every dossier is counted once or not at all in any place and class on any day, so no balance is ever negative`, async (t) => {
    // A dossier's legs change at its own positions only: between two of them it stands as it stood. Balances are sums over dossiers.
    // Where a rule posted nothing of its own, its book has the dossier where the base rule's has it.
    const { rows: [counted] } = await ledger.database.pool.query(`
      with position as (
        select distinct dossier, position as known from ledger.journal where dossier in (select dossier from ledger.journal join ledger.kind using (kind) where rule = $1)
      ), daily as (
        select known, dossier, place, class, effective_on, sum(amount) as amount
        from position join ledger.journal using (dossier) join ledger.kind using (kind)
        where position <= known and class <> 'outside' and rule in ('nd61', $1) group by 1, 2, 3, 4, 5
      ), cumulated as (
        select sum(amount) over (partition by known, dossier, place, class order by effective_on) as amount from daily
      )
      select count(*)::integer as balances, min(amount)::integer as least, max(amount)::integer as most from cumulated`, [rule]);
    t.match(counted, { least: 0, most: 1 }, JSON.stringify(counted));
    t.ok(Number(counted.balances) > (rule === 'nd61' ? 5 : 1) * simulation.targets.all.dossiers);
  });
}

test('the daily balances are the sums of the journal, and the two legs of every movement cancel out', async (t) => {
  const { rows: differing } = await ledger.database.pool.query(`
    select * from (select place, kind, effective_on, sum(amount)::integer as posted from ledger.journal group by 1, 2, 3) j
    full join ledger.balance b using (place, kind, effective_on) where coalesce(posted, 0) <> coalesce(amount, 0) limit 5`);
  t.strictSame(differing, []);
  const { rows: uneven } = await ledger.database.pool.query(`
    select position, movement from ledger.journal group by 1, 2 having sum(amount) <> 0 or count(*) <> 2 limit 5`);
  t.strictSame(uneven, []);
});

test('overdue and late dossiers of each level are those that the counters left so, one by one', async (t) => {
  const left = simulation.counters.flatMap(({ authority, dossiers }) => dossiers().map(({ code, finalClass }) => ({ code, finalClass, level: levelOf(authority) })));
  for (const level of ['province', 'district', 'commune']) {
    for (const [figure, finalClass] of [['overdue', 'overdue'], ['resolvedLate', 'resolved_late']] as const) {
      const members = await opened(`/v1/figures/${figure}/dossiers?scope=H57&period=2024-Q1&by=level&row=${level}&limit=10000`);
      const expected = left.filter((one) => one.level === level && one.finalClass === finalClass).map(({ code }) => code).sort();
      t.ok(expected.length > 50, `${expected.length} ${figure} in ${level}`);
      t.strictSame(members, expected, `${figure} in ${level}`);
    }
  }
});

test('a random choice of the cells of the tables by level, channel, field and authority open over HTTP to as many dossiers', async (t) => {
  // Every single one: npm run test:every-cell.
  const seed = Math.trunc(Math.random() * 2 ** 31);
  let counted = 0;
  for (const [by, count] of [['level', 8], ['channel', 4], ['field', 6], ['authority', 6]] as const) {
    const cells = chosen(cellsOf(await asked(ledger, by)), count, seed);
    t.equal(cells.length, count);
    counted += cells.reduce((sum, cell) => sum + cell.count, 0);
    t.strictSame(await unequalTo(ledger.url, cells, 10_000), [], `${seed}: ${by}`);
  }
  t.ok(counted > 0, 'not all of them are 0');
});

test('as of random days and positions a random cell opens to as many dossiers as it counts, of which none is listed twice', async (t) => {
  const { position: last } = await ledger.store.head();
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const pairs = fc.sample(fc.record({ day: fc.nat(90), position: fc.integer({ min: 1, max: last }), by: fc.constantFrom('level', 'field', 'channel', 'authority'), pick: fc.nat() }), { numRuns: AS_OF_PAIRS, seed });
  let counted = 0;
  for (const { day, position, by, pick } of pairs) {
    const table = await asked(ledger, by, `2024-Q1&until=${addDays(QUARTER.from, day)}&asOf=${position}`);
    const cells = cellsOf(table);
    const some = cells.filter(({ count }) => count > 0);
    const cell = some[pick % Math.max(1, some.length)] ?? cells[pick % cells.length];
    if (cell === undefined) return t.fail('a table has cells');
    counted += cell.count;
    t.strictSame(await unequalTo(ledger.url, [cell], 10_000), [], `${seed}: ${cell.list}`);
  }
  t.ok(counted > 0);
});

test('every count of letters of apology opens to that many duties', async (t) => {
  const answer = dutiesAnswer.parse(await got('/v1/apology-duties?scope=H57&period=2024-Q1&by=level'));
  t.strictSame(answer.rows.map(({ row }) => row), ['province', 'district', 'commune']);
  for (const row of [...answer.rows, answer.total]) {
    for (const status of ['opened', 'owed', 'metInTime', 'metLate', 'notMet'] as const) t.equal(await listed(row.links[status]), row[status], `${status} ${row.links[status]}`);
    t.equal(row.opened, row.owed + row.metInTime + row.metLate + row.notMet);
    t.ok(row.metInTime > 0 && row.metLate > 0 && row.notMet > 0, 'every way of keeping the duty or not comes up');
  }
});

test('what is printed has the table, both books, and every contradiction of the published report by name', async (t) => {
  const text = await sampleReport(ledger.database);
  t.match(text, /\nCấp tỉnh +19\.750 +16\.701 +84,56 +\+24,56 +17\.291 +17\.026 +98,47 +−1,53 +265 +2\.444 +407\n/);
  t.match(text, /\nTổng cộng +86\.721 +48\.962 +56,46 +−3,54 +73\.177 +71\.120 +97,19 +−2,81 +2\.057 +11\.035 +937\n/);
  for (const part of [
    'Cấp tỉnh: 600 + 19.750 + 0 + 0 − 0 = 17.291 + 1.022 + 2.037 ✓', 'Cấp huyện: 110 + 11.127 + 0 − 0 = 10.642 + 210 + 25 + 360 ✓',
    '✓ Mọi đẳng thức của hai sổ đều đúng', 'BÁO CÁO TỰ MÂU THUẪN Ở 5 CHỖ', 'in 17.206, phải là 17.026', 'in 19.954, phải là 19.594',
    'NGHĨA VỤ XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
    'in chung 907, cộng từng dòng là 937', 'in 56,45 %, số lẻ bị cắt thay vì làm tròn, phải là 56,46 %', 'in 97,47 %',
  ]) t.ok(text.replaceAll(/\n +/g, ' ').includes(part), part);
});

test('ten counters that send everything again change nothing', async (t) => {
  const before = await fingerprint(ledger);
  const { reference, counters: [busiest, ...others] } = sendersOf(simulation);
  if (busiest === undefined) return t.fail('there are senders');
  await play([reference, busiest, ...others.slice(-9)], { baseUrl: ledger.url, onProgress: () => undefined });
  t.strictSame(await fingerprint(ledger), before);
});

type Day = { readonly day: string; readonly byAuthority: FiguresTable };

async function dailyFigures(from: Ledger): Promise<readonly Day[]> {
  const figures: Day[] = [];
  for (let day: string = QUARTER.from; day <= QUARTER.to; day = addDays(day, 1)) {
    figures.push({ day, byAuthority: await asked(from, 'authority', `${day}..${day}`) });
  }
  return figures;
}

async function asked({ url }: Ledger, by: Dimension, period = '2024-Q1'): Promise<FiguresTable> {
  const key = `period=${period}&by=${by}`;
  const table = tables.get(key) ?? read(url, key);
  tables.set(key, table);
  return table;
}

async function read(url: string, question: string): Promise<FiguresTable> {
  const answer = await fetch(`${url}/v1/figures?scope=VN&${question}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} for ${question}: ${text}`);
  return JSON.parse(text) as FiguresTable;
}

async function fingerprint({ store, database }: Ledger): Promise<unknown> {
  const { rows } = await database.pool.query(`select (select count(*) from ledger.journal) as legs, (select sum(amount * kind * place) from ledger.balance) as sums`);
  return { head: await store.head(), rows };
}

/** A few of the balances below 0. A place whose legs nothing was added to since the position before is as it was then. */
async function negative({ database }: Ledger, positions: readonly number[], classes: string): Promise<readonly unknown[]> {
  const { rows } = await database.pool.query(`
    with leg as (
      select width_bucket(position - 1, $1::bigint[]) as known, place, class, effective_on, sum(amount) as amount
      from ledger.journal join ledger.kind using (kind) where ${classes} group by 1, 2, 3, 4
    ), changed as (
      select distinct known, place, class from leg
    ), daily as (
      select changed.known, place, class, effective_on, sum(amount) as amount
      from changed join leg using (place, class) where leg.known <= changed.known group by 1, 2, 3, 4
    ), cumulated as (
      select known, place, class, effective_on, sum(amount) over (partition by known, place, class order by effective_on) as amount from daily
    )
    select * from cumulated where amount < 0 limit 5`, [positions]);
  return rows;
}

function levelSums(authorities: FiguresTable['rows']): ReadonlyMap<string, Figures> {
  const sum = (rows: FiguresTable['rows']): Figures =>
    Object.fromEntries(definitions.map(({ id }) => [id, rows.reduce((all, row) => all + row[id], 0)])) as Figures;
  return new Map([...Map.groupBy(authorities, ({ level }) => level ?? '')].map(([level, rows]) => [level, sum(rows)]));
}

/** So many of a list, evenly. */
function sampled<T>(items: readonly T[], count: number): readonly T[] {
  return items.filter((_, index) => index % Math.ceil(items.length / count) === 0);
}

function levelOf(authority: string): string | undefined {
  return simulation.catalogue.authorities.find(({ code }) => code === authority)?.level;
}

async function got(path: string): Promise<unknown> {
  const response = await fetch(`${ledger.url}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function opened(path: string): Promise<readonly string[]> {
  const answer = await got(path) as { readonly dossiers: readonly { readonly dossier: string }[]; readonly next: string | null };
  if (answer.next !== null) throw new Error('more than one page');
  return answer.dossiers.map(({ dossier }) => dossier);
}

/** How many a list holds over all its pages. */
async function listed(path: string): Promise<number> {
  let count = 0;
  for (let after: string | null = ''; after !== null;) {
    const page = dutyListAnswer.parse(await got(`${path}&limit=1000${after === '' ? '' : `&after=${after}`}`));
    count += page.items.length;
    after = page.next;
  }
  return count;
}
