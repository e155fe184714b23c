import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { test } from 'tap';
import type { Test } from 'tap';
import { createSpool } from '../src/spool.ts';

async function folderOf(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

test('gives back what was written, in order, whoever is faster', async (t) => {
  const folder = await folderOf(t);
  const step = fc.oneof(fc.record({ write: fc.nat(3_000) }), fc.record({ read: fc.nat(5_000) }));
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const spool = createSpool({ memoryBytes: 2_000, folder });
    let [written, read] = ['', ''];
    for (const [index, one] of steps.entries()) {
      if ('write' in one) {
        const part = `${index},`.repeat(one.write).slice(0, one.write);
        written += part;
        await spool.write(part);
      } else {
        await turn();
        read += String(spool.stream.read(Math.min(one.read, spool.stream.readableLength)) ?? '');
      }
    }
    await spool.end();
    return read + await text(spool.stream) === written && spool.written() === written.length;
  }), { numRuns: 60 });
});

test('takes any amount without a reader, in a file without a name', async (t) => {
  const folder = await folderOf(t);
  const spool = createSpool({ memoryBytes: 1_000, folder });
  const part = 'Đã xử lý xong. '.repeat(1_000);
  for (let index = 0; index < 500; index += 1) await spool.write(part);
  t.strictSame(await readdir(folder), []);
  t.ok(spool.stream.readableLength < 1_000_000, 'most of it is not in memory');
  await spool.end();
  t.equal(await text(spool.stream), part.repeat(500));
});

test('goes on taking when its reader has gone', async (t) => {
  const spool = createSpool({ memoryBytes: 10, folder: await folderOf(t) });
  await spool.write('a line longer than the memory\n');
  spool.stream.destroy();
  await spool.write('another\n');
  await spool.end();
  t.ok(spool.stream.destroyed);
});

test('ends its stream with the fault when the disk does not take the file', async (t) => {
  const spool = createSpool({ memoryBytes: 1, folder: join(await folderOf(t), 'missing') });
  const fault = new Promise<Error>((resolve) => spool.stream.once('error', resolve));
  await spool.write('too long');
  t.match(await fault, { code: 'ENOENT' });
});
