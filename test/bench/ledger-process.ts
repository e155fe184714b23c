import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { BenchDatabase } from './bench-server.ts';

/** What the other process says. `rss`: bytes of memory it occupies. */
export type ProcessWord = { readonly kind: 'ready'; readonly url: string } | { readonly kind: 'memory'; readonly rss: number };

/** A service in a process of its own, so that its figures are not its client's. */
export type LedgerProcess = {
  readonly url: string;
  /** How much memory it occupied, five times a second, so far; bytes. */
  readonly rss: readonly number[];
  readonly stop: () => Promise<void>;
};

/** @param what - The intake alone, or the whole ledger, which also posts what it takes. */
export async function startLedgerProcess(what: 'intake' | 'ledger', database: BenchDatabase): Promise<LedgerProcess> {
  const child = fork(new URL('ledger-process.main.ts', import.meta.url), [what], {
    env: { ...process.env, DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl },
    execArgv: [],
  });
  const rss: number[] = [];
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (word: ProcessWord) => {
      if (word.kind === 'ready') resolve(word.url);
      else rss.push(word.rss);
    });
    child.once('error', reject);
    child.once('exit', (status) => { reject(new Error(`The ${what} ended with status ${String(status)} before it was ready.`)); });
  });
  return {
    url, rss,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
