import assert from 'node:assert/strict';
import { factDefinitions, indicatorDefinitions } from '@motcua/ledger';
import type { CountId } from '@motcua/ledger';
import { figuresAnswer, indicatorsAnswer, renderIndicators } from '@motcua/statistics';
import type { IndicatorTable } from '@motcua/statistics';
import { acceptedOf, fellOverdue, happened, offeredArrivals, oracleCalendar, oracleFacts, pools, vietnamTime } from '@motcua/testkit';
import type { Arrival } from '@motcua/testkit';
import fc from 'fast-check';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { served } from './served.ts';

const [ONLINE, PAPER, LATE] = ['H57.31-240102-0001', 'H57.31-240102-0002', 'H57.31-240102-0003'];
const received = { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', field: 'G03-HT01', channel: 'in_person', dueAt: '2024-01-12' } as const;
const facts: readonly Arrival[] = [
  { dossier: ONLINE, event: happened('ComponentsDigitized', '2024-01-02 09:00', { components: 4, byApplicant: 1, fromNationalDatabase: 3 }) },
  { dossier: PAPER, event: happened('ComponentsDigitized', '2024-01-02 09:01', { components: 3, byCounter: 2 }) },
  { dossier: PAPER, event: happened('SlipIssued', '2024-01-03 09:02', { kind: 'notice', signed: true }) },
];
const dossiers: readonly Arrival[] = [
  { dossier: ONLINE, event: happened('DossierReceived', '2024-01-02 08:01', { ...received, channel: 'online' }) },
  { dossier: ONLINE, event: happened('FeePaid', '2024-01-02 08:05', { method: 'national_portal', amount: 50_000 }) },
  { dossier: ONLINE, event: happened('DossierResolved', '2024-01-04 10:01', {}) },
  { dossier: ONLINE, event: happened('ResultReady', '2024-01-04 11:01', { electronic: true }) },
  { dossier: PAPER, event: happened('DossierReceived', '2024-01-02 08:02', received) },
  { dossier: PAPER, event: happened('FeePaid', '2024-01-02 08:06', { method: 'counter' }) },
  { dossier: PAPER, event: happened('DossierResolved', '2024-01-05 10:02', {}) },
  { dossier: PAPER, event: happened('ResultReady', '2024-01-05 11:02', {}) },
  { dossier: LATE, event: happened('DossierReceived', '2024-01-02 08:03', received) },
  { dossier: LATE, event: fellOverdue(LATE, vietnamTime('2024-01-12 17:00')) },
  { dossier: LATE, event: fellOverdue(LATE, vietnamTime('2024-01-12 17:00'), 'portal-766') },
];
const { get, ledger } = await served(file, [...dossiers, ...facts], '2024-03-14 17:00');
type Get = typeof get;

const asked = async (parameters = '') => get(`/v1/indicators?scope=H57&period=2024-Q1${parameters}`);

test('every indicator has its counts, per cent and points, its target and how far it is from it', async (t) => {
  const { status, body } = await asked();
  t.equal(status, 200);
  const { total, definitions } = indicatorsAnswer.parse(body);
  t.strictSame(definitions.map(({ id }) => id), indicatorDefinitions.map(({ id }) => id));
  const of = (id: string) => { const { numerator, denominator, ratePercent, points, target } = total.indicators[id] ?? assert.fail(id); return [numerator, denominator, ratePercent, points, target?.percent ?? null, target?.differencePoints ?? null]; };
  t.strictSame(Object.fromEntries(definitions.map(({ id }) => [id, of(id)])), {
    portalOnTime: [2, 3, 66.67, 13.33, 100, -33.33], portalOnline: [1, 2, 50, null, 60, -10], portalFeePaidOnline: [1, 2, 50, null, null, null], portalElectronicResult: [1, 2, 50, null, 70, -20],
    portalDigitized: [2, 3, 66.67, null, null, null], portalReused: [3, 6, 50, null, null, null], portalFeedbackOnTime: [0, 0, null, null, null, null], portalNotOverdue: [2, 3, 66.67, null, null, null], onTimeShare: [2, 2, 100, null, 100, 0],
    onlineShare: [1, 3, 33.33, null, 60, -26.67], proceduresPaidOnlineShare: [1, 1, 100, null, 80, 20], paymentsOnlineShare: [1, 2, 50, null, 30, 20], satisfiedShare: [0, 0, null, null, 80, null], slipsSignedShare: [1, 2, 50, null, null, null],
  });
  t.match(total.facts, { componentsFiled: 7, componentsByApplicant: 1, digitizedThroughout: 1, slipsOwed: 2, ratings: 0 });
  t.match(total.indicators['portalElectronicResult']?.target, { scope: 'H57', validFrom: '2024-01-01', source: /Kế hoạch cải cách hành chính giai đoạn 2022-2025/ });
});

test('rows are those of a table, one indicator may be asked for alone, and a target holds for its authority and its years', async (t) => {
  const { body } = await asked('&by=channel&indicator=portalOnline');
  t.strictSame(Object.keys(body.total.indicators), ['portalOnline']);
  t.match(body.rows, [{ channel: 'online', indicators: { portalOnline: { numerator: 1, denominator: 1, ratePercent: 100 } } }, { channel: 'in_person', indicators: { portalOnline: { numerator: 0, denominator: 1, ratePercent: 0 } } }]);
  t.match((await asked('&by=authority')).body.rows, [{ authority: 'H57.31', name: 'UBND phường Phú Hội', indicators: { onlineShare: { target: { percent: 60 } } } }]);
  t.match((await get('/v1/indicators?scope=VN&period=2024-Q1')).body.total.indicators, { onlineShare: { target: null } });
  t.match((await get('/v1/indicators?scope=H57&period=2026-Q1')).body.total.indicators, { onlineShare: { target: null, ratePercent: null }, portalElectronicResult: { target: { percent: 100, differencePoints: null } } });
});

test('every fact opens to dossiers and events that add up to it, from the links of its row', async (t) => {
  const table: IndicatorTable = (await asked('&by=channel')).body;
  for (const row of [...table.rows, table.total]) await checkRow(t, get, row);
  const { links } = table.total;
  t.match((await get(links.dossiers.replace('{figure}', 'componentsReused'))).body, { figure: 'componentsReused', label: /khai thác/, version: 1, dossiers: [{ dossier: ONLINE, amount: 3 }] });
  t.match((await get(links.events.replace('{figure}', 'slipsOwed'))).body.events, [
    { dossier: PAPER, type: 'SlipIssued', typeLabel: 'Gửi phiếu cho người nộp hồ sơ', classLabel: 'Phiếu phải có', causeLabel: 'Ghi nhận', effectiveOn: '2024-01-03' },
    { dossier: LATE, type: 'DossierFellOverdue', effectiveOn: '2024-01-12' },
  ]);
  const { links: portal } = table.total.indicators['portalOnTime'] ?? assert.fail('no such indicator');
  t.strictSame((await get(portal.dossiers.replace('{figure}', 'closingReceived'))).body.dossiers, [{ dossier: LATE, amount: 1 }]);
});

test('procedures paid for online are counted once each, of those with a fee or a payment, in every row and in the whole', async (t) => {
  const [A, B, C, D, E] = ['1.000001', '1.000002', '1.000003', '1.000004', '1.000005'] as const;
  const told = (number: number, procedure: string, authority: string, ...events: readonly Arrival['event'][]): readonly Arrival[] => {
    const dossier = `${authority}-240102-000${number}`;
    return [happened('DossierReceived', `2024-01-02 08:0${number}`, { ...received, procedure, authority, receivingUnit: authority }), ...events].map((event) => ({ dossier, event }));
  };
  const paid = (minute: number, method: 'national_portal' | 'counter', amount = 50_000) => happened('FeePaid', `2024-01-03 09:0${minute}`, { method, amount });
  const asking = await served(t, [
    ...told(1, A, 'H57.31', paid(1, 'national_portal')), ...told(2, A, 'H57.31', paid(2, 'counter')), ...told(3, A, 'H57.99', paid(3, 'national_portal')),
    ...told(4, B, 'H57.31', paid(4, 'counter')), ...told(5, C, 'H57.99', happened('PaymentRequested', '2024-01-03 09:05', { amount: 20_000 })),
    // What is free is no fee, and what nobody knows is no procedure.
    ...told(6, D, 'H57.31', paid(6, 'national_portal', 0)), ...told(7, 'unknown', 'H57.31', paid(7, 'national_portal')),
    // Asked for in one quarter and paid in the next: a payment is in the denominator too.
    ...told(8, E, 'H57.31', happened('PaymentRequested', '2024-01-03 09:08', {}), happened('FeePaid', '2024-03-20 09:08', { method: 'national_portal' })),
  ], '2024-03-25 17:00');
  const counted = async (query: string): Promise<IndicatorTable> => (await asking.get(`/v1/indicators?indicator=proceduresPaidOnlineShare&scope=H57&${query}`)).body;
  const of = ({ indicators }: Pick<IndicatorTable['total'], 'indicators'>) => {
    const { numerator, denominator, ratePercent, target } = indicators['proceduresPaidOnlineShare'] ?? assert.fail('no such indicator');
    return [numerator, denominator, ratePercent, target?.differencePoints ?? null];
  };
  const { total, rows, definitions } = await counted('period=2024-Q1&by=authority');
  t.match(definitions, [{ id: 'proceduresPaidOnlineShare', version: 1, countedBy: 'procedure', source: /thủ tục có giao dịch thanh toán trực tuyến trong kỳ, trên thủ tục/ }]);
  t.strictSame([of(total), ...rows.map(of)], [[1, 4, 25, -55], [1, 3, 33.33, -46.67], [1, 2, 50, -30]], 'the one of both counts once in the whole');
  t.strictSame((await counted('period=2024-Q1&by=procedure')).rows.map((row) => [row.procedure, ...of(row).slice(0, 2)]), [[A, 1, 1], [B, 0, 1], [C, 0, 1], [D, 0, 0], [E, 0, 1], ['unknown', 0, 0]]);
  t.strictSame(of((await counted('period=2024-Q2&by=level')).total), [1, 1, 100, 20]);
  t.strictSame(of((await counted('period=2024-Q1&asOf=2')).total), [1, 1, 100, 20], 'as known at a position');
  t.match(renderIndicators(await counted('period=2024-Q1')), /= số\s+thủ\s+tục\s+có\s+paymentsOnline\s+>\s+0\s+\/\s+số\s+thủ\s+tục\s+có\s+\(feeDue\s+\+\s+payments\)\s+>\s+0/);
});

test('as of an earlier position nothing counts that became known later', async (t) => {
  t.match((await asked('&asOf=11')).body.total.facts, { componentsFiled: 0, payments: 2 });
  t.match((await asked('&until=2024-01-11')).body.total.facts, { slipsOwed: 1 });
  t.match(await asked('&asOf=99'), { status: 409, body: { code: 'AS_OF_AHEAD' } });
});

test('whatever facts are told, every table of figures stays as it was', async (t) => {
  const without = await served(t, dossiers, '2024-03-14 17:00');
  for (const by of ['level', 'authority', 'field', 'procedure', 'channel', 'day']) for (const rule of ['nd61', 'portal-766']) {
    const question = `/v1/figures?scope=H57&period=2024-Q1&by=${by}&rule=${rule}&asOf=11`;
    const bare = ({ body }: { readonly body: unknown }) => JSON.stringify(body, (name, value: unknown) => (name === 'links' || name === 'asOf' ? undefined : value));
    const expected = bare(await without.get(question));
    t.equal(bare(await get(question)), expected, `${by} ${rule}, before they were told`);
    t.equal(bare(await get(question.replace('&asOf=11', ''))), expected, `${by} ${rule}`);
  }
  t.notOk('payments' in figuresAnswer.parse((await get('/v1/figures?scope=H57&period=2024-Q1')).body).total);
});

test('wrong questions are answered with what there is', async (t) => {
  t.match(await asked('&indicator=onTime'), { status: 400, body: { code: 'PARAMETER_INVALID', errors: [{ pointer: '/indicator', detail: /portalOnTime, portalOnline/ }] } });
  for (const wrong of ['&by=day', '&rule=nd61', '&until=2024-04-01', '&scheme=x']) t.match(await asked(wrong), { status: 400, body: { code: 'PARAMETER_INVALID' } }, wrong);
  t.match(await get('/v1/indicators?scope=H99&period=2024-Q1'), { status: 404, body: { code: 'SCOPE_UNKNOWN' } });
});

test('officials read all indicators of a scope, or one row by row, in 120 columns', async (t) => {
  const all = renderIndicators((await asked()).body);
  t.match(all, /^CHỈ SỐ CỦA KỲ\nPhạm vi H57 · kỳ 2024-Q1/);
  t.match(all, /\nTỷ lệ hồ sơ xử lý đúng hạn +2 +3 +66,67 +13,33 +100,00 +−33,33\n/);
  t.match(all, /\nTỷ lệ lượt đánh giá hài lòng +0 +0 +– +– +80,00 +–\n/);
  t.match(all, /Chỉ tiêu được giao theo: Kế hoạch cải cách hành chính/);
  const one = renderIndicators((await asked('&indicator=paymentsOnlineShare')).body);
  t.match(one, /^TỶ LỆ GIAO DỊCH THANH TOÁN TRỰC TUYẾN\n[\s\S]*\nCấp xã +1 +2 +50,00 +– +30,00 +\+20,00\n[\s\S]*\nTổng cộng /);
  for (const line of [...all.split('\n'), ...one.split('\n')]) t.ok([...line].length <= 120 && line === line.trimEnd(), line);
});

/** The national one: nothing else is announced. */
const calendar = oracleCalendar([]);
const lives = offeredArrivals({ dossiers: 6, atLeast: 4, maxLength: 12 }).map(acceptedOf).filter((arrivals) => arrivals.length > 20);
const seed = Math.trunc(Math.random() * 2 ** 31);
for (const [run, arrivals] of fc.sample(lives, { numRuns: 2, seed }).entries()) {
  test(`facts of random lives are what an oracle counts from the log, as known at any position, and open (${seed}, ${run})`, async (t) => {
    const random = await served(t, arrivals, '2024-03-01 08:00');
    for (const asOf of [Math.ceil(arrivals.length / 2), arrivals.length]) {
      const table: IndicatorTable = (await random.get(`/v1/indicators?scope=VN&period=2023-12-15..2024-01-10&by=authority&asOf=${asOf}`)).body;
      const span = { from: '2023-12-15', to: '2024-01-10', position: asOf, calendar };
      for (const row of table.rows) t.match(row.facts, oracleFacts(arrivals, { ...span, node: { by: 'authority', authorities: [row.authority ?? ''] } }), `${row.authority} as of ${asOf}`);
      t.match(table.total.facts, oracleFacts(arrivals, { ...span, node: { by: 'authority', authorities: [...pools.authorities, 'unknown'] } }));
      await checkRow(t, random.get, table.total);
      const procedures = async (scope: string): Promise<readonly number[]> => {
        const own: IndicatorTable = (await random.get(`/v1/indicators?scope=${scope}&period=2023-12-15..2024-01-10&by=procedure&asOf=${asOf}`)).body;
        const count = (holds: (facts: IndicatorTable['total']['facts']) => boolean) => own.rows.filter((row) => row.procedure !== 'unknown' && holds(row.facts)).length;
        return [count(({ paymentsOnline }) => paymentsOnline > 0), count(({ feeDue, payments }) => feeDue + payments > 0)];
      };
      for (const row of [...table.rows.filter(({ authority }) => authority !== 'unknown'), { ...table.total, authority: 'VN' }]) {
        const { numerator, denominator } = row.indicators['proceduresPaidOnlineShare'] ?? assert.fail('no such indicator');
        t.strictSame([numerator, denominator], await procedures(row.authority ?? ''), `procedures of ${row.authority} as of ${asOf}`);
      }
    }
  });
}

test('the fixture posts facts as the projection does', async (t) => {
  const { rows } = await ledger.database.pool.query<{ rule: string; sum: number }>('select rule, sum(amount)::integer as sum from journal join kind using (kind) group by rule order by rule');
  t.strictSame(rows.filter(({ rule }) => rule === 'facts'), [{ rule: 'facts', sum: 0 }]);
});

async function checkRow(t: Test, get: Get, { facts: counted, links }: Pick<IndicatorTable['total'], 'facts' | 'links'>): Promise<void> {
  for (const { id } of factDefinitions) {
    const amounts = await Promise.all((['dossiers', 'events'] as const).map(async (list) => {
      const { body } = await get(`${links[list].replace('{figure}', id satisfies CountId)}&limit=1000`);
      return (body[list] as readonly { readonly amount: number }[]).reduce((sum, { amount }) => sum + amount, 0);
    }));
    t.strictSame(amounts, [counted[id], counted[id]], `${id} ${links.dossiers}`);
  }
}
