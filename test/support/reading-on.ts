import { setTimeout as sleep } from 'node:timers/promises';

/** `answered`: answers with at least what was asked for. `away`: nobody answered, or a 503. `wrong`: answers that held less. */
export type ReadingOn = { readonly answered: number; readonly away: number; readonly wrong: readonly string[] };

const PAUSE_MS = 50;

/** Asks statistics for what was acknowledged last, again and again, whoever is down meanwhile. */
export function readOn(address: () => Promise<string>, acknowledged: () => number): { readonly answered: () => number; readonly stop: () => Promise<ReadingOn> } {
  let [answered, away, isOver] = [0, 0, false];
  const wrong: string[] = [];
  const reading = (async () => {
    for (; !isOver; await sleep(PAUSE_MS)) {
      const wanted = acknowledged();
      const answer = await fetch(`${await address()}/v1/figures?scope=VN&period=2024-Q1&atLeast=${wanted}`, { headers: { prefer: 'wait=2' } }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer === undefined || text === undefined || answer.status === 503 || answer.status === 404) away += 1;
      else if (answer.status === 200 && (JSON.parse(text) as { readonly asOf: { readonly position: number } }).asOf.position >= wanted) answered += 1;
      else wrong.push(`${answer.status} ${text.slice(0, 300)}`);
    }
  })();
  return {
    answered: () => answered,
    stop: async () => {
      isOver = true;
      await reading;
      return { answered, away, wrong };
    },
  };
}
