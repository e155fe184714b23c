import { appendFileSync, readFileSync } from 'node:fs';
import { chanceOf, startPeerProcess, testDatabase, until } from '@motcua/testkit';
import type { PeerProcess } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { readEverything } from '../src/contract/fixtures.ts';
import { freshKurrentLog } from './kurrent-log.ts';
import { checkLog, writeUnderFaults } from './unknown-outcomes.ts';

// Long: a busy machine shall not fail the test.
file.setTimeout(300_000);

// KILLS=50: a longer form.
const KILLS = Number(process.env['KILLS'] ?? 3);
/** Appends between a start and the next kill. */
const APPENDS = 100;

void test('a server that is killed and started again on its log keeps what was acknowledged, once and at its position', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startPeerProcess(t);
  const { open } = await freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl });
  const stores = Array.from({ length: 3 }, () => open({ answerMsMax: 5_000, retryMsMax: 120_000 }));
  const seed = Date.now() % 1_000_000;
  const enough = new AbortController();
  const writing = writeUnderFaults(stores, { writers: 24, appendsEach: 1_000_000, chance: chanceOf(seed), signal: enough.signal });
  const seen: (readonly string[])[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const before = linesIn(peer);
    await until(() => linesIn(peer) >= before + APPENDS);
    await peer.kill();
    // What a kill in the middle of writing leaves.
    appendFileSync(peer.file, '[{"id":"');
    await peer.start();
    seen.push((await readEverything(open())).map(({ id }) => id));
  }
  enough.abort();
  const written = await writing;
  t.comment(`seed ${seed}: killed with ${seen.map((ids) => ids.length).join(', ')} of ${written.length} events in the log`);
  const reader = open();
  await checkLog(t, reader, written);
  const last = (await readEverything(reader)).map(({ id }) => id);
  for (const ids of seen) t.strictSame(last.slice(0, ids.length), ids, 'what was read after a start stands where it stood');
  t.equal(linesIn(peer), written.length, 'the server holds nothing twice');
});

function linesIn({ file: log }: PeerProcess): number {
  return readFileSync(log, 'utf8').split('\n').length - 1;
}
