import { Writable } from 'node:stream';
import { migrateDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { formatInstant } from '@motcua/kernel';
import { happened, testDatabase } from '@motcua/testkit';
import { parse } from 'csv-parse/sync';
import { t as file, test } from 'tap';
import { runExplain } from '../src/commands/explain.ts';
import type { ExplainArgs } from '../src/commands/explain.ts';
import { givenDatabase } from '../src/database-access.ts';
import { migrate } from '../src/migrate.ts';
import { visit } from '../src/visit.ts';

const LATE = 'H57.31-240102-0001';
const access = await ledgerOfThirty();
const period = '2024-Q1';

test('a number is told with its definition in words, and the dossiers behind it with what brought them there', async (t) => {
  const text = await printed({ period, line: 'resolvedLate', authority: 'H57.31' });
  t.match(text, /^QUÁ HẠN: 1\nPhạm vi toàn bộ · H57\.31 \(chưa khai báo\) · kỳ 2024-Q1, từ 15\/12\/2023 đến hết 14\/03\/2024\nQuy tắc tính hạn: /);
  t.match(text, /\nĐịnh nghĩa resolvedLate@1: số hồ sơ trong kỳ chuyển vào "Đã giải quyết quá hạn"; do "Giải quyết xong" \(/);
  t.match(text, /\n\nH57\.31-240102-0001 {2}08\/01\/2024 {2}Đã giải quyết xong → Đã giải quyết quá hạn\n\nĐủ 1 hồ sơ\.\n/);
  t.match(text, /\nQua HTTP:\n {2}\/v1\/figures\/resolvedLate\/dossiers\?scope=VN&period=2024-Q1&scheme=vpcp-15-14&by=authority&rule=nd61&row=H57\.31&asOf=\d+\n$/);
  t.match(await printed({ period, line: 'overdue', channel: 'postal' }), /: 0\n[\s\S]*\n\nKhông có hồ sơ nào\.\n\nĐủ 0 hồ sơ\.\n/);
});

test('a long list is printed in part, says so, and as a CSV it is whole', async (t) => {
  t.match(await printed({ period, line: 'received' }), /^TIẾP NHẬN TRONG KỲ: 30\n[\s\S]*\nMới in 20 hồ sơ đầu; --limit <số> in thêm, --csv xuất toàn bộ\.\n/);
  t.match(await printed({ period, line: 'received', limit: '30' }), /\nĐủ 30 hồ sơ\.\n/);
  for (const events of [false, true]) {
    const rows: readonly Readonly<Record<string, string>>[] = parse(await printed({ period, line: 'received', csv: true, events }), { bom: true, columns: true });
    t.equal(rows.reduce((sum, { amount }) => sum + Number(amount), 0), 30);
  }
});

test('the events behind a number are told one by one, as of an earlier position and cut at a day too', async (t) => {
  t.match((await printed({ period, line: 'closingReceived', events: true, until: '2024-01-05', asOf: '1' })).replaceAll(/\n {4}/g, ' '),
    /, cắt ở cuối ngày 05\/01\/2024\n[\s\S]*\n\nH57\.31-240102-0001 · 02\/01\/2024 · \+1 · vào "Đang giải quyết" do "Tiếp nhận" · sự kiện "Tiếp nhận hồ sơ" lúc 02\/01\/2024 08:00 · biết từ vị trí 1\n\nĐủ 1 sự kiện\.\n/);
  const { value, asOf, events, isAll } = JSON.parse(await printed({ period, line: 'resolvedLate', events: true, json: true }));
  t.match({ value, asOf, events, isAll }, { value: 1, asOf: { recordedAt: /Z$/ }, events: [{ dossier: LATE, type: 'DossierResolved', amount: 1 }], isAll: true });
});

test('a wrong option is explained in Vietnamese and prints nothing', async (t) => {
  const cases: readonly (readonly [ExplainArgs, RegExp])[] = [
    [{ period }, /^Tùy chọn --line phải là một trong: openingReceived, received, /], [{ period, line: 'late' }, /--line phải là một trong: openingReceived, /], [{ line: 'received' }, /--period còn thiếu/],
    [{ period, line: 'onTimeRatePercent' }, /là tỷ lệ.*tử số bằng --line resolvedOnTime hoặc mẫu số bằng --line resolved; "motcua rate onTimeRatePercent"/],
    [{ period, line: 'received', level: 'x' }, /--level phải là một trong: province/], [{ period, line: 'received', level: 'commune', channel: 'online' }, /--level, --channel cùng lúc: .*hãy chọn một/],
    [{ period, line: 'received', day: '2024-03-15' }, /--day phải là một ngày được tính trong kỳ/], [{ period, line: 'received', csv: true, limit: '5' }, /^Không dùng được --limit ở đây: --csv luôn xuất toàn bộ/],
    [{ period, line: 'received', asOf: '999' }, /^Sổ chưa ghi đến mốc của --as-of/], [{ period, line: 'received', asOf: '2099-01-01T00:00:00Z' }, /^Mốc của --as-of ở tương lai/], [{ period, line: 'received', scope: 'H99' }, /chưa có cơ quan nào mang mã "H99"/],
  ];
  for (const [args, message] of cases) {
    const error: unknown = await printed(args).catch((thrown: unknown) => thrown);
    t.match(error, { message }, JSON.stringify(args));
  }
});

test('a reader that has enough is no failure', async (t) => {
  const closed = new Writable({ write: (_chunk, _encoding, done) => { done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })); } });
  await t.resolves(visit(access, (visited) => runExplain({ ...visited, args: { period, line: 'received', csv: true }, out: closed })));
});

async function printed(args: ExplainArgs): Promise<string> {
  let text = '';
  const out = new Writable({ decodeStrings: false, write: (chunk, _encoding, done) => { text += String(chunk); done(); } });
  await visit(access, (visited) => runExplain({ ...visited, args, out }));
  return text;
}

/** Thirty dossiers received on one day, of which the first is resolved late. */
async function ledgerOfThirty() {
  const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase, migrateIntake]);
  const given = givenDatabase(ownerUrl, ownerUrl);
  await migrate(given);
  const store = openPostgresStore({ connectionString: ownerUrl });
  const received = { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', channel: 'in_person' } as const;
  const arrivals = [
    [LATE, happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-04' })],
    ...Array.from({ length: 29 }, (_, index) => [`H57.31-240102-01${String(index).padStart(2, '0')}`, happened('DossierReceived', `2024-01-02 08:${String(index).padStart(2, '0')}`, received)] as const),
    [LATE, happened('DossierResolved', '2024-01-08 10:00', {})],
  ] as const;
  for (const [code, { id, type, occurredAt, data }] of arrivals) {
    await store.append({ stream: streams.dossier(code), expect: { kind: 'any' }, events: [{ id, type, source: 'urn:test', sourceId: id, subject: code, occurredAt: formatInstant(occurredAt), schemaVersion: 1, data: { ...data } }] });
  }
  await store.close();
  return given;
}
