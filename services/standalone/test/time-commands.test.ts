import { migrateDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { formatInstant, isAppError } from '@motcua/kernel';
import { happened, testDatabase, vietnamTime } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { runDelays, runDue, runDuties } from '../src/commands/time.ts';
import type { TimeCommand } from '../src/commands/time.ts';
import { givenDatabase } from '../src/database-access.ts';
import { migrate } from '../src/migrate.ts';
import { visit } from '../src/visit.ts';

const LATE = 'H57.31-240102-0001';
const OPEN = 'H57.31-240102-0002';
const SOON = 'H57.31-240102-0003';
const received = { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', channel: 'in_person' } as const;
const access = await ledgerOfThree();

test('a due date is told as a timeline in Vietnamese', async (t) => {
  const text = await printed(runDue, { code: OPEN });
  t.match(text, /^HẠN TRẢ KẾT QUẢ CỦA HỒ SƠ H57\.31-240102-0002\n/);
  t.match(text, /\n {4}03\/01–05\/01: 3 ngày làm việc\n {4}06\/01: nghỉ, Thứ Bảy\n/);
  t.match(JSON.parse(await printed(runDue, { code: OPEN, json: true, at: '2024-01-04' })), { code: OPEN, exceeded: null, remaining: { text: '3 ngày' } });
});

test('dossiers that become due, and those that are late, are listed', async (t) => {
  t.match(await printed(runDue, { within: '2' }, '2090-01-06 09:00'), /^HỒ SƠ ĐẾN HẠN TRONG 2 NGÀY LÀM VIỆC TỚI: 1\n[\s\S]*H57\.31-240102-0003 H57\.31 +10\/01\/2090 17:00 +còn 2 ngày 6 giờ\n\nLịch nghỉ năm 2090 chưa được công bố đầy đủ \(Tết, Giỗ Tổ …\): số ngày có thể thay đổi\.\n$/);
  t.match(await printed(runDue, { within: '1' }, '2090-01-06 09:00'), /TỚI: 0\n/);
  t.match(await printed(runDue, { overdue: true }), /^HỒ SƠ ĐANG GIẢI QUYẾT QUÁ HẠN: \d/);
});

test('duties to apologise are counted and listed', async (t) => {
  t.match(await printed(runDuties, { period: '2024-Q1', scope: 'H57.31' }), /NGHĨA VỤ XIN LỖI[\s\S]*\nChưa rõ cấp +\d/);
  t.match(await printed(runDuties, { period: '2024-Q1', list: true }), /H57\.31-240102-0001 \(0\) · H57\.31 \(chưa khai báo\) · Quá hạn chưa giải quyết xong 04\/01\/2024 17:00 · Chưa gửi, đã quá hạn\s+gửi/);
});

test('late dossiers name the offices at fault', async (t) => {
  t.match(await printed(runDelays, { period: '2024-Q1' }), /H57\.31-240102-0001 \(H57\.31, xong 08\/01\/2024\): trễ 1 ngày 3 giờ do H57\.31 \(cơ quan giải quyết\) 1 ngày 3 giờ/);
});

test('a wrong option is explained in Vietnamese and prints nothing', async (t) => {
  const cases: readonly (readonly [typeof runDue, object, RegExp])[] = [
    [runDue, { code: 'không phải mã' }, /Mã hồ sơ phải là mã hồ sơ/], [runDue, { code: 'H57.31-240102-0009' }, /không có hồ sơ này/], [runDue, { code: OPEN, rule: 'x' }, /--rule phải là một trong: nd61/],
    [runDue, { within: 'ba' }, /--within phải là số ngày/], [runDue, { within: '3', scope: 'H99' }, /chưa có cơ quan nào mang mã "H99": hãy xem lại mã của --scope/], [runDuties, {}, /--period còn thiếu/],
    [runDuties, { period: '2024-Q9' }, /--period không đọc được/], [runDuties, { period: '2024', by: 'field' }, /--by phải là một trong: level, authority, cause/], [runDelays, { period: '2024', limit: '0' }, /--limit phải là số/],
    [runDue, { code: OPEN, at: '2024-01-01' }, /chưa được tiếp nhận/],
  ];
  for (const [run, args, message] of cases) {
    const error = await printed(run, args).catch((thrown: unknown) => thrown);
    t.ok(isAppError(error), JSON.stringify(args));
    t.match(error, { message });
  }
});

test('options that mean nothing together are refused, with what goes together', async (t) => {
  const period = '2024-Q1';
  const cases: readonly (readonly [typeof runDue, object, RegExp])[] = [
    [runDue, { overdue: true, at: '2024-01-09' }, /^Không dùng được --at ở đây: --at chỉ đi với mã hồ sơ/], [runDue, { within: '3', at: '2024-01-09' }, /^Không dùng được --at ở đây/],
    [runDue, { overdue: true, within: '3' }, /^Không dùng được --within ở đây: .*hãy chọn một trong hai\.$/], [runDue, { code: OPEN, within: '3' }, /^Không dùng được --within ở đây: .*hãy bỏ mã hồ sơ\.$/],
    [runDue, { code: OPEN, overdue: true }, /^Không dùng được --overdue ở đây/], [runDue, { code: OPEN, scope: 'H57', limit: '5' }, /^Không dùng được --scope, --limit ở đây/],
    [runDuties, { period, level: 'commune' }, /^Không dùng được --level ở đây: các tùy chọn này chỉ đi với --list/], [runDuties, { period, cause: 'verification', authority: 'H57' }, /^Không dùng được --cause, --authority ở đây/],
    [runDuties, { period, status: 'owed' }, /^Không dùng được --status ở đây/], [runDuties, { period, limit: '5' }, /^Không dùng được --limit ở đây/],
    [runDuties, { period, list: true, by: 'cause' }, /^Không dùng được --by ở đây: .*không đi với --list/],
  ];
  for (const [run, args, message] of cases) {
    const error = await printed(run, args).catch((thrown: unknown) => thrown);
    t.match(error, { code: 'PARAMETER_INVALID', message }, JSON.stringify(args));
  }
  t.match(await printed(runDue, {}, '2090-01-06 09:00'), /^HỒ SƠ ĐẾN HẠN TRONG 3 NGÀY LÀM VIỆC TỚI: 1\n/, 'without options: three days');
});

async function printed(run: (command: TimeCommand) => Promise<void>, args: object, now = '2024-01-10 09:00'): Promise<string> {
  let text = '';
  await visit(access, (visited) => run({ ...visited, args, now: vietnamTime(now), out: { write: (part) => { text += part; } } }));
  return text;
}

async function ledgerOfThree() {
  const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase, migrateIntake]);
  const given = givenDatabase(ownerUrl, ownerUrl);
  await migrate(given);
  const store = openPostgresStore({ connectionString: ownerUrl });
  const arrivals = [
    [LATE, happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-04' })], [LATE, happened('DossierResolved', '2024-01-08 10:00', {})],
    [OPEN, happened('DossierReceived', '2024-01-02 08:00', { ...received, limit: { amount: 5, unit: 'working_days' } })],
    // No clock has come to its due date.
    [SOON, happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2090-01-10' })],
  ] as const;
  for (const [code, { id, type, occurredAt, data }] of arrivals) {
    await store.append({ stream: streams.dossier(code), expect: { kind: 'any' }, events: [{ id, type, source: 'urn:test', sourceId: id, subject: code, occurredAt: formatInstant(occurredAt), schemaVersion: 1, data: { ...data } }] });
  }
  await store.close();
  return given;
}
