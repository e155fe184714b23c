import { join } from 'node:path';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { startProcess, testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { code, LINES, lines, readLines, received } from './events.ts';
import { contentOf, openRequest } from './sockets.ts';

/** Half a minute, tap's default, is not enough on a machine that does much else. */
const TIMEOUT_MS = 180_000;
const PORTION_LINES = 100;
const PORTIONS = 250;
/** Refused lines of 8 KB, so that many bytes are few events; each with a long answer, so that no buffer of the system holds all. */
const padding = 'x'.repeat(8_000);

type Process = { readonly host: string; readonly port: number; readonly memoryMb: () => Promise<number>; readonly stop: () => Promise<string | number> };

/** The service as an operator runs it, in a process of its own so that its memory can be measured. */
async function intakeProcess(t: Test, appUrl: string, ownerUrl: string): Promise<Process> {
  const main = join(import.meta.dirname, '../src/main.ts');
  // A small heap, so that what is measured is what is held and not what was not collected yet.
  const service = startProcess(t, process.execPath, ['--max-old-space-size=128', '--max-semi-space-size=8', main],
    { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, PORT: '0', REFUSALS_PER_MINUTE: '1000000000' });
  const url = new URL(await service.says(/"url":"([^"]+)"/));
  return {
    host: url.hostname, port: Number(url.port),
    memoryMb: async () => {
      const text = await (await fetch(`${url.origin}/metrics`)).text();
      return Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]) / 1_048_576;
    },
    stop: () => {
      service.signal('SIGTERM');
      return service.ended;
    },
  };
}

/** A hundred lines: one to be accepted, the others wrong in the same way. */
function portion(index: number): string {
  const wrong = received(code(1), { data: { padding } });
  return lines(received(code(index)), ...Array.from({ length: PORTION_LINES - 1 }, () => wrong));
}

test('takes 200 MB from a sender that reads nothing until it has sent all, in flat memory', { timeout: TIMEOUT_MS }, async (t) => {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog]);
  const service = await intakeProcess(t, appUrl, ownerUrl);
  const request = await openRequest(service, LINES);
  let bytes = 0;
  let early = 0;
  let peak = 0;
  for (let index = 0; index < PORTIONS; index += 1) {
    const part = portion(index);
    bytes += part.length;
    await request.write(part);
    if (index === PORTIONS / 5) early = await service.memoryMb();
    if (index > PORTIONS / 5 && index % 10 === 0) peak = Math.max(peak, await service.memoryMb());
  }
  await request.end();
  t.ok(bytes > 200_000_000, 'as large as it says');
  t.ok(peak < early + 100, `${Math.round(early)} MB after a fifth, ${Math.round(peak)} MB at most after it`);

  const answer = await request.whole();
  const answers = readLines(contentOf(answer));
  request.socket.destroy();
  t.ok(answer.length > 10_000_000, 'with more answers than a socket holds');
  t.equal(answers.length, PORTIONS * PORTION_LINES);
  t.ok(answers.every(({ index, status, code: reason }, at) => index === at && (at % PORTION_LINES === 0 ? status === 'accepted' : reason === 'EVENT_INVALID')));
  const store = openPostgresStore({ connectionString: appUrl });
  t.equal((await store.head()).position, PORTIONS);
  await store.close();
  t.equal(await service.stop(), 0, 'ends properly when asked to');
});
