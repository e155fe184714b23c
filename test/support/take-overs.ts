import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from './supervised.ts';

export type TakeOvers = {
  /** One of them was just killed. */
  readonly killed: (which: number) => void;
  /** What was seen, for people. */
  readonly stop: () => Promise<string>;
};

const LOOK_MS = 20;

/** Measures how long nobody leads after the projector that led was killed. */
export function watchTakeOvers(projectors: readonly Supervised[]): TakeOvers {
  const tookMs: number[] = [];
  let [leader, killedAt, isOver]: [number | undefined, number | undefined, boolean] = [undefined, undefined, false];
  const watching = (async () => {
    for (; !isOver; await sleep(LOOK_MS)) {
      const leads = await Promise.all(projectors.map(isLeading));
      const now = leads.indexOf(true);
      if (now < 0) continue;
      if (killedAt !== undefined) tookMs.push(Math.round(performance.now() - killedAt));
      [leader, killedAt] = [now, undefined];
    }
  })();
  return {
    killed: (which) => { if (which === leader) [leader, killedAt] = [undefined, killedAt ?? performance.now()]; },
    stop: async () => {
      isOver = true;
      await watching;
      const sorted = tookMs.toSorted((a, b) => a - b);
      return sorted.length === 0 ? 'no leader was killed' : `${sorted.length} take-overs in ${sorted[0]} to ${sorted.at(-1)} ms, half of them within ${sorted[Math.floor(sorted.length / 2)]} ms`;
    },
  };
}

async function isLeading(projector: Supervised): Promise<boolean> {
  const known = await Promise.race([projector.address(), sleep(LOOK_MS)]);
  if (known === undefined) return false;
  const answer = await fetch(`${known}/health`, { signal: AbortSignal.timeout(500) }).then((response) => response.json()).catch(() => undefined) as
    { readonly components: { readonly projector: { readonly state: string } } } | undefined;
  return answer?.components.projector.state === 'running';
}
