import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { streams } from '@motcua/event-store';
import { fileOf, testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import { caughtUp } from '../src/caught-up.ts';
import { runClose } from '../src/commands/close.ts';
import { runPack } from '../src/commands/pack.ts';
import type { PackArgs } from '../src/commands/pack.ts';
import { openLedger } from '../src/ledger.ts';

const { appUrl, ownerUrl } = await testDatabase(file);
const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
file.teardown(ledger.stop);
const record = { source: 'urn:test', subject: 'H57.01-240102-0001', schemaVersion: 1 };
const reception = { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.000001', field: 'unknown', channel: 'online' };
await ledger.store.append({ stream: streams.dossier(record.subject), expect: { kind: 'any' }, events: [
  { ...record, id: '6d3f2f9e-0000-4000-8000-000000000001', sourceId: '1', type: 'DossierReceived', occurredAt: '2024-01-02T01:00:00.000Z', data: reception },
] });
await caughtUp(ledger.projector, 1);

test('before a period is closed there is only a draft of its pack, marked on every paper, and the refusal says so', async (t) => {
  const folder = join(t.testdir({}), 'new');
  await t.rejects(packing({ scope: 'H57', period: '2024-Q1', out: folder }), { code: 'EDITION_UNKNOWN', message: /chưa được chốt: hãy chốt bằng "motcua close", hoặc .*--preview/ });
  await t.rejects(readdir(folder), { code: 'ENOENT' }, 'nothing was made');
  const { text, progress } = await packing({ scope: 'H57', period: '2024-Q1', out: folder, preview: true });
  t.match(text, /^BỘ BÁO CÁO DỰ THẢO \(kỳ chưa chốt, không có mã ấn bản\)\n/);
  t.match(progress, /^\[1\/(\d+)\] bieu-ii06a\.xlsx\n[^]*\[(\d+)\/\2\] manifest\.json\n$/);
  t.match(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')), { edition: null, isDraft: true, sha256: null, chainRoot: null });
  for (const name of ['ket-qua-giai-quyet.docx', 'bieu-ii06a.docx']) t.match(fileOf(await readFile(join(folder, name)), 'word/header1.xml'), 'DỰ THẢO');
  for (const name of ['bieu-ii06a.html', 'so-sanh.html', 'phat-hien.html']) t.match(await readFile(join(folder, name), 'utf8'), /<div class="watermark">DỰ THẢO<\/div>[^]*dự thảo, chưa chốt kỳ/);
});

test('the pack of a closed period is written, and the JSON tells every file with its hash', async (t) => {
  const silent = { write: () => undefined };
  await runClose({ store: ledger.store, database: ledger.database, args: { scope: 'H57', period: '2024-Q1', by: 'Văn phòng UBND tỉnh' }, out: silent, progress: silent });
  const folder = t.testdir({ a: {}, b: {} });
  const { text } = await packing({ scope: 'H57', period: '2024-Q1', out: join(folder, 'a'), json: true });
  const told = JSON.parse(text);
  t.match(told, { edition: 'vpcp-15-14-H57-2024-Q1-1', isDraft: false, position: 1, folder: join(folder, 'a') });
  t.strictSame(told.files.map(({ name }: { readonly name: string }) => name).toSorted(), (await readdir(join(folder, 'a'))).toSorted());
  const again = await packing({ id: 'vpcp-15-14-H57-2024-Q1-1', out: join(folder, 'b') });
  t.equal(await readFile(join(folder, 'b', 'manifest.json'), 'utf8'), await readFile(join(folder, 'a', 'manifest.json'), 'utf8'), 'by its id the same');
  t.match(again.text, /^BỘ BÁO CÁO của ấn bản vpcp-15-14-H57-2024-Q1-1\nĐã ghi \d+ tệp vào/);
});

test('wrong options are told in Vietnamese', async (t) => {
  const folder = t.testdir({});
  for (const [args, message] of [
    [{ period: '2024-Q1' }, /--out còn thiếu/], [{ out: folder }, /--period còn thiếu/], [{ out: folder, period: '2024-Q9' }, /--period không đọc được/], [{ out: folder, id: 'x' }, /"motcua editions" liệt kê/],
    [{ out: folder, id: 'x', scope: 'H57' }, /mã ấn bản đã nói đủ/], [{ out: folder, period: '2024-Q1', scope: 'H99', preview: true }, /chưa có cơ quan nào mang mã "H99"/],
  ] as const) await t.rejects(packing(args), { message });
});

async function packing(args: PackArgs): Promise<{ readonly text: string; readonly progress: string }> {
  let [text, progress] = ['', ''];
  await runPack({ store: ledger.store, database: ledger.database, args, out: { write: (more) => { text += more; } }, progress: { write: (more) => { progress += more; } } });
  return { text, progress };
}
