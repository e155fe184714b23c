import pg from 'pg';
import { t as file, test } from 'tap';
import { runClose } from '../src/commands/close.ts';
import { runRebuild } from '../src/commands/rebuild.ts';
import type { RebuildArgs } from '../src/commands/rebuild.ts';
import { givenDatabase } from '../src/database-access.ts';
import { openedLedger } from './opened-ledger.ts';
import { motcua } from './said.ts';

const { ledger, appUrl, ownerUrl } = await openedLedger(file);

test('a closed period is counted again, and a running ledger goes on in what was rebuilt', async (t) => {
  await receive('H57.01-240102-0001', '2024-01-02T08:00:00+07:00');
  const quiet = { write: () => undefined };
  await runClose({ store: ledger.store, database: ledger.database, args: { scope: 'H57', period: '2024-Q1', by: 'Văn phòng' }, out: quiet, progress: quiet });
  const { status, text } = await rebuilt();
  t.equal(status, 0);
  t.match(text, /^Đã dựng \d+ sự kiện trong [\d,]+ giây[^]*\nKhớp hết: đã so \d+ dòng, không chỗ nào khác\.\nĐã thay ở vị trí \d+; người đọc phải chờ \d+ mili giây\./);
  await receive('H57.01-240103-0001', '2024-01-03T08:00:00+07:00');
  t.strictSame(await owner('select code from ledger.dossier order by 1'), [{ code: 'H57.01-240102-0001' }, { code: 'H57.01-240103-0001' }]);
  const json = await rebuilt({ json: true, workers: '1' });
  t.strictSame(JSON.parse(json.text).differences, []);
  t.match(JSON.parse(json.text), { switched: true, filled: { events: (await ledger.store.head()).position } });
  t.match(await rebuilt({ dropOld: true }), { status: 0, text: 'Đã xóa số liệu cũ.\n' });
});

test('what differs is named, and accepted only by name with a reason', async (t) => {
  await owner(`update ledger.dossier set apologies = 2 where code = 'H57.01-240102-0001'`);
  const refused = await rebuilt();
  t.equal(refused.status, 2);
  t.match(refused.text, /^KHÔNG THAY: số liệu dựng lại khác số liệu đang dùng ở 1 dòng [^]*\n {2}dossier: 1 dòng khác\n {4}code=H57\.01-240102-0001: apologies 2 → 0\nSố liệu đang dùng giữ nguyên/);
  const accepted = await rebuilt({ accept: 'dossier, finding', reason: 'Đếm lại', byUnit: 'VP UBND tỉnh' });
  t.equal(accepted.status, 0);
  t.match(accepted.text, /1 dòng khác đã được chấp nhận, quyết định ở trong nhật ký:\n {2}dossier: 1 dòng khác/);
  await ledger.projector.waitFor((await ledger.store.head()).position, 60_000);
  t.match(await owner('select reason from ledger.accepted_difference'), [{ reason: 'Đếm lại' }]);
});

test('an edition that is not counted as it was stops the switch', async (t) => {
  await owner(`update ledger.edition_part set text = replace(text, '"received"', '"receivee"')`);
  const { status, text } = await rebuilt();
  t.equal(status, 2);
  t.match(text, /edition_part: 1 dòng khác/);
  t.equal((await rebuilt({ accept: 'edition_part', reason: 'Phần lưu bị hỏng', role: 'Quản trị' })).status, 0);
});

test('options that do not belong together are refused in Vietnamese', async (t) => {
  const wrong: readonly (readonly [RebuildArgs, RegExp])[] = [
    [{ workers: '0' }, /--workers phải là số từ 1 đến 16/], [{ workers: 'hai' }, /--workers/], [{ accept: 'dossier' }, /phải có --reason/], [{ accept: 'dossiers', reason: 'a', role: 'b' }, /không có phần nào tên "dossiers"/],
    [{ reason: 'a' }, /chỉ dùng cùng --accept/], [{ accept: 'dossier', reason: 'a' }, /--by-unit hoặc --role/],
  ];
  for (const [args, message] of wrong) await t.rejects(rebuilt(args), { code: 'PARAMETER_INVALID', message });
});

test('the command rebuilds with DATABASE_URL, and its help says what its status means', async (t) => {
  t.match(await motcua({ DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, 'rebuild', '--afresh'), { status: 0, text: /Khớp hết/ });
  t.match(await motcua({}, 'rebuild', '--help'), { status: 0, text: /Có chỗ khác thì không thay[^]*mã kết thúc là 2/ });
});

async function rebuilt(args: RebuildArgs = {}): Promise<{ readonly status: number; readonly text: string }> {
  let text = '';
  const status = await runRebuild({ args, openAccess: () => Promise.resolve(givenDatabase(appUrl, ownerUrl)), out: { write: (more) => { text += more; } }, log: process.stderr });
  return { status, text };
}

async function receive(code: string, occurredAt: string): Promise<void> {
  const answer = await fetch(`${ledger.url}/v1/dossier-events`, {
    method: 'POST', headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ specversion: '1.0', id: code, source: 'urn:test', type: 'DossierReceived', subject: code, time: occurredAt, data: { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.000001', channel: 'online' } }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await ledger.projector.waitFor((await ledger.store.head()).position, 60_000);
}

async function owner(sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}
