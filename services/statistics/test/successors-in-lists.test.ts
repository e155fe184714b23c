import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Arrival } from './ledger-fixture.ts';
import { served } from './served.ts';

const DISTRICT = 'H57.91';
const CIVIL = 'H57.40';
const LAND = 'H57.41';
const HERE = 'H57.42';
const [G03, G15, G99] = ['G03-HT01', 'G15-DD01', 'G99-XX01'];

let number = 0;
/** Received in June, marked at its due date when that has passed; resolved on a later day if one is given. */
function dossier(authority: string, field: string, dueOn: string, { resolvedOn, receivingUnit = authority }: { readonly resolvedOn?: string; readonly receivingUnit?: string } = {}): readonly Arrival[] {
  number += 1;
  const code = `${authority}-250616-${String(number).padStart(4, '0')}`;
  const told = { authority, receivingUnit, procedure: '1.001234', field, channel: 'in_person', dueAt: dueOn } as const;
  const mark = { dossier: code, event: fellOverdue(code, vietnamTime(`${dueOn} 17:00`)) };
  return [
    { dossier: code, event: happened('DossierReceived', `2025-06-16 08:${String(number).padStart(2, '0')}`, told) },
    ...(dueOn < '2025-07-11' ? [mark] : []),
    ...(resolvedOn === undefined ? [] : [{ dossier: code, event: happened('DossierResolved', `${resolvedOn} 10:${String(number).padStart(2, '0')}`, {}) }]),
  ];
}

/** A district that ends on 30/6/2025, its dossiers before, on both sides of that day, and after it. Now: Friday morning. */
const { get, ledger } = await served(file, [
  ...dossier(DISTRICT, G03, '2025-06-25'), ...dossier(DISTRICT, G15, '2025-06-24', { resolvedOn: '2025-06-27' }), ...dossier(DISTRICT, G03, '2025-06-26', { resolvedOn: '2025-07-02' }),
  ...dossier(DISTRICT, G15, '2025-07-03'), ...dossier(DISTRICT, G99, '2025-07-04'), ...dossier(DISTRICT, G03, '2025-07-02', { resolvedOn: '2025-07-08' }),
  ...dossier(DISTRICT, G99, '2025-07-01', { resolvedOn: '2025-07-09' }), ...dossier(DISTRICT, G99, '2025-07-02', { receivingUnit: 'H57.91.02' }),
  ...dossier(DISTRICT, G03, '2025-07-14'), ...dossier(DISTRICT, G15, '2025-07-15'), ...dossier(DISTRICT, G99, '2025-07-15'),
  ...dossier(CIVIL, G03, '2025-07-09'), ...dossier(CIVIL, G03, '2025-07-14'), ...dossier('H57', G03, '2025-07-08'),
].toSorted((a, b) => a.event.occurredAt - b.event.occurredAt), '2025-07-11 10:00');
const successors = JSON.stringify([{ authority: CIVIL, fields: [G03] }, { authority: LAND, fields: [G15] }, { authority: HERE, receivingUnits: ['H57.91.02'] }]);
await ledger.database.pool.query(`
  insert into authority (code, valid_from, valid_to, name, level, parent, successors, position) values
    ('${DISTRICT}', '2020-01-01', '2025-06-30', 'UBND huyện Phú Vang', 'district', 'H57', '${successors}', 1),
    ('${CIVIL}', '2025-07-01', null, 'UBND xã Phú Vang', 'commune', 'H57', null, 1), ('${LAND}', '2025-07-01', null, 'UBND xã Phú Vinh', 'commune', 'H57', null, 1),
    ('${HERE}', '2025-07-01', null, 'UBND xã Phú Mỹ', 'commune', 'H57', null, 1)`);

const SCOPES = ['VN', 'H57', DISTRICT, CIVIL, LAND, HERE];
type Row = { readonly dossier: string; readonly authority: string };
const names = (rows: readonly Pick<Row, 'dossier'>[]) => [...new Set(rows.map(({ dossier: code }) => code))].toSorted();
const listed = async (url: string): Promise<readonly Row[]> => (await get(url)).body.items;
const behind = async (figure: string, scope: string) => names((await get(`/v1/figures/${figure}/dossiers?scope=${scope}&period=2025-Q3&until=2025-07-11`)).body.dossiers);

/** Which list holds the dossiers of which figure. */
const LISTS = [
  { figure: 'overdue', list: (scope: string) => `/v1/overdue?scope=${scope}`, open: 6 },
  { figure: 'withinLimit', list: (scope: string) => `/v1/due?scope=${scope}&within=5`, open: 4 },
  { figure: 'fellOverdue', list: (scope: string) => `/v1/apology-duties/list?scope=${scope}&period=2025-Q3`, open: 10 },
  { figure: 'resolvedLate', list: (scope: string) => `/v1/delays?scope=${scope}&period=2025-Q3`, open: 4 },
] as const;

for (const { figure, list, open } of LISTS) {
  test(`the list beside the figure ${figure} has its dossiers in every scope, also where a successor has taken them over`, async (t) => {
    for (const scope of SCOPES) t.strictSame(names(await listed(list(scope))), await behind(figure, scope), scope);
    t.equal((await listed(list('VN'))).length, open, 'each dossier once');
  });
}

test('a row names who answers on its day, and a list by authority is that of the successor', async (t) => {
  for (const { list } of LISTS.slice(0, 2)) {
    for (const scope of [DISTRICT, CIVIL, LAND, HERE]) for (const { authority } of await listed(list(scope))) t.equal(authority, scope);
  }
  for (const { list } of LISTS.slice(2)) {
    for (const scope of [DISTRICT, CIVIL, LAND, HERE]) t.strictSame(await listed(`${list('H57')}&authority=${scope}`), await listed(list(scope)), scope);
  }
  const { rows } = (await get('/v1/apology-duties?scope=H57&period=2025-Q3&by=authority')).body;
  t.strictSame(rows.map(({ row, opened }: { row: string; opened: number }) => [row, opened]).toSorted(), [['H57', 1], [CIVIL, 2], [LAND, 1], [HERE, 1], [DISTRICT, 5]].toSorted());
});
