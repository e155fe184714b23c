import { comparisonAnswer, comparisonParameters, comparisonQuery, figuresAnswer, periodsAnswer, readComparison, renderPeriodsComparison } from '@motcua/statistics';
import { inSnapshot } from '@motcua/database';
import { happened } from '@motcua/testkit';
import { definitions } from '@motcua/ledger';
import { t as file, test } from 'tap';
import { served } from './served.ts';
import type { Arrival } from './ledger-fixture.ts';

const HUYEN = 'H57.91';
const ENDED = 'H57.92';
const NEW = 'H57.40';

let number = 0;
/** Received in the morning of a day of 2025, due a month later; resolved on a later day if one is given. */
function dossier(authority: string, receivedOn: string, resolvedOn?: string): readonly Arrival[] {
  number += 1;
  const code = `${authority}-${receivedOn.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
  const at = { authority, receivingUnit: authority, procedure: '1.001234', field: 'G03-HT01', channel: 'in_person', dueAt: `${receivedOn.slice(0, 5)}12-31` } as const;
  return [
    { dossier: code, event: happened('DossierReceived', `${receivedOn} 08:00`, at) },
    ...(resolvedOn === undefined ? [] : [{ dossier: code, event: happened('DossierResolved', `${resolvedOn} 10:00`, {}) }]),
  ];
}

/** One district becomes a commune on 1/7/2025 and takes an open dossier along, another one ends, and a commune begins. */
const arrivals = [
  ...dossier('H57', '2025-04-02', '2025-04-20'),
  ...dossier(HUYEN, '2025-04-03', '2025-04-21'), ...dossier(HUYEN, '2025-05-05'),
  ...dossier(ENDED, '2025-05-06', '2025-05-20'),
  ...dossier('H57.31', '2025-06-02', '2025-06-03'),
  ...dossier('H57', '2025-07-02'),
  ...dossier(HUYEN, '2025-07-03', '2025-07-04'),
  ...dossier(NEW, '2025-08-01'), ...dossier(NEW, '2025-08-02', '2025-08-05'),
  ...dossier('H57.31', '2025-09-01', '2025-10-02'),
].toSorted((a, b) => a.event.occurredAt - b.event.occurredAt);

const { get, ledger } = await served(file, arrivals, '2025-12-01 09:00');
await ledger.database.pool.query(`
  insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position) values
    ('${HUYEN}', '2020-01-01', '2025-06-30', 'UBND huyện Phú Vang', 'district', 'H57', 1), ('${HUYEN}', '2025-07-01', null, 'UBND xã Phú Vang', 'commune', 'H57', 1),
    ('${ENDED}', '2020-01-01', '2025-06-30', 'UBND huyện Nam Đông', 'district', 'H57', 1), ('${NEW}', '2025-07-01', null, 'UBND xã Khe Tre', 'commune', 'H57', 1)`);

const compared = async (query: string) => {
  const { body } = await get(`/v1/comparisons?scope=H57&scheme=calendar&${query}`);
  return comparisonAnswer.parse(body);
};
const printed = async (query: Record<string, string>) => {
  const asked = comparisonParameters.omit({ asOf: true }).parse({ scope: 'H57', scheme: 'calendar', ...query });
  return renderPeriodsComparison(await inSnapshot(ledger.database.db, (snapshot) => readComparison(snapshot, comparisonQuery(asked))));
};

test('across 1/7/2025 there are three levels before and two after, and the district level is said to have ended', async (t) => {
  const answer = await compared('period=2025-Q4&with=2025-Q2');
  t.match(answer, {
    before: { id: '2025-Q2', from: '2025-04-01', to: '2025-06-30' }, after: { id: '2025-Q4' }, followsOn: false, mapping: null,
    rows: [
      { level: 'province', absent: null, received: { before: 1, after: 0, difference: -1, percentChange: -100 } },
      { level: 'district', absent: { side: 'after', because: 'ended', on: '2025-06-30' }, received: { before: 3, after: null, difference: -3, percentChange: null }, onTimeRatePercent: { before: 100, after: null, differencePoints: null } },
      { level: 'commune', absent: null, received: { before: 1, after: 0 }, resolved: { before: 1, after: 1, percentChange: 0 }, inProgress: { before: 0, after: 2 } },
    ],
    total: { received: { before: 5, after: 0, difference: -5, percentChange: -100 }, inProgress: { before: 1, after: 3, difference: 2, percentChange: 200 } },
  });
  t.equal(answer.rows.length, 3);
});

test('in the quarter of the change itself the district still hands its open dossier over', async (t) => {
  const { rows, followsOn } = await compared('period=2025-Q3&with=previous');
  t.ok(followsOn);
  t.match(rows, [
    { level: 'province' },
    { level: 'district', absent: null, openingReceived: { after: 1 }, received: { before: 3, after: 0 }, transferredOut: { before: 0, after: 1 }, inProgress: { before: 1, after: 0 } },
    { level: 'commune', absent: null, openingReceived: { after: 0 }, transferredIn: { before: 0, after: 1 } },
  ]);
});

test('mapped, the dossiers of a district stand in the commune that it became, and the answer says which', async (t) => {
  const answer = await compared('period=2025-Q3&with=previous&mapped=true');
  t.match(answer, {
    mapping: {
      on: '2025-09-30',
      authorities: [
        { from: { code: HUYEN, name: 'UBND huyện Phú Vang', level: 'district', inScope: true }, into: [{ code: HUYEN, name: 'UBND xã Phú Vang', level: 'commune', inScope: true }], leavesRest: false },
        { from: { code: ENDED, level: 'district' }, leavesRest: true },
      ],
    },
    rows: [
      { level: 'province', received: { before: 1, after: 1 } },
      { level: 'commune', absent: null, received: { before: 3, after: 4, difference: 1, percentChange: 33.33 }, openingReceived: { after: 1 }, transferredIn: { before: 0, after: 0 } },
      { level: 'unknown', absent: null, received: { before: 1, after: 0 } },
    ],
    total: { received: { before: 5, after: 5, difference: 0 } },
  });
  t.equal(answer.rows.length, 3);
  t.equal(answer.mapping?.authorities.length, 2);
  t.strictSame(answer.mapping?.authorities[1]?.into, []);
});

test('whatever the rows are, mapped or not, the differences of the rows add up to that of the total', async (t) => {
  for (const by of ['level', 'authority', 'field', 'procedure', 'channel']) {
    for (const mapped of ['true', 'false']) {
      const { rows, total } = await compared(`period=2025-Q3&with=previous&by=${by}&mapped=${mapped}`);
      for (const { id } of definitions) {
        // Rows between which a dossier changes hands count it on both; the total of a scope does so too.
        t.equal(rows.reduce((sum, row) => sum + row[id].difference, 0), total[id].difference, `${by} ${mapped} ${id}`);
        for (const cell of [...rows, total].map((row) => row[id])) t.equal(cell.difference, (cell.after ?? 0) - (cell.before ?? 0));
      }
    }
  }
});

test('an authority that began between the periods was not there before, one where nothing counted was', async (t) => {
  const { rows } = await compared('period=2025-Q3&with=previous&by=authority');
  const row = (code: string) => rows.find(({ authority }) => authority === code);
  t.match(row(NEW), { name: 'UBND xã Khe Tre', absent: { side: 'before', because: 'not_yet', on: '2025-07-01' }, received: { before: null, after: 2, difference: 2, percentChange: null } });
  t.match(row(ENDED), { absent: { side: 'after', because: 'ended', on: '2025-06-30' }, received: { before: 1, after: null } });
  t.match(row('H57'), { absent: null, received: { before: 1, after: 1 } });
  const later = await compared('period=2025-Q4&with=2025-01');
  t.match(later.rows.find(({ level }) => level === 'commune'), { absent: null, inProgress: { before: 0, after: 2 } });
});

test('each side of a cell opens to as many dossiers as it counts, mapped or not', async (t) => {
  for (const query of ['by=level', 'by=level&mapped=true', 'by=authority&mapped=true']) {
    const { rows, total } = await compared(`period=2025-Q3&with=previous&${query}`);
    for (const row of [...rows, total]) {
      for (const side of ['before', 'after'] as const) {
        for (const figure of ['received', 'resolved', 'inProgress', 'openingReceived'] as const) {
          const link = row.links[side]?.dossiers;
          if (link === undefined) { t.equal(row[figure][side] ?? 0, 0); continue; }
          const { dossiers } = (await get(link.replace('{figure}', figure))).body;
          t.equal(dossiers.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0), row[figure][side] ?? 0, `${query} ${side} ${figure}`);
        }
      }
    }
  }
});

test('each side is the table of its period, and as of an earlier position both are', async (t) => {
  const table = async (period: string, asOf: number) => figuresAnswer.parse((await get(`/v1/figures?scope=H57&scheme=calendar&period=${period}&asOf=${asOf}`)).body);
  for (const asOf of [arrivals.length, 7, 0]) {
    const { total, asOf: told } = await compared(`period=2025-Q3&with=previous&asOf=${asOf}`);
    const [before, after] = [await table('2025-Q2', asOf), await table('2025-Q3', asOf)];
    t.equal(told.position, asOf);
    for (const { id } of definitions) t.match(total[id], { before: before.total[id], after: after.total[id] }, `${asOf} ${id}`);
  }
});

test('a period to compare with is earlier and readable, and what means nothing in a comparison is refused', async (t) => {
  for (const [query, pointer] of [['with=2025-Q4', '/with'], ['with=2025-Q3', '/with'], ['with=x', '/with'], ['by=day', '/by'], ['mapped=yes', '/mapped'], ['until=2025-07-02', '/until'], ['structureOn=2025-07-02', '/structureOn']] as const) {
    const { status, body } = await get(`/v1/comparisons?scope=H57&scheme=calendar&period=2025-Q3&${query}`);
    t.equal(status, 400, query);
    t.match(body, { code: 'PARAMETER_INVALID', errors: [{ pointer }] }, query);
  }
  t.match((await get('/v1/comparisons?scope=H99&period=2025-Q3')).body, { code: 'SCOPE_UNKNOWN' });
});

test('each rate is beside the target of its own period, and beside none where none is set or the row was not there', async (t) => {
  const { targets, total, rows } = await compared('period=2025-Q4&with=2025-Q2');
  t.strictSame(targets.map(({ rate, percent }) => [rate, percent]), [['onlineRatePercent', 60], ['onTimeRatePercent', 100]]);
  t.strictSame(total.onTimeRatePercent, { before: 100, after: 100, differencePoints: 0, distance: { before: { targetPercent: 100, differencePoints: 0 }, after: { targetPercent: 100, differencePoints: 0 } } });
  t.match(total.onlineRatePercent.distance, { before: { targetPercent: 60, differencePoints: -60 }, after: { targetPercent: 60, differencePoints: null } });
  t.strictSame([total.resolvedRatePercent.distance, rows.find(({ level }) => level === 'district')?.onTimeRatePercent.distance], [{ before: null, after: null }, { before: { targetPercent: 100, differencePoints: 0 }, after: null }]);
  const later = await compared('period=2026-Q1&with=last-year&by=authority');
  t.match([later.total, later.rows.find(({ authority }) => authority === NEW)].map((row) => row?.onTimeRatePercent.distance), [{ before: { targetPercent: 100, differencePoints: null }, after: null }, { before: null, after: null }], 'the plan ends with 2025');
});

test('the text names per cent and percentage points, what is not there, and what was mapped, within 120 columns', async (t) => {
  const plain = await printed({ period: '2025-Q4', with: '2025-Q2' });
  t.match(plain, /Kỳ báo cáo: Quý IV năm 2025 \(01\/10\/2025–31\/12\/2025\)\nKỳ so sánh: Quý II năm 2025/);
  t.match(plain, /\nCấp huyện\n +Tiếp nhận trong kỳ +3 +– +−3 +–\n/);
  t.match(plain, /\nCấp huyện: chỉ có đến hết ngày 30\/06\/2025, không còn trong kỳ báo cáo\.\n/);
  t.match(plain, /\nTổng cộng\n +Tiếp nhận trong kỳ +5 +0 +−5 +−100,00 %\n/);
  t.match(plain, /Tỷ lệ trước hạn và đúng hạn trên đã giải quyết, % +100,00 +100,00 +0,00 điểm %\n +chỉ tiêu được giao, % +100,00 +100,00\n +hơn, kém chỉ tiêu, điểm % +0,00 +0,00\n/);
  t.match(plain, /\n +chỉ tiêu được giao, % +60,00 +60,00\n +hơn, kém chỉ tiêu, điểm % +−60,00 +–\n/);
  t.match(plain, /\nChỉ tiêu được giao theo: Kế hoạch cải cách hành chính/);
  const mapped = await printed({ period: '2025-Q3', with: 'previous', mapped: 'true' });
  t.match(mapped, /Đã quy đổi: hồ sơ của cả hai kỳ tính theo tổ chức ngày 30\/09\/2025/);
  t.match(mapped, /Quy đổi: H57\.91 UBND huyện Phú Vang \(cấp huyện\) → H57\.91 UBND xã Phú Vang \(cấp xã\)\./);
  t.match(mapped, /Quy đổi: H57\.92 UBND huyện Nam Đông \(cấp huyện\) → không còn/);
  t.match(mapped, /nối liền/);
  for (const line of [plain, mapped].flatMap((text) => text.split('\n'))) t.ok([...line].length <= 120 && line === line.trimEnd(), line);
});

test('the periods of a year are listed with what stands before each, this year without one', async (t) => {
  const { periods, year } = periodsAnswer.parse((await get('/v1/periods?year=2024')).body);
  t.equal(year, 2024);
  t.equal(periods.length, 19);
  t.match(periods.find(({ id }) => id === '2024-Q1'), {
    unit: 'quarter', from: '2023-12-15', to: '2024-03-14', label: 'Quý I năm 2024 (15/12/2023–14/03/2024)', previous: '2023-Q4', followsOnPrevious: true, lastYear: '2023-Q1',
  });
  t.match(periods.find(({ id }) => id === '2024-6M'), { label: '6 tháng đầu năm 2024 (15/12/2023–14/06/2024)', previous: '2023-6M', followsOnPrevious: false });
  t.match((await get('/v1/periods')).body, { year: 2025, scheme: 'vpcp-15-14' });
  for (const query of ['year=24', 'year=2100', 'scheme=free', 'year=']) t.match((await get(`/v1/periods?${query}`)).body, { code: 'PARAMETER_INVALID' }, query);
});
