import { comparisonAnswer, comparisonParameters, comparisonQuery, figuresAnswer, readComparison, renderPeriodsComparison } from '@motcua/statistics';
import { inSnapshot } from '@motcua/database';
import { definitions } from '@motcua/ledger';
import { happened } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Arrival } from './ledger-fixture.ts';
import { served } from './served.ts';

const DISTRICT = 'H57.91';
const CIVIL = 'H57.40';
const LAND = 'H57.41';
const G03 = 'G03-HT01';
const G15 = 'G15-DD01';

let number = 0;
/** Received in the morning, due in the year after; resolved on a later day if one is given. */
function dossier(authority: string, field: string, receivedOn: string, resolvedOn?: string): readonly Arrival[] {
  number += 1;
  const code = `${authority}-${receivedOn.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
  const at = { authority, receivingUnit: authority, procedure: '1.001234', field, channel: 'in_person', dueAt: `${Number(receivedOn.slice(0, 4)) + 1}-12-31` } as const;
  return [
    { dossier: code, event: happened('DossierReceived', `${receivedOn} 08:00`, at) },
    ...(resolvedOn === undefined ? [] : [{ dossier: code, event: happened('DossierResolved', `${resolvedOn} 10:00`, {}) }]),
  ];
}

/** A district that ends on 30/6/2025; two communes take its open dossiers over, each those of a field. */
const arrivals = [
  ...dossier('H57', G03, '2024-10-01', '2024-10-09'), ...dossier('H57', G03, '2025-06-18', '2025-06-25'), ...dossier('H57', G03, '2025-10-01', '2025-10-09'),
  ...dossier(DISTRICT, G03, '2024-10-02', '2024-10-20'), ...dossier(DISTRICT, G03, '2024-10-03', '2025-10-20'), ...dossier(DISTRICT, G03, '2025-06-16'),
  ...dossier(DISTRICT, G15, '2024-10-04', '2025-07-03'), ...dossier(DISTRICT, G15, '2024-11-04'), ...dossier(DISTRICT, G15, '2025-06-17', '2025-06-27'),
  ...dossier(DISTRICT, 'G99-XX01', '2024-10-05', '2024-10-06'),
  ...dossier(CIVIL, G03, '2025-10-06', '2025-10-08'), ...dossier(CIVIL, G03, '2025-11-06'), ...dossier(LAND, G15, '2025-10-07', '2025-11-01'),
  ...dossier('H57.31', G03, '2024-12-01', '2024-12-03'), ...dossier('H57.31', G03, '2025-06-19', '2025-06-26'), ...dossier('H57.31', G03, '2025-12-01'),
].toSorted((a, b) => a.event.occurredAt - b.event.occurredAt);

const { get, ledger } = await served(file, arrivals, '2025-12-20 09:00');
const successors = JSON.stringify([{ authority: CIVIL, fields: [G03] }, { authority: LAND, fields: [G15] }]);
await ledger.database.pool.query(`
  insert into ledger.authority (code, valid_from, valid_to, name, level, parent, successors, position) values
    ('${DISTRICT}', '2020-01-01', '2025-06-30', 'UBND huyện Phú Vang', 'district', 'H57', '${successors}', 1),
    ('${CIVIL}', '2025-07-01', null, 'UBND xã Phú Vang', 'commune', 'H57', null, 1), ('${LAND}', '2025-07-01', null, 'UBND xã Phú Vinh', 'commune', 'H57', null, 1)`);

const figuresIn = async (query: string) => figuresAnswer.parse((await get(`/v1/figures?scope=H57&${query}`)).body);
const compared = async (query: string) => comparisonAnswer.parse((await get(`/v1/comparisons?scope=H57&period=2025-Q4&${query}`)).body);
const LINES = ['openingReceived', 'received', 'resolved', 'transferredIn', 'transferredOut', 'inProgress'] as const;

test('a period across 1/7/2025 has three levels until 30/6 and two at its end, and the next one two', async (t) => {
  const before = await figuresIn('period=2025-Q3&until=2025-06-30');
  t.match(before.rows, [{ level: 'province' }, { level: 'district', openingReceived: 3, received: 2, resolved: 1, inProgress: 4, transferredOut: 0 }, { level: 'commune' }]);
  const across = await figuresIn('period=2025-Q3');
  t.match(across.rows.find(({ level }) => level === 'district'), { openingReceived: 3, received: 2, resolved: 1, transferredOut: 4, inProgress: 0 });
  t.match(across.rows.find(({ level }) => level === 'commune'), { openingReceived: 0, received: 1, resolved: 2, transferredIn: 4, inProgress: 3 });
  const after = await figuresIn('period=2025-Q4');
  t.strictSame(after.rows.map(({ level }) => level), ['province', 'commune']);
});

test('not mapped, the district stands in the earlier quarter and is said to have ended before the later one', async (t) => {
  const { mapping, rows, total } = await compared('with=last-year');
  t.equal(mapping, null);
  t.match(rows, [
    { level: 'province', received: { before: 1, after: 1 } },
    { level: 'district', absent: { side: 'after', because: 'ended', on: '2025-06-30' }, received: { before: 5, after: null }, inProgress: { before: 3, after: null } },
    { level: 'commune', absent: null, received: { before: 1, after: 4 }, openingReceived: { before: 0, after: 3 }, resolved: { before: 1, after: 3 } },
  ]);
  t.match(total, { received: { before: 7, after: 5, difference: -2 } });
});

test('mapped, each dossier of the district stands in the row of the successor for its field, and the answer tells who that is', async (t) => {
  const { mapping, rows } = await compared('with=last-year&mapped=true&by=authority');
  t.strictSame(mapping, { on: '2025-12-14', authorities: [{
    from: { code: DISTRICT, name: 'UBND huyện Phú Vang', level: 'district', inScope: true }, leavesRest: true,
    into: [{ code: CIVIL, name: 'UBND xã Phú Vang', level: 'commune', inScope: true, fields: [G03] }, { code: LAND, name: 'UBND xã Phú Vinh', level: 'commune', inScope: true, fields: [G15] }],
  }] });
  const row = (code: string) => rows.find(({ authority }) => authority === code);
  t.match(row(CIVIL), { name: 'UBND xã Phú Vang', absent: null, received: { before: 2, after: 2 }, resolved: { before: 1, after: 2 }, inProgress: { before: 1, after: 2 }, transferredIn: { before: 0, after: 0 } });
  t.match(row(LAND), { name: 'UBND xã Phú Vinh', absent: null, received: { before: 2, after: 1 }, resolved: { before: 0, after: 1 }, inProgress: { before: 2, after: 1 } });
  t.match(row(DISTRICT), { absent: { side: 'after', because: 'ended', on: '2025-06-30' }, received: { before: 1, after: null } }, 'nobody is named for the third field');
  const levels = await compared('with=last-year&mapped=true');
  t.match(levels.rows, [{ level: 'province', received: { before: 1, after: 1 } }, { level: 'commune', received: { before: 5, after: 4 } }, { level: 'unknown', received: { before: 1, after: 0 } }]);
  t.equal(levels.rows.length, 3);
});

test('mapped or not, the differences of the rows add up to that of the total, and both totals are the same', async (t) => {
  for (const by of ['level', 'authority', 'field', 'channel']) {
    const [plain, mapped] = [await compared(`with=last-year&by=${by}`), await compared(`with=last-year&by=${by}&mapped=true`)];
    for (const { rows, total } of [plain, mapped]) {
      for (const { id } of definitions) t.equal(rows.reduce((sum, row) => sum + row[id].difference, 0), total[id].difference, `${by} ${id}`);
    }
    for (const line of LINES) t.strictSame(mapped.total[line], plain.total[line], `${by} ${line}`);
  }
});

test('the lists behind each side of a mapped cell count what the cell does', async (t) => {
  for (const by of ['level', 'authority', 'field']) {
    const { rows, total } = await compared(`with=last-year&by=${by}&mapped=true`);
    for (const row of [...rows, total]) {
      for (const side of ['before', 'after'] as const) {
        for (const figure of LINES) {
          const counted = row[figure][side] ?? 0;
          const links = row.links[side];
          if (links === null) { t.equal(counted, 0); continue; }
          for (const [kind, link] of Object.entries(links)) {
            const list: readonly { readonly amount: number }[] = (await get(link.replace('{figure}', figure))).body[kind];
            t.equal(list.reduce((sum, { amount }) => sum + amount, 0), counted, `${by} ${side} ${figure} ${kind}`);
          }
        }
      }
    }
  }
});

test('as known before the district was told to end, nothing of it is mapped', async (t) => {
  const { mapping } = await compared('with=last-year&mapped=true&asOf=0');
  t.strictSame(mapping?.authorities, []);
});

test('the text names every successor with what it took over, and what nobody took over', async (t) => {
  const asked = comparisonParameters.omit({ asOf: true }).parse({ scope: 'H57', period: '2025-Q4', mapped: 'true' });
  const text = renderPeriodsComparison(await inSnapshot(ledger.database.db, (snapshot) => readComparison(snapshot, comparisonQuery(asked))));
  const flowing = text.replaceAll(/\n +/g, ' ');
  t.match(flowing, 'Quy đổi: H57.91 UBND huyện Phú Vang (cấp huyện) → H57.40 UBND xã Phú Vang (cấp xã) với lĩnh vực G03-HT01; H57.41 UBND xã Phú Vinh (cấp xã) với lĩnh vực G15-DD01; phần còn lại chưa biết cơ quan kế thừa.');
  for (const line of text.split('\n')) t.ok([...line].length <= 120, line);
});
