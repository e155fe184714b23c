import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { rateDefinitions } from '@motcua/ledger';
import { definitionsAnswer, indicatorsAnswer, ratesAnswer } from '@motcua/statistics';
import { testDatabase } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { runDefinitions } from '../src/commands/definitions.ts';
import { runFigures } from '../src/commands/figures.ts';
import { runIndicators } from '../src/commands/indicators.ts';
import type { IndicatorsArgs } from '../src/commands/indicators.ts';
import { runRate } from '../src/commands/rate.ts';
import type { RateArgs } from '../src/commands/rate.ts';

const { database, store } = await ledgerOfThree();

test('without a name the on-time rate is printed with its counts and its definition, and which others there are', async (t) => {
  const text = await printed({ period: '2024-Q1', scope: 'H57' });
  t.match(text, /^TỶ LỆ TRƯỚC HẠN VÀ ĐÚNG HẠN TRÊN ĐÃ GIẢI QUYẾT\nPhạm vi H57 · kỳ 2024-Q1/);
  t.match(text, / Tỷ lệ % +được giao % +\(điểm %\)\n[^]*\nCấp tỉnh +2 +2 +100,00 +100,00 +0,00\n[^]*\nChỉ tiêu được giao theo: Kế hoạch/);
  t.match(text, /\n\nĐây là cách tính mặc định\. Cùng câu hỏi còn có: onTimeWithOthersPercent, /);
  t.match(text, /\n\nĐịnh nghĩa: .*\(onTimeRatePercent@1\) = resolvedOnTime \/ resolved;[\s\S]*motcua definitions\.\n$/);
});

test('a named rate, and one of a kind, is the answer of the interface in JSON', async (t) => {
  const named = ratesAnswer.strict().parse(JSON.parse(await printed({ rate: 'onTimeReceivedPercent', period: '2024-Q1', by: 'channel', json: true })));
  t.match(named, { by: 'channel', isDefault: false, definition: { id: 'onTimeReceivedPercent' }, rows: [{ channel: 'postal', numerator: 2, denominator: 3, percent: 66.67 }] });
  t.match(JSON.parse(await printed({ period: '2024-Q1', until: '2024-01-01', asOf: '7', json: true })), { until: '2024-01-01', asOf: { position: 7 }, total: { numerator: 0, denominator: 0, percent: null } });
  const online = ratesAnswer.strict().parse(JSON.parse(await printed({ kind: 'online', period: '2024-Q1', json: true })));
  t.match(online, { isDefault: true, definition: { id: 'onlineRatePercent' }, total: { numerator: 0, denominator: 3, percent: 0 } });
});

test('a wrong question about a rate is explained in Vietnamese and prints nothing', async (t) => {
  const period = '2024-Q1';
  const cases: readonly (readonly [RateArgs, string, RegExp])[] = [
    [{ rate: 'đúng hạn', period }, 'RATE_UNKNOWN', /Không có tỷ lệ "đúng hạn": hãy chọn một trong onlineRatePercent, .*onDueDateRatePercent\.$/],
    [{ rate: 'onTimeReceivedPortalPercent', rule: 'nd61', period }, 'PARAMETER_INVALID', /theo quy tắc riêng của nó, không theo nd61: hãy bỏ --rule/],
    [{ rate: 'earlyRatePercent', kind: 'online', period }, 'PARAMETER_INVALID', /không thuộc câu hỏi online: hãy bỏ --kind/],
    [{ kind: 'late', period }, 'PARAMETER_INVALID', /--kind phải là một trong: on-time/], [{}, 'PARAMETER_INVALID', /--period còn thiếu/],
    [{ period, rule: 'x' }, 'PARAMETER_INVALID', /--rule phải là một trong: nd61/], [{ period: '2024-Q9' }, 'PARAMETER_INVALID', /--period không đọc được \("2024-Q9"\)/],
    [{ period, asOf: '8' }, 'AS_OF_AHEAD', /./], [{ period, until: '2024-04-01' }, 'PARAMETER_INVALID', /./], [{ period, asOf: 'hôm qua' }, 'PARAMETER_INVALID', /./],
    [{ period, scope: 'H99' }, 'SCOPE_UNKNOWN', /chưa có cơ quan nào mang mã "H99"/],
  ];
  for (const [args, code, message] of cases) {
    let wrote = '';
    const error = await runRate({ database, store, args, out: { write: (text) => { wrote += text; } } }).catch((thrown: unknown) => thrown);
    t.match(error, { code, message }, JSON.stringify(args));
    t.equal(wrote, '');
  }
});

