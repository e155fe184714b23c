import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { removeData, temporaryHome } from '@motcua/postgres-server';
import { interleave, timed } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Measurement } from './measurement.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const STARTS = 'npm start, to its end with the report, and once more';

/** What a newcomer waits for once everything is installed: the whole command, with the sample played and the report printed. */
export const starting: Measurement = {
  id: 'start',
  title: 'npm start: a new ledger with the sample quarter, and a second start',
  measure: async ({ sizes: { start: { dossiers, authorities } }, rounds, signal, onRun }) => {
    const home = temporaryHome(`benchmark start ${process.pid}`);
    const seconds = async (): Promise<number> => await timed(() => started(home, [`--dossiers=${dossiers}`, `--authorities=${authorities}`], signal)) / 1_000;
    const run = async () => {
      await removeData(home);
      return { firstSeconds: await seconds(), againSeconds: await seconds() };
    };
    try {
      const samples = await interleave([{ name: STARTS, run }], { rounds, warmUps: 0, signal, onRun });
      return { lines: linesOf(samples), ratios: [ratio(samples, { what: 'second start ÷ first', figure: 'againSeconds', above: STARTS, below: STARTS, belowFigure: 'firstSeconds' })] };
    } finally {
      await removeData(home);
    }
  },
};

async function started(home: string, words: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn('npm', ['start', '--silent', '--', '--exit-after-report', ...words], { cwd: ROOT, env: { ...process.env, MOTCUA_HOME: home }, stdio: ['ignore', 'ignore', 'pipe'], signal });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-2_000); });
  const [status] = await once(child, 'exit') as [number | null];
  if (status !== 0) throw new Error(`npm start ended with status ${String(status)}: ${said}`);
}
