import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BenchDatabase } from './bench-server.ts';
import { MEASURED, useOf } from './service-use.ts';

const MOTCUA = fileURLToPath(new URL('../../services/standalone/src/motcua.ts', import.meta.url));

/** What an import did. `rss`: bytes of memory, five times a second; `processorMs`: of its process, from its start to its end. */
export type Imported = { readonly accepted: number; readonly seconds: number; readonly rss: readonly number[]; readonly processorMs: number };

/**
 * Runs `motcua import` in a process of its own, as an operator does.
 *
 * @throws Error when anything was not taken: then the figure would be that of something else.
 */
export async function runImportProcess({ appUrl, ownerUrl }: BenchDatabase, file: string, { kind = 'dossier-events', signal }: { readonly kind?: string; readonly signal: AbortSignal }): Promise<Imported> {
  const child = fork(MOTCUA, ['import', file, '--kind', kind, '--json'], {
    env: { ...process.env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }, execArgv: [...MEASURED], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], signal,
  });
  const use = useOf(child);
  const [said, wrong, [status]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit')]);
  if (status !== 0) throw new Error(`The import ended with status ${String(status)}: ${wrong.slice(-1_000)}`);
  const { accepted, seconds } = JSON.parse(said) as { readonly accepted: number; readonly seconds: number };
  return { accepted, seconds, ...use };
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream === null ? '' : text(stream);
}
