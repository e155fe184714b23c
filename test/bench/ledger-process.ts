import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { BenchDatabase } from './bench-server.ts';
import { MEASURED, useOf } from './service-use.ts';
import type { Use } from './service-use.ts';

/** What the other process says, beside what it tells of itself. */
export type ProcessWord = { readonly kind: 'ready'; readonly url: string };

/** A service in a process of its own, so that its figures are not its client's. */
export type LedgerProcess = {
  readonly url: string;
  readonly use: Use;
  readonly stop: () => Promise<void>;
};

/** @param what - The intake or the projector alone, or the whole ledger, which does the work of both. */
export async function startLedgerProcess(what: 'intake' | 'projector' | 'ledger', database: BenchDatabase): Promise<LedgerProcess> {
  const child = fork(new URL('ledger-process.main.ts', import.meta.url), [what], {
    env: { ...process.env, DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl },
    execArgv: [...MEASURED],
  });
  const use = useOf(child);
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (word: ProcessWord | { readonly kind: 'use' }) => { if (word.kind === 'ready') resolve(word.url); });
    child.once('error', reject);
    child.once('exit', (status) => { reject(new Error(`The ${what} ended with status ${String(status)} before it was ready.`)); });
  });
  return {
    url, use,
    stop: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
