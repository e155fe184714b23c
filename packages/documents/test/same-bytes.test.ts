import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'tap';

const run = promisify(execFile);
const RENDER = new URL('./support/render.main.ts', import.meta.url).pathname;

type Surroundings = { readonly TZ: string; readonly LANG: string; readonly days: number; readonly cwd: string };

test('the same document has the same bytes in every form, whatever the time zone, the language, the day and the folder', async (t) => {
  const first = await rendered({ TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8', days: 0, cwd: process.cwd() });
  const second = await rendered({ TZ: 'America/New_York', LANG: 'C', days: 1_003, cwd: t.testdir({}) });
  t.strictSame(second, first);
  t.equal(Object.keys(first).length, 9);
});

async function rendered({ TZ, LANG, days, cwd }: Surroundings): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run(process.execPath, [RENDER, String(days)], { cwd, env: { ...process.env, TZ, LANG, LC_ALL: LANG } });
  return JSON.parse(stdout);
}
