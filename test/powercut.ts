import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { migrateLog, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { Append, EventStore } from '@motcua/event-store';
import { eventKey, isAppError } from '@motcua/kernel';
import { startProcess } from '@motcua/testkit';
import type { StartedProcess } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { noDisk, smallDisk } from './support/small-disk.ts';
import type { SmallDisk } from './support/small-disk.ts';

// npm run test:powercut, as root: the embedded server on a small filesystem of its own. POWER_CUTS=<number>: how often its power is cut.
const CUTS = Number(process.env['POWER_CUTS'] ?? 8);
const CALLERS = 16;
const MEGABYTES = 400;
const options = { skip: noDisk() ?? false, timeout: 3_600_000 };

test(`of what was acknowledged nothing is lost when the power is cut ${CUTS} times under load`, options, async (t) => {
  const disk = await smallDisk(t, MEGABYTES);
  const acknowledged = new Map<string, number>();
  for (let cut = 0; cut < CUTS; cut += 1) {
    const running = await run(t, disk, 'durable');
    if (cut === 0) await migrateLog(running.ownerUrl, 'motcua_app');
    await check(t, running, acknowledged);
    await writeUntilCut(running, disk, acknowledged, `${cut}`);
    await end(running);
    await disk.startAgain();
    t.comment(`cut ${cut + 1}: ${acknowledged.size} events acknowledged so far`);
  }
  const running = await run(t, disk, 'durable');
  await check(t, running, acknowledged);
  t.ok(acknowledged.size > 10 * CUTS);
  await end(running);
});

test('a server that does not wait for the disk loses them, so the cut is one', options, async (t) => {
  const disk = await smallDisk(t, MEGABYTES);
  const acknowledged = new Map<string, number>();
  const running = await run(t, disk, 'careless');
  await migrateLog(running.ownerUrl, 'motcua_app');
  await writeUntilCut(running, disk, acknowledged, 'careless');
  await end(running);
  await disk.startAgain();
  const left = await run(t, disk, 'careless').then(async (again) => {
    const { position } = await again.store.head().finally(() => end(again));
    return position;
  }).catch((error: unknown) => { t.comment(String(error).slice(0, 200)); return 0; });
  t.comment(`${acknowledged.size} acknowledged, ${left} left`);
  t.ok(left < acknowledged.size);
});

test('on a full disk appends are refused with a reason, nothing acknowledged is lost, and there is service again when there is room', options, async (t) => {
  const disk = await smallDisk(t, MEGABYTES);
  const acknowledged = new Map<string, number>();
  let running = await run(t, disk, 'durable');
  await migrateLog(running.ownerUrl, 'motcua_app');
  for (let n = 0; n < 100; n += 1) await tell(running.store, `before-${n}`, acknowledged, 1_000);
  const ballast = join(disk.folder, 'ballast');
  fill(ballast);
  const reasons = new Set<string>();
  for (let n = 0; reasons.size === 0; n += 1) await tell(running.store, `full-${n}`, acknowledged, 50_000).catch((error: unknown) => { reasons.add(`${isAppError(error) ? error.code : ''} ${String(error)}`); });
  t.comment(`${acknowledged.size} events went in; then: ${[...reasons].join().slice(0, 200)}`);
  t.match([...reasons].join(), /DATABASE_UNAVAILABLE/);
  rmSync(ballast);
  // As an operator's service manager does with a server that ended because it could not write.
  await end(running);
  running = await run(t, disk, 'durable');
  await check(t, running, acknowledged);
  await tell(running.store, 'room again', acknowledged, 10);
  await check(t, running, acknowledged);
  await end(running);
});

type Running = { readonly store: EventStore; readonly ownerUrl: string; readonly appUrl: string; readonly pid: number; readonly process: StartedProcess };

async function run(t: Test, disk: SmallDisk, how: 'durable' | 'careless'): Promise<Running> {
  const process_ = startProcess(t, process.execPath, [fileURLToPath(new URL('support/disk-server.ts', import.meta.url)), disk.folder, how], { PATH: process.env['PATH'] ?? '' });
  const said = JSON.parse(await process_.says(/(\{"pid".*\})/)) as Pick<Running, 'pid' | 'ownerUrl' | 'appUrl'>;
  return { ...said, process: process_, store: openPostgresStore({ connectionString: said.appUrl, retryMsMax: 1_000, answerMsMax: 5_000 }) };
}

async function end({ store, process: holder, pid }: Running): Promise<void> {
  holder.signal('SIGKILL');
  await holder.ended;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
  await store.close();
}

async function writeUntilCut({ store }: Running, disk: SmallDisk, acknowledged: Map<string, number>, prefix: string): Promise<void> {
  const writing = Promise.all(Array.from({ length: CALLERS }, async (_, caller) => {
    for (let n = 0; ; n += 1) await tell(store, `${prefix}-${caller}-${n}`, acknowledged, 100);
  })).catch(() => undefined);
  await sleep(500 + Math.random() * 1_500);
  disk.cut();
  await writing;
}

async function tell(store: EventStore, name: string, acknowledged: Map<string, number>, size: number): Promise<void> {
  const append: Append = { stream: `stream-${name}`, expect: { kind: 'none' }, events: [{
    id: eventKey('urn:disk', name), type: 'Told', source: 'urn:disk', sourceId: name, subject: 's', occurredAt: '2024-01-05T01:12:00.000Z', schemaVersion: 1, data: { text: 'x'.repeat(size) },
  }] };
  const verdict = await store.append(append);
  if (verdict.kind === 'appended' || verdict.kind === 'duplicate') acknowledged.set(name, verdict.positions[0] ?? 0);
}

async function check(t: Test, { store, appUrl }: Running, acknowledged: ReadonlyMap<string, number>): Promise<void> {
  const places = new Map<string, number>();
  for (let page = await store.readAll(0, 1_000); page.length > 0; page = await store.readAll(places.size, 1_000)) for (const { sourceId, position } of page) places.set(sourceId, position);
  t.strictSame([...acknowledged].filter(([name, position]) => places.get(name) !== position), [], `all ${acknowledged.size} acknowledged events are there`);
  t.strictSame((await verifyLog({ connectionString: appUrl })).fault, undefined, 'and the chain of all events holds');
}

/** With zeros, until there is no room any more. */
function fill(file: string): void {
  try {
    for (let n = 0; n < 1_000; n += 1) writeFileSync(file, Buffer.alloc(1_000_000), { flag: 'a' });
  } catch {
    // No room any more is what is wanted.
  }
}