test('indicators are printed together, or one row by row, and in JSON as the interface gives them', async (t) => {
  t.match(await indicators({ period: '2024-Q1', scope: 'H57' }), /^CHỈ SỐ CỦA KỲ\nPhạm vi H57 [\s\S]*\nTỷ lệ nộp trực tuyến +0 +3 +0,00 +– +60,00 +−60,00\n/);
  t.match(await indicators({ period: '2024-Q1', indicator: 'onTimeShare' }), /^TỶ LỆ TRƯỚC HẠN VÀ ĐÚNG HẠN TRÊN ĐÃ GIẢI QUYẾT\n[\s\S]*\nCấp tỉnh +2 +2 +100,00 +– +– +–\n/);
  const answer = indicatorsAnswer.strict().parse(JSON.parse(await indicators({ period: '2024-Q1', by: 'channel', json: true })));
  t.match(answer, { by: 'channel', rows: [{ channel: 'postal', indicators: { onlineShare: { denominator: 3 }, portalReused: { ratePercent: null } }, facts: { payments: 0 } }] });
});

test('a wrong question about indicators is explained in Vietnamese', async (t) => {
  await t.rejects(indicators({ period: '2024-Q1', indicator: 'đúng hạn' }), { code: 'PARAMETER_INVALID', message: /Không có chỉ số "đúng hạn": hãy chọn một trong portalOnTime, / });
  await t.rejects(indicators({ period: '2024-Q1', by: 'day' }), { code: 'PARAMETER_INVALID', message: /--by phải là một trong: level/ });
  await t.rejects(indicators({}), { code: 'PARAMETER_INVALID', message: /--period còn thiếu/ });
});

test('the definitions are printed without any ledger, all of them or one', async (t) => {
  const [all, one] = [defined(), defined('onTimeDuePercent')];
  for (const { id } of rateDefinitions) t.match(all, new RegExp(`\n${id} \\(phiên bản \\d+\\): `));
  t.match(one, /^TỶ LỆ \(phần trăm\)\n\nonTimeDuePercent \(phiên bản 1\): [\s\S]*resolvedOnTime \/ \(resolvedOnTime \+ fellOverdue\)/);
  t.match(definitionsAnswer.strict().parse(JSON.parse(defined(undefined, true))), { figures: [{ id: 'openingReceived' }], rates: [{ id: 'onlineRatePercent' }] });
  const { figures, rates, indicators } = definitionsAnswer.parse(JSON.parse(defined('fellOverdue', true)));
  t.strictSame([figures.map(({ id }) => id), rates, indicators], [['fellOverdue'], [], []]);
  t.throws(() => defined('nothing'), { code: 'PARAMETER_INVALID', message: /mang mã "nothing": chạy motcua definitions để xem tất cả/ });
});

test('a table of figures ends with what its lines mean', async (t) => {
  let text = '';
  await runFigures({ database, store, args: { period: '2024-Q1' }, out: { write: (part) => { text += part; } } });
  t.match(text, /\n\nĐịnh nghĩa: Tiếp nhận trong kỳ \(received@1\); /);
});

async function printed(args: RateArgs): Promise<string> {
  let text = '';
  await runRate({ database, store, args, out: { write: (part) => { text += part; } } });
  return text;
}

async function indicators(args: IndicatorsArgs): Promise<string> {
  let text = '';
  await runIndicators({ database, store, args, out: { write: (part) => { text += part; } } });
  return text;
}

function defined(id?: string, json = false): string {
  let text = '';
  runDefinitions({ id, args: { json }, out: { write: (part) => { text += part; } } });
  return text;
}

/** Three dossiers that were received by post, and two of them resolved on time. */
async function ledgerOfThree(): Promise<{ readonly database: Database; readonly store: EventStore }> {
  const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase]);
  const log = openPostgresStore({ connectionString: ownerUrl });
  const opened = openDatabase(ownerUrl);
  file.teardown(() => Promise.all([opened.close(), log.close()]));
  await opened.pool.query(`
    insert into ledger.authority (code, valid_from, name, level, position) values ('H57', '2020-01-01', 'UBND tỉnh', 'province', 1);
    with place as (insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57', 'H57', '1.001', 'G01', 'postal') returning place),
      kind as (insert into ledger.kind (rule, class, cause, side) values ('nd61', 'in_progress', 'received', 'to'), ('nd61', 'in_progress', 'resolved', 'from'), ('nd61', 'resolved_on_time', 'resolved', 'to') returning kind, cause, side)
    insert into ledger.balance (place, kind, effective_on, amount)
      select place, kind, '2024-01-02', case when cause = 'received' then 3 when side = 'from' then -2 else 2 end from place, kind;
    update ledger.checkpoint set position = 7, recorded_at = '2024-01-02T01:00:00Z'`);
  return { database: opened, store: log };
}
