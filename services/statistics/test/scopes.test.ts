import { comparisonAnswer, figuresAnswer } from '@motcua/statistics';
import { definitions } from '@motcua/ledger';
import { happened } from '@motcua/testkit';
import { t as file, test } from 'tap';
import type { Arrival } from './ledger-fixture.ts';
import { served } from './served.ts';

const OTHER = 'H49';
const MOVED = 'H57.31-240103-0002';

/** Two provinces; one dossier goes from the first to the second. */
const arrivals: readonly Arrival[] = [
  ...received('H57.31', '240102-0001', '2024-01-02'), ...received('H57.31', '240103-0002', '2024-01-03'), ...received(OTHER, '240104-0003', '2024-01-04'), ...received('H60', '240105-0004', '2024-01-05'),
  { dossier: MOVED, event: happened('DossierReassigned', '2024-01-08 09:00', { to: OTHER }) },
  { dossier: MOVED, event: happened('DossierResolved', '2024-01-09 09:00', {}) },
];
const { get, ledger } = await served(file, arrivals, '2024-03-14 17:00', {
  findings: [finding('H57.31'), finding(OTHER), finding('H60')],
});
await ledger.database.pool.query(`insert into ledger.authority (code, valid_from, name, level, parent, position) values ('${OTHER}', '2020-01-01', 'UBND tỉnh Quảng Trị', 'province', null, 1)`);

const figuresOf = async (scope: string, more = '') => figuresAnswer.parse((await get(`/v1/figures?scope=${scope}&period=2024-Q1${more}`)).body);

test('several codes are asked for as one scope, and a dossier that goes from one to the other stays in it', async (t) => {
  const [both, first, second] = [await figuresOf('H57,H49'), await figuresOf('H57'), await figuresOf(OTHER)];
  t.match([both.scope, both.total.received, both.total.resolved, both.total.inProgress], ['H57,H49', 3, 1, 2]);
  t.match([first.total.transferredOut, second.total.transferredIn, both.total.transferredIn - both.total.transferredOut], [1, 1, 0]);
  for (const { id } of definitions.filter((definition) => !/transferred/i.test(definition.id))) t.equal(both.total[id], first.total[id] + second.total[id], id);
});

test('every cell of it opens, with the codes in the link', async (t) => {
  for (const by of ['level', 'authority', 'day']) {
    const { rows, total } = await figuresOf('H57,H49', `&by=${by}`);
    t.match(total.links.dossiers, '?scope=H57%2CH49&');
    for (const row of [...rows, total]) {
      for (const figure of ['received', 'transferredIn', 'inProgress'] as const) {
        const { dossiers }: { readonly dossiers: readonly { readonly amount: number }[] } = (await get(row.links.dossiers.replace('{figure}', figure))).body;
        t.equal(dossiers.reduce((sum, { amount }) => sum + amount, 0), row[figure], `${by} ${figure}`);
      }
    }
  }
  const csv = await get('/v1/figures/received/events?scope=H57,H49&period=2024-Q1&format=csv');
  t.match(csv.headers['content-disposition'], 'filename="events-received-H57_H49-2024-Q1-as-of-6.csv"');
});

test('rates, comparisons, findings and what is due take several codes too', async (t) => {
  t.match((await get('/v1/rates?scope=H57,H49&period=2024-Q1&rate=onTimeRatePercent')).body, { scope: 'H57,H49', total: { denominator: 1 } });
  const { mapping, total } = comparisonAnswer.parse((await get('/v1/comparisons?scope=H57,H49&period=2024-Q1&mapped=true')).body);
  t.strictSame(mapping?.authorities, []);
  t.match(total.received, { before: 0, after: 3 });
  const found = (await get('/v1/findings?scope=H57,H49')).body;
  t.strictSame(found.findings.map(({ authority }: { readonly authority: string }) => authority).toSorted(), [OTHER, 'H57.31']);
  const summary = (await get('/v1/findings/summary?scope=H57,H49')).body;
  t.match(summary.total, { open: 2 });
  for (const path of ['/v1/overdue', '/v1/due']) t.match((await get(`${path}?scope=H57,H49`)).status, 200, path);
  for (const path of ['/v1/apology-duties', '/v1/delays']) t.match(await get(`${path}?scope=H57,H49&period=2024-Q1`), { status: 200, body: { scope: 'H57,H49' } }, path);
});

test('a scope whose parts overlap, or of which one is not known, is refused with the codes', async (t) => {
  const cases: readonly (readonly [string, number, string, RegExp])[] = [
    ['H57,H57', 400, 'SCOPE_OVERLAP', /"H57" stands there twice/], ['VN,H57', 400, 'SCOPE_OVERLAP', /"H57" lies under "VN"/], ['H57,H49,H57.31', 400, 'SCOPE_OVERLAP', /"H57.31" lies under "H57"/],
    ['H49,H99,H98', 404, 'SCOPE_UNKNOWN', /"H99"/], ['H57,', 400, 'PARAMETER_INVALID', /scope/], ['H57;H49', 400, 'PARAMETER_INVALID', /scope/],
    [Array.from({ length: 101 }, (_, n) => `H${n}`).join(), 400, 'PARAMETER_INVALID', /more than 100/],
  ];
  for (const [scope, status, code, detail] of cases) {
    for (const path of ['/v1/figures?period=2024-Q1&', '/v1/figures/received/dossiers?period=2024-Q1&', '/v1/rates?period=2024-Q1&', '/v1/comparisons?period=2024-Q1&', '/v1/findings?', '/v1/findings/summary?']) {
      t.match(await get(`${path}scope=${scope}`), { status, body: { code, detail, errors: [{ pointer: '/scope' }] } }, `${path} ${scope.slice(0, 20)}`);
    }
  }
});

function received(authority: string, number: string, day: string): readonly Arrival[] {
  return [{ dossier: `${authority}-${number}`, event: happened('DossierReceived', `${day} 08:00`, { authority, receivingUnit: authority, procedure: '1.001234', field: 'G03-HT01', channel: 'in_person', dueAt: '2024-12-31' }) }];
}

function finding(authority: string) {
  return { position: 1, subject: `${authority}-x`, kind: 'no_due_date', severity: 'warning', source: 'urn:test', authority, effective_on: '2024-01-05', detail: '{}' } as const;
}
