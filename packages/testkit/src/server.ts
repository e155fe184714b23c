import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { memoryHome, removeData, startServer } from '@motcua/postgres-server';
import type { RunningServer, ServerUrls } from '@motcua/postgres-server';
import type { Test } from 'tap';
import { standStill } from './stand-still.ts';

/** A whole server of one test, on one port for as long as the test lasts, which may be killed and started again. */
export type TestServer = ServerUrls & {
  readonly port: number;
  /** SIGKILL to the main process; fulfils when it is gone. What was not yet written to disk is lost. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same data and port, after a kill or a stop, or after stopping it first. */
  readonly restart: () => Promise<void>;
  /** All of its processes stand still, connections stay open; the answer lets them go on. */
  readonly pause: () => () => void;
  /** Shuts it down cleanly; `restart` brings it back. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts a server of its own for a test that must be able to kill it; everything goes when the test ends.
 * Always the embedded one, whatever `TEST_DATABASE_URL` says: nobody kills a server that others may use.
 */
export async function testServer(t: Pick<Test, 'teardown'>): Promise<TestServer> {
  const home = memoryHome(`test server ${process.pid} ${randomBytes(6).toString('hex')}`);
  let server: RunningServer = await startServer({ home, log: quiet, port: await lastingPort() });
  const { port, ownerUrl, appUrl } = server;
  const stop = () => server.stop();
  t.teardown(async () => {
    await stop();
    await removeData(home);
  });
  return {
    port, ownerUrl, appUrl, stop,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await stop();
    },
    pause: () => standStill(server.pid),
    restart: async () => {
      await stop();
      server = await startServer({ home, log: quiet, port });
    },
  };
}

/** A free port below those that the system hands out by itself, so that nobody gets it while the server is down. */
export async function lastingPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer().listen({ host: '127.0.0.1', port });
    if (!(await once(probe, 'listening').then(() => true, () => false))) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

const quiet = { info: () => undefined, warn: () => undefined };
