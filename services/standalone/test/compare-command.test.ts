import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { comparisonAnswer, periodsAnswer } from '@motcua/statistics';
import { testDatabase, vietnamTime } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { runCompare } from '../src/commands/compare.ts';
import type { CompareArgs } from '../src/commands/compare.ts';
import { runPeriods } from '../src/commands/periods.ts';
import type { PeriodsCommand } from '../src/commands/periods.ts';

const { database, store } = await ledgerOfTwoYears();

test('without more a period stands beside the same of the year before, in Vietnamese', async (t) => {
  const text = await printed({ period: '2024-Q1' });
  t.match(text, /^SO SÁNH HAI KỲ BÁO CÁO\nPhạm vi toàn bộ · đơn vị: hồ sơ\nKỳ báo cáo: Quý I năm 2024 \(15\/12\/2023–14\/03\/2024\)\nKỳ so sánh: Quý I năm 2023/);
  t.match(text, /\nCấp tỉnh\n +Tiếp nhận trong kỳ +3 +4 +\+1 +\+33,33 %\n/);
  t.match(text, /\n +Tỷ lệ trước hạn và đúng hạn trên đã giải quyết, % +– +– +–\n/);
});

test('the JSON is the answer of the interface and nothing else', async (t) => {
  const text = await printed({ period: '2024-Q1', scope: 'H57', with: '2023-6M', by: 'channel', mapped: true, asOf: '7', json: true });
  t.match(text, /^[^\n]+\n$/);
  const answer = comparisonAnswer.strict().parse(JSON.parse(text));
  t.match(answer, {
    scope: 'H57', by: 'channel', before: { id: '2023-6M' }, after: { id: '2024-Q1' }, asOf: { position: 7 },
    rows: [{ channel: 'postal', received: { before: 3, after: 4, difference: 1 } }],
  });
  t.strictSame(answer.mapping, { on: '2024-03-14', authorities: [] });
});

test('a wrong question about two periods is explained in Vietnamese and prints nothing', async (t) => {
  const period = '2024-Q1';
  const cases: readonly (readonly [CompareArgs, string, RegExp])[] = [
    [{}, 'PARAMETER_INVALID', /--period còn thiếu/], [{ period, by: 'day' }, 'PARAMETER_INVALID', /--by phải là một trong: level, authority/],
    [{ period, with: '2024-Q2' }, 'PARAMETER_INVALID', /--with "2024-Q2" phải là last-year, previous, hoặc một kỳ bắt đầu sớm hơn 2024-Q1/],
    [{ period, with: 'năm ngoái' }, 'PARAMETER_INVALID', /--with "năm ngoái" phải là/], [{ period: '2024-Q9' }, 'PARAMETER_INVALID', /--period không đọc được/],
    [{ period, scope: 'H99' }, 'SCOPE_UNKNOWN', /"H99"/], [{ period, asOf: '8' }, 'AS_OF_AHEAD', /./],
  ];
  for (const [args, code, message] of cases) await t.rejects(printed(args), { code, message }, JSON.stringify(args));
});

test('the periods of a year are printed with their dates, and the year is that of today in the scheme', async (t) => {
  t.match(listed({ year: '2024' }), /\nQuý I năm 2024 \(15\/12\/2023–14\/03\/2024\) +2024-Q1 +2023-Q4\n/);
  t.match(listed({ year: '2024', scheme: 'calendar' }), /\nTháng 2 năm 2024 \(01\/02\/2024–29\/02\/2024\) +2024-02 +2024-01\n/);
  t.match(periodsAnswer.strict().parse(JSON.parse(listed({ json: true }))), { year: 2025, scheme: 'vpcp-15-14' });
  t.match(listed({ scheme: 'calendar' }), /^CÁC KỲ BÁO CÁO NĂM 2024\n/);
  for (const year of ['24', 'nay', '2024.5']) t.throws(() => listed({ year }), { code: 'PARAMETER_INVALID', message: /phải là số từ 1901 đến 2099/ }, year);
  t.throws(() => listed({ scheme: 'free' }), { code: 'PARAMETER_INVALID', message: /--scheme phải là một trong: vpcp-15-14, calendar/ });
});

async function printed(args: CompareArgs): Promise<string> {
  const written: string[] = [];
  await runCompare({ database, store, args, out: { write: (text) => written.push(text) } }).catch((error: unknown) => {
    if (written.length > 0) throw new TypeError('something was written before the refusal');
    throw error;
  });
  return written.join('');
}

/** On a day that lies in the next year's first period. */
function listed(args: PeriodsCommand['args']): string {
  let text = '';
  runPeriods({ args, now: vietnamTime('2024-12-20 09:00'), out: { write: (part) => { text += part; } } });
  return text;
}

/** Three dossiers that were received in one first quarter, four in the next. */
async function ledgerOfTwoYears(): Promise<{ readonly database: Database; readonly store: EventStore }> {
  const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase]);
  const log = openPostgresStore({ connectionString: ownerUrl });
  const opened = openDatabase(ownerUrl);
  file.teardown(() => Promise.all([opened.close(), log.close()]));
  await opened.pool.query(`
    insert into ledger.authority (code, valid_from, name, level, position) values ('H57', '2020-01-01', 'UBND tỉnh', 'province', 1);
    with place as (insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57', 'H57', '1.001', 'G01', 'postal') returning place),
      kind as (insert into ledger.kind (rule, class, cause, side) values ('nd61', 'in_progress', 'received', 'to') returning kind)
    insert into ledger.balance (place, kind, effective_on, amount) select place, kind, day::date, amount from place, kind, (values ('2023-01-10', 3), ('2024-01-10', 4)) as received (day, amount);
    update ledger.checkpoint set position = 7, recorded_at = '2024-01-10T01:00:00Z'`);
  return { database: opened, store: log };
}
