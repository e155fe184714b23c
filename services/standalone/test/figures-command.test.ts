import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import { figuresAnswer } from '@motcua/statistics';
import { testDatabase } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { runFigures } from '../src/commands/figures.ts';
import type { FiguresArgs } from '../src/commands/figures.ts';

const { database, store } = await ledgerOfOneReception();

test('the JSON is the answer of the interface and nothing else', async (t) => {
  const text = await printed({ scope: 'H57', period: '2024-Q1', by: 'level', json: true });
  t.match(text, /^[^\n]+\n$/);
  t.match(figuresAnswer.strict().parse(JSON.parse(text)), {
    scope: 'H57', period: { scheme: 'vpcp-15-14', id: '2024-Q1', from: '2023-12-15', to: '2024-03-14' }, asOf: { position: 7, recordedAt: '2024-01-02T01:00:00.000Z' },
    by: 'level', rule: 'nd61', rows: [{ level: 'province', received: 1, onTimeRatePercent: null }], total: { received: 1, inProgress: 1 },
  });
});

test('without --json there is a table in Vietnamese, of everything and by level unless told', async (t) => {
  const text = await printed({ period: '2024-Q1' });
  t.match(text, /Phạm vi toàn bộ · kỳ 2024-Q1, từ 15\/12\/2023 đến hết 14\/03\/2024/);
  t.match(text, /\nCấp tỉnh +1 +0 +0,00 +0 +0 +– +0 +1 +0\n/);
});

test('a period by the calendar ends where the calendar says', async (t) => {
  const { period } = JSON.parse(await printed({ period: '2024-Q1', scheme: 'calendar', json: true }));
  t.strictSame(period, { scheme: 'calendar', id: '2024-Q1', from: '2024-01-01', to: '2024-03-31' });
});

test('a wrong option is explained in Vietnamese and prints nothing', async (t) => {
  const cases: readonly (readonly [FiguresArgs, RegExp])[] = [
    [{}, /--period còn thiếu/], [{ period: '2024-Q9' }, /--period không đọc được \("2024-Q9"\)/], [{ period: '2024', by: 'person' }, /--by phải là một trong: level, authority/],
    [{ period: '2024', rule: 'x' }, /--rule phải là một trong: nd61/], [{ period: '2024', scheme: 'x' }, /--scheme phải là một trong/],
    [{ period: '2024', scope: 'không có' }, /--scope phải là mã cơ quan/], [{ period: '2024', scope: 'H99' }, /chưa có cơ quan nào mang mã "H99"/],
    [{ period: '2020-01-01..2024-01-01', by: 'day' }, /--period quá dài/], [{ period: '2024-Q1', until: '2024-03-15' }, /--until phải là một ngày trong kỳ/],
    [{ period: '2024-Q1', asOf: 'hôm qua' }, /--as-of phải là vị trí trong nhật ký/], [{ period: '2024-Q1', asOf: '8' }, /^Sổ chưa ghi đến mốc của --as-of \(mới đến vị trí 7 của nhật ký\)/],
  ];
  for (const [args, message] of cases) {
    let wrote = '';
    const error = await runFigures({ database, store, args, out: { write: (text) => { wrote += text; } } }).catch((thrown: unknown) => thrown);
    t.ok(isAppError(error), JSON.stringify(args));
    t.match(error, { message });
    t.equal(wrote, '');
  }
});

test('a period is cut at a day, and the table says so', async (t) => {
  t.match(await printed({ period: '2024-Q1', until: '2024-01-31' }), /đến hết 14\/03\/2024, cắt ở cuối ngày 31\/01\/2024 · đơn vị/);
  t.match(JSON.parse(await printed({ period: '2024-Q1', until: '2024-01-01', asOf: '7', json: true })), { until: '2024-01-01', asOf: { position: 7 }, total: { received: 0 } });
});

test('the table says when the ledger stands still, and before which event', async (t) => {
  await database.pool.query(`update ledger.checkpoint set stopped_position = 8, stopped_code = 'HISTORY_IMPOSSIBLE', stopped_reason = 'lý do'`);
  t.match(await printed({ period: '2024-Q1' }), /Lưu ý: sổ đang dừng trước sự kiện thứ 8/);
});

async function printed(args: FiguresArgs): Promise<string> {
  const written: string[] = [];
  await runFigures({ database, store, args, out: { write: (text) => written.push(text) } });
  return written.join('');
}

async function ledgerOfOneReception(): Promise<{ readonly database: Database; readonly store: EventStore }> {
  const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase]);
  const [opened, log] = [openDatabase(ownerUrl), openPostgresStore({ connectionString: ownerUrl })];
  file.teardown(() => Promise.all([opened.close(), log.close()]));
  await opened.pool.query(`
    insert into ledger.authority (code, valid_from, name, level, position) values ('H57', '2020-01-01', 'UBND tỉnh', 'province', 1);
    with place as (insert into ledger.place (authority, receiving_unit, procedure, field, channel) values ('H57', 'H57', '1.001', 'G01', 'postal') returning place),
      kind as (insert into ledger.kind (rule, class, cause, side) values ('nd61', 'in_progress', 'received', 'to') returning kind)
    insert into ledger.balance (place, kind, effective_on, amount) select place, kind, '2024-01-02', 1 from place, kind;
    update ledger.checkpoint set position = 7, recorded_at = '2024-01-02T01:00:00Z'`);
  return { database: opened, store: log };
}
