import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { startProcess } from '../processes.ts';
import type { StartedProcess } from '../processes.ts';
import { lastingPort } from '../server.ts';

/** The peer as a process of its own, on one port for as long as the test lasts. */
export type PeerProcess = {
  /** For a client without TLS and credentials. */
  readonly url: string;
  /** Its log, which outlives it: a line of JSON for each append. */
  readonly file: string;
  /** SIGKILL; fulfils when it is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same log, and waits until it listens. */
  readonly start: () => Promise<void>;
};

/** Starts it; it ends with the test, and its log goes. */
export async function startPeerProcess(t: Pick<Test, 'teardown'>): Promise<PeerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-peer-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [file, port] = [join(folder, 'log'), await lastingPort()];
  await writeFile(file, '');
  let running: StartedProcess | undefined;
  const start = async (): Promise<void> => {
    running = startProcess(t, process.execPath, [MAIN], { PORT: String(port), LOG_FILE: file });
    await running.says(/listening on \d+/);
  };
  await start();
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`, file, start,
    kill: async () => {
      running?.signal('SIGKILL');
      await running?.ended;
    },
  };
}

const MAIN = fileURLToPath(new URL('kurrent-peer.main.ts', import.meta.url));
