import { rebuild } from '@motcua/projector';

/** What the process says in the end. `rss`: bytes, the most that it occupied. */
export type RebuildWord = { readonly kind: 'switched' | 'refused'; readonly fillMs: number; readonly wholeMs: number; readonly heldMs: number; readonly rss: number };

// A rebuild in a process of its own, so that its memory is not its client's: how many workers is its argument.
const { DATABASE_URL: logUrl = '', DATABASE_OWNER_URL: ownerUrl = '' } = process.env;
let rss = 0;
const watching = setInterval(() => { rss = Math.max(rss, process.memoryUsage.rss()); }, 100);
const startedAt = performance.now();
const outcome = await rebuild({ ownerUrl, log: { kind: 'postgres', url: logUrl }, role: new URL(logUrl).username, workers: Number(process.argv[2]), afresh: true, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256) });
clearInterval(watching);
const word: RebuildWord = {
  kind: outcome.kind, rss, wholeMs: performance.now() - startedAt,
  fillMs: outcome.kind === 'switched' ? outcome.filled.ms : 0, heldMs: outcome.kind === 'switched' ? outcome.heldMs : 0,
};
process.send?.(word);
