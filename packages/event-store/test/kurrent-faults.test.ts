import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EventStore } from '@motcua/event-store';
import { startKurrentPeer, testDatabase, until } from '@motcua/testkit';
import type { Fault, FaultPoint } from '@motcua/testkit';
import { test } from 'tap';
import type { Test } from 'tap';
import { any, appendOf, exact, follow, named, none, range, readEverything } from '../src/contract/fixtures.ts';
import { onConnection } from './fresh-log.ts';
import { freshKurrentLog } from './kurrent-log.ts';

/** Short enough that a fault is noticed at once; long enough for a busy machine. */
const QUICK = { answerMsMax: 2_000 };

void test('faults between the KurrentDB store and its server', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const peer = await startKurrentPeer();
  t.teardown(() => peer.close());
  const freshLog = (t: Pick<Test, 'teardown'>) => freshKurrentLog(t, { url: peer.url, ownerUrl, appUrl }, QUICK);
  t.afterEach(() => { peer.setPlan(() => undefined); });
  /** The next `times` faults at a point; tells how many are left. */
  const plan = (point: FaultPoint, fault: Fault, times = 1) => {
    let left = times;
    peer.setPlan((at) => {
      if (at !== point || left === 0) return undefined;
      left -= 1;
      return fault;
    });
    return { left: () => left };
  };
  const storedIn = (prefix: string) => peer.stored().filter(({ stream }) => stream.startsWith(prefix));

  await t.test('an append that got no answer is written once and gets its verdict, whatever happened', async (t) => {
    const { open, prefix } = await freshLog(t);
    const store = open();
    await store.append(appendOf('a', none, 'a0'));
    const faults: readonly Fault[] = ['cut', 'refuse', 'not-leader', 'mute', 50];
    for (const [n, [point, fault]] of faults.flatMap((fault) => [['before-commit', fault], ['after-commit', fault]] as const).entries()) {
      const { left } = plan(point, fault);
      t.match(await store.append(appendOf('a', n % 2 === 0 ? any : exact(n), `a${n + 1}`)), { kind: 'appended', positions: [n + 2], revision: n + 1 }, `${fault} ${point}`);
      t.equal(left(), 0, 'the fault happened');
    }
    t.equal(storedIn(prefix).length, 11);
  });

  await t.test('a second process that sends the same while the first has no answer gets the first one\'s result', async (t) => {
    const { open } = await freshLog(t);
    const [one, two] = [open(), open()];
    await two.head();
    plan('after-commit', 'cut');
    const verdicts = await Promise.all([one.append(appendOf('a', none, 'a0')), two.append(appendOf('a', none, 'a0'))]);
    t.strictSame(verdicts.map(({ kind }) => kind).sort(), ['appended', 'duplicate']);
    t.ok(verdicts.every((verdict) => 'positions' in verdict && verdict.positions[0] === 1));
  });

  await t.test('an old append sent again after later events succeeds with its first result, even when nobody remembers the stream', async (t) => {
    const { open } = await freshLog(t);
    const first = await open().append(appendOf('a', none, 'a0', 'a1'));
    await open().append(appendOf('a', exact(1), 'a2'));
    t.strictSame(await open().append(appendOf('a', none, 'a0', 'a1')), { ...first, kind: 'duplicate' });
    t.strictSame(await open().append({ stream: 'a', expect: none, events: [named('a0', { data: { note: 'other' } }), named('a1')] }), { kind: 'id_reused', id: named('a0').id });
  });

  await t.test('the subscription gives everything once and in order whatever happens to it', async (t) => {
    const { open } = await freshLog(t);
    const [writer, reader] = [open(), open()];
    const seen = follow(reader, 0, 120, { batchSize: 7 });
    let at = 0;
    const write = async (count: number): Promise<void> => {
      for (const n of range(at, count)) await writer.append(appendOf(`s-${n % 5}`, any, `e-${n}`));
      at += count;
    };
    await write(10);
    for (const fault of ['cut', 'end', 'mute', 'refuse', 'not-leader'] as const) {
      const onEvent = plan('event', fault, 2);
      await write(10);
      await until(() => onEvent.left() === 0);
      const onBegin = plan('subscribe', fault);
      peer.cut();
      await write(10);
      await until(() => onBegin.left() === 0);
    }
    await write(10);
    t.strictSame((await seen).flat().map(({ position }) => position), range(1, 120));
    t.strictSame((await seen).flat(), await readEverything(reader));
  });

  await t.test('checkpoints at the end of all numbers, and behind other people\'s events, make it pass over nothing', async (t) => {
    const { open } = await freshLog(t);
    const [writer, reader] = [open(), open()];
    const seen = follow(reader, 0, 12);
    for (const n of range(0, 6)) {
      peer.sendCheckpoints([2n ** 64n - 1n, 2n ** 64n - 1n]);
      await writer.append(appendOf('a', any, `a${n}`));
      peer.writeForeign('$stats-0', 1_200);
      peer.cut();
      await writer.append(appendOf('a', any, `b${n}`));
    }
    t.strictSame((await seen).flat().map(({ position }) => position), range(1, 12));
    t.equal((await reader.head()).position, 12);
  });

  await t.test('a new process begins at the last mark and counts as the others did', async (t) => {
    const { open, prefix } = await freshLog(t);
    const first = open();
    for (const n of range(0, 5)) await first.append(appendOf(`s-${n}`, none, ...range(0, 500).map((k) => `e-${n}-${k}`)));
    await first.append(appendOf('last', none, 'last'));
    const [head, log] = [await first.head(), await readEverything(first)];
    await first.close();
    const marks = () => onConnection(ownerUrl, async (client) => (await client.query<{ position: string }>('select position from log_index.mark where log = $1 order by position', [prefix])).rows.map(({ position }) => Number(position)));
    t.strictSame(await marks(), [1_000, 2_000]);
    const [second, counted] = [open(), open()];
    t.strictSame(await second.head(), head);
    t.strictSame(await readEverything(second), log);
    t.strictSame(await second.readStream('s-0'), log.slice(0, 500), 'positions from before its beginning are in the marks');
    for (const position of [0, 1, 999, 1_000, 1_001, 2_500, 2_501]) {
      t.equal(await second.chainAt(position), await counted.chainAt(position), `root at ${position}`);
      t.equal((await second.readAll(position, 1))[0]?.position, position === 2_501 ? undefined : position + 1);
    }
    await onConnection(ownerUrl, (client) => client.query('delete from log_index.mark where log = $1', [prefix]));
    const third = open();
    t.strictSame(await third.head(), head, 'marks follow from the log alone');
    t.strictSame([await third.chainAt(1), await third.chainAt(1_001)], [await second.chainAt(1), await second.chainAt(1_001)]);
    await until(async () => (await marks()).length === 2);
  });

  await t.test('marks of another log are found at once', async (t) => {
    const { open, prefix } = await freshLog(t);
    const first = open();
    for (const n of range(0, 3)) await first.append(appendOf(`s-${n}`, none, ...range(0, 400).map((k) => `e-${n}-${k}`)));
    await first.close();
    const tamper = (set: string) => onConnection(ownerUrl, (client) => client.query(`update log_index.mark set ${set} where log = $1`, [prefix]));
    await tamper('event_id = gen_random_uuid()');
    await t.rejects(open().head(), { code: 'HISTORY_IMPOSSIBLE' });
    await tamper('position = 500');
    await t.rejects(open().readStream('s-0'), { code: 'HISTORY_IMPOSSIBLE' });
  });

  await t.test('a mark that another process made of another log stops the count', async (t) => {
    const { open, prefix } = await freshLog(t);
    const store = open();
    await store.append(appendOf('a', none, ...range(0, 900).map((n) => `a-${n}`)));
    await onConnection(ownerUrl, (client) => client.query(
      `insert into log_index.mark values ($1, 1000, 5000, 5000, now(), gen_random_uuid(), sha256('x'), '')`, [prefix]));
    await store.append(appendOf('b', none, ...range(0, 200).map((n) => `b-${n}`))).catch(() => undefined);
    await until(() => store.head().then(() => false, () => true));
    await t.rejects(store.head(), { code: 'HISTORY_IMPOSSIBLE' });
    await t.rejects(store.append(appendOf('c', none, 'c')), { code: 'HISTORY_IMPOSSIBLE' });
  });

  await t.test('a server that cannot be reached is DATABASE_UNAVAILABLE when the time is over, as is an index that cannot be', async (t) => {
    const { open } = await freshLog(t);
    for (const store of [open({ url: 'esdb://127.0.0.1:1?tls=false', retryMsMax: 200 }), open({ indexUrl: 'postgres://nobody:x@127.0.0.1:1/none', retryMsMax: 200 })]) {
      await t.rejects(store.append(appendOf('a', any, 'a0')), { code: 'DATABASE_UNAVAILABLE' });
      await t.rejects(store.head(), { code: 'DATABASE_UNAVAILABLE' });
      await t.rejects(store.readStream('a'), { code: 'DATABASE_UNAVAILABLE' });
      await store.close();
    }
  });

  await t.test('an append that is too large is refused before the client sees it', async (t) => {
    const store = (await freshLog(t)).open();
    await t.rejects(store.append({ stream: 'a', expect: none, events: [named('x', { data: { text: 'x'.repeat(921_600) } })] }), { code: 'EVENT_INVALID' });
    await t.rejects(store.append({ stream: 'a', expect: none, events: range(0, 3).map((n) => named(`x${n}`, { data: { text: 'x'.repeat(400_000) } })) }), { code: 'EVENT_INVALID' });
    t.equal((await store.head()).position, 0);
  });

  await t.test('thousands of reads leave nothing behind', async (t) => {
    const store: EventStore = (await freshLog(t)).open();
    await store.append(appendOf('a', none, ...range(0, 20).map((n) => `a${n}`)));
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const readMany = async (times: number): Promise<number> => {
      for (const n of range(0, times / 16)) await Promise.all(range(0, 16).map((k) => (k === 0 ? store.head() : store.readStream((n + k) % 3 === 0 ? 'unknown' : 'a'))));
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await readMany(320);
    const grown = (await readMany(1_280)) - before;
    // So many calls that were left behind held about fifty megabytes.
    t.ok(grown < 25_000_000, `grown by ${Math.round(grown / 1e6)} MB`);
  });
});
