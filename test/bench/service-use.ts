import type { ChildProcess } from 'node:child_process';
import type { ProcessUse } from './say-use.ts';

/** For `fork`: the nursery that scripts/start.mjs and infra/Dockerfile give a service, and what makes it tell of itself. */
export const MEASURED: readonly string[] = ['--max-semi-space-size=64', '--import', new URL('say-use.ts', import.meta.url).href];

/** What a process has told so far. `rss`: bytes, five times a second; `processorMs`: since its start. */
export type Use = { readonly rss: number[]; processorMs: number };

/** Listens to a process that was forked with {@link MEASURED}. */
export function useOf(child: ChildProcess): Use {
  const use: Use = { rss: [], processorMs: 0 };
  child.on('message', (word: ProcessUse | { readonly kind: 'ready' }) => {
    if (word.kind !== 'use') return;
    use.rss.push(word.rss);
    use.processorMs = word.processorMs;
  });
  return use;
}
