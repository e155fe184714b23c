import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { checkBackup, migrateLog, openPostgresImport, openPostgresStore, restoreBackup, verifyLog, writeBackup } from '@motcua/event-store';
import type { RestoreBackupOptions } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { any, appendOf, named, none, range } from '../src/contract/fixtures.ts';
import { EventChain } from '../src/event-chain.ts';
import type { RecordedEvent } from '../src/port.ts';
import { freshLog, onConnection } from './fresh-log.ts';

const EVENTS = 2_302;
const createdAt = '2024-03-15T00:00:00.000Z';
const PAGE = await readFile(new URL('../../../docs/reference/backup-format.md', import.meta.url), 'utf8');

void test('backups of a log', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-backup-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [source, target] = [await testDatabase(t), await testDatabase(t)];
  await migrateLog(source.ownerUrl);
  const store = openPostgresStore({ connectionString: source.appUrl });
  const to = openPostgresStore({ connectionString: target.appUrl });
  const into = openPostgresImport({ connectionString: target.ownerUrl });
  t.teardown(() => Promise.all([store.close(), to.close(), into.close()]));
  await store.append({ stream: 'b', expect: none, events: [
    named('full', { commandId: 'c-1', actor: { unit: 'H57.31', role: 'clerk' }, schemaVersion: 3, occurredAt: '1999-12-31T23:59:59.999Z' }),
    named('đủ dấu', { subject: 'hồ sơ 🗂️', data: { note: 'Huế\n"\\" \u0000', 'khoá': [null, 1.5e-7] }, actor: {}, commandId: '' }),
  ] });
  await store.appendMany(range(0, EVENTS - 2).map((n) => appendOf(`s-${n % 90}`, any, `many-${n}`)));
  const head = await store.head();
  const root = head.chain ?? '';
  const whole = join(folder, 'whole.backup');

  await t.test('a backup stands by itself, tells what it holds, and is readable with zcat', async (t) => {
    const told: string[] = [];
    const manifest = await writeBackup({ store, file: whole, createdAt, onProgress: ({ done, total }) => { told.push(`${done}/${total}`); } });
    t.match(manifest, { count: EVENTS, upTo: { position: EVENTS, root, recordedAt: head.recordedAt }, pieces: 3 });
    t.strictSame(told, ['1000/2302', '2000/2302', '2302/2302']);
    t.strictSame(await checkBackup(whole), manifest);
    t.equal((await stat(whole)).mode & 0o777, 0o600);
    const lines = gunzipSync(await readFile(whole)).toString().split('\n');
    t.equal(lines.length, 1 + EVENTS + 3 + 1 + 1);
    t.match(JSON.parse(lines[0] ?? ''), { head: { format: 'motcua-backup', version: 1, createdAt, after: { position: 0 }, upTo: EVENTS } });
    t.strictSame(JSON.parse(lines[2] ?? ''), { event: (await store.readAll(1, 1))[0] });
  });

  await t.test('its hashes are those of the documentation', async (t) => {
    const bytes = await readFile(whole);
    const lines = gunzipSync(bytes).toString().split(/(?<=\n)/);
    const seals = lines.filter((line) => line.startsWith('{"seal"')).map((line) => (JSON.parse(line) as { seal: { sha256: string } }).seal.sha256);
    let before = sha256(lines[0] ?? '');
    for (const [piece, seal] of seals.entries()) {
      const start = 1 + piece * 1_001;
      before = createHash('sha256').update(Buffer.from(before, 'hex')).update(lines.slice(start, Math.min(start + 1_000, lines.length - 2)).join('')).digest('hex');
      t.equal(seal, before);
    }
    const { manifest } = JSON.parse(lines.at(-1) ?? '') as { manifest: { sha256: string; bytes: number; fileSha256: string } };
    t.equal(manifest.sha256, before);
    t.equal(manifest.fileSha256, sha256(bytes.subarray(0, manifest.bytes)));
    for (const name of [...Object.keys(manifest), 'piece', 'first', 'last', 'createdAt', 'format', 'version']) t.match(PAGE, `\`${name}\``, `the page explains ${name}`);
  });

  await t.test('is restored into an empty log, and into no other', async (t) => {
    await freshLog(target.ownerUrl);
    t.strictSame(await restoreBackup({ files: [whole], to, into, roots: [{ position: 1_500, root: await store.chainAt(1_500) ?? '' }, { position: EVENTS, root }] }),
      { restored: EVENTS, position: EVENTS, root });
    t.strictSame(await to.readAll(0, EVENTS), await store.readAll(0, EVENTS));
    t.match(await verifyLog({ connectionString: target.appUrl }), { checked: EVENTS, fault: undefined, upTo: { chain: root } });
    await t.rejects(restoreBackup({ files: [whole], to, into }), { code: 'LOG_NOT_EMPTY' });
    await t.rejects(writeBackup({ store, file: whole, createdAt }), { code: 'DATA_FOLDER_UNUSABLE', message: /is there already/ });
    await t.rejects(writeBackup({ store, file: join(folder, 'none', 'x'), createdAt }), { code: 'DATA_FOLDER_UNUSABLE', message: /cannot be written/ });
  });

  await t.test('an interrupted restore goes on when it is told to, and only behind a beginning of the backup', async (t) => {
    for (const held of [1, 700, 1_000, 2_000, 2_302]) {
      await freshLog(target.ownerUrl);
      await into.importEvents((await store.readAll(0, held)));
      await t.rejects(restoreBackup({ files: [whole], to, into }), { code: 'LOG_NOT_EMPTY' });
      t.strictSame(await restoreBackup({ files: [whole], to, into, resume: true }), { restored: EVENTS - held, position: EVENTS, root });
    }
    await freshLog(target.ownerUrl);
    await to.append(appendOf('other', any, 'other'));
    await t.rejects(restoreBackup({ files: [whole], to, into, resume: true }), { code: 'LOG_IMPORT_REFUSED', message: /are not the first ones of the backup/ });
  });

  await t.test('an addition holds what came behind a position, and is restored behind the backup up to there', async (t) => {
    const [first, second] = [join(folder, 'first.backup'), join(folder, 'second.backup')];
    const empty = join(folder, 'empty.backup');
    const later = join(folder, 'later.backup');
    await writeBackup({ store, file: second, after: 2_000, createdAt });
    await writeBackup({ store, file: later, after: 1_999, createdAt });
    await writeBackup({ store, file: empty, after: EVENTS, createdAt });
    await freshLog(target.ownerUrl);
    await into.importEvents(await store.readAll(0, 2_000));
    await writeBackup({ store: to, file: first, createdAt });
    await freshLog(target.ownerUrl);
    await t.rejects(restoreBackup({ files: [second], to, into }), { code: 'BACKUP_INVALID', message: /goes on behind position 2000, and what stands before it ends at 0/ });
    await t.rejects(restoreBackup({ files: [first, later], to, into }), { code: 'BACKUP_INVALID', message: /goes on behind position 1999/ });
    await t.rejects(writeBackup({ store, file: join(folder, 'x'), after: EVENTS + 1, createdAt }), { code: 'PARAMETER_INVALID' });
    t.equal((await to.head()).position, 0);
    const checked: string[] = [];
    const onProgress: NonNullable<RestoreBackupOptions['onProgress']> = ({ phase, done, total }) => { if (phase === 'checking') checked.push(`${done}/${total}`); };
    t.strictSame(await restoreBackup({ files: [first, second, empty], to, into, onProgress }), { restored: EVENTS, position: EVENTS, root });
    t.strictSame(checked, ['1000/2302', '2000/2302', '2302/2302'], 'of all files together');
  });

  await t.test('a file that was cut is refused with the place, and nothing of it is restored', async (t) => {
    await freshLog(target.ownerUrl);
    const bytes = await readFile(whole);
    const cut = join(folder, 'cut.backup');
    const members = membersOf(bytes);
    const cases: readonly (readonly [length: number, said: RegExp])[] = [
      [0, /at its beginning/], [5, /at its beginning/], [bytes.length - 1, /in piece 4, behind position 2302 of 2302/],
      [members[1] ?? 0, /in piece 1, behind position 0 of 2302: the file ends here/], [members[3] ?? 0, /in piece 3, behind position 2000 of 2302/],
      [(members[2] ?? 0) + 20, /in piece 2, behind position 1000 of 2302/], [members[4] ?? 0, /in piece 4, behind position 2302 of 2302: the file ends here/],
    ];
    for (const [length, said] of cases) {
      await writeFile(cut, bytes.subarray(0, length));
      await t.rejects(restoreBackup({ files: [cut], to, into }), { code: 'BACKUP_INVALID', message: said }, `${length} bytes`);
    }
    await writeFile(cut, Buffer.concat([bytes, Buffer.from('x')]));
    await t.rejects(checkBackup(cut), { code: 'BACKUP_INVALID', message: /the file has/ });
    await t.rejects(checkBackup(join(folder, 'nothing here')), { code: 'BACKUP_INVALID', message: /at its beginning: ENOENT/ });
    t.equal((await to.head()).position, 0);
  });

  await t.test('any changed byte is found', async (t) => {
    const [small, changed] = [join(folder, 'small.backup'), join(folder, 'changed.backup')];
    await writeBackup({ store, file: small, after: EVENTS - 2, createdAt });
    const bytes = await readFile(small);
    let found = 0;
    for (const at of range(0, bytes.length)) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << at % 8);
      await writeFile(changed, copy);
      const error = await checkBackup(changed).then(() => undefined, (refused: unknown) => refused);
      if (isAppError(error) && error.code === 'BACKUP_INVALID') found += 1;
      else t.fail(`byte ${at} was changed and nobody saw it`);
    }
    t.equal(found, bytes.length);
    t.ok(found > 1_000);
  });

  await t.test('an event that was changed with care is found by its piece, a whole backup made anew by a root that was kept', async (t) => {
    await freshLog(target.ownerUrl);
    const lines = gunzipSync(await readFile(whole)).toString().split(/(?<=\n)/);
    const forged = join(folder, 'forged.backup');
    await writeFile(forged, gzipSync(lines.map((line) => line.replace('many-1499"', 'many-1498"')).join('')));
    await t.rejects(checkBackup(forged), { code: 'BACKUP_INVALID', message: /in piece 2, behind position 1000 of 2302: the events of the piece are not those that were sealed/ });
    const anew = join(folder, 'anew.backup');
    await freshLog(target.ownerUrl);
    await into.importEvents((await store.readAll(0, EVENTS)).map((event) => (event.position === 1_500 ? { ...event, subject: 'x' } : event)));
    await writeBackup({ store: to, file: anew, createdAt });
    await freshLog(target.ownerUrl);
    await checkBackup(anew);
    await t.rejects(restoreBackup({ files: [anew], to, into, roots: [{ position: 1_499, root: rootAt(await store.readAll(0, 1_499)) }, { position: 1_501, root: rootAt(await store.readAll(0, 1_501)) }] }),
      { code: 'BACKUP_INVALID', message: /root of the backup at position 1501/ });
    await t.rejects(restoreBackup({ files: [whole], to, into, roots: [{ position: EVENTS + 1, root }] }), { code: 'BACKUP_INVALID', message: /ends at position 2302, before/ });
    t.equal((await to.head()).position, 0);
  });

  await t.test('a log whose events do not give its chain is not backed up', async (t) => {
    const changed = join(folder, 'tampered.backup');
    await onConnection(source.ownerUrl, (client) => client.query(
      `alter table log.event disable trigger append_only; update log.event set subject = 'x' where position = 1200; alter table log.event enable always trigger append_only`));
    await t.rejects(writeBackup({ store, file: changed, createdAt }), { code: 'HISTORY_IMPOSSIBLE', message: /Between the positions 1001 and 2000/ });
    await t.rejects(stat(`${changed}.part`), { code: 'ENOENT' });
  });
});

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Where the members of a backup begin. */
function membersOf(bytes: Buffer): readonly number[] {
  const head = Buffer.from('1f8b08000000000000ff', 'hex');
  const starts: number[] = [];
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) starts.push(at);
  return starts;
}

function rootAt(events: readonly RecordedEvent[]): string {
  const chain = new EventChain();
  for (const event of events) chain.follow(event);
  return chain.root;
}
