import type pg from 'pg';

/** What a writer does one after the other; each may be held back before the next. `tell` is when it learns that it has committed. */
export const STEPS = ['call', 'commit', 'tell'] as const;
export type Step = (typeof STEPS)[number];
/** Whose next step comes when: the numbers of the writers, each as often as it has steps. */
export type Order = readonly number[];

/** Every order in which so many writers can take so many steps each. */
export function allOrders(writers: number, steps: number): readonly Order[] {
  const go = (left: readonly number[]): readonly Order[] => {
    if (left.every((count) => count === 0)) return [[]];
    return left.flatMap((count, writer) => (count === 0 ? [] : go(left.with(writer, count - 1)).map((rest) => [writer, ...rest])));
  };
  return go(Array.from({ length: writers }, () => steps));
}

/** What became of one writer's two appends, to a stream of its own and to one that all of an order want to begin. */
export type Written = { readonly own: number; readonly race: number | undefined; readonly toldAt: number; readonly calledAt: number };

/**
 * A writer in a transaction of its own, held where it is told to be: before it asks for the lock, with its positions taken, after
 * the commit. Whoever is let go while another one holds the lock waits for it, as the store does.
 */
export class HeldWriter {
  readonly #client: pg.Client;
  readonly #name: string;
  readonly #endsIn: 'commit' | 'rollback';
  #positions: { readonly own: number; readonly race: number | undefined } = { own: 0, race: undefined };
  #calledAt = 0;
  #done: Promise<unknown> = Promise.resolve();
  written: Written | undefined;

  constructor(client: pg.Client, name: string, endsIn: 'commit' | 'rollback') {
    this.#client = client;
    this.#name = name;
    this.#endsIn = endsIn;
  }

  /** Lets it take a step when it has taken those before. @param now - The number of the step in the whole order. */
  take(step: Step, race: string, now: number): Promise<unknown> {
    if (step === 'call') this.#calledAt = now;
    this.#done = this.#done.then((): unknown => this.#taken(step, race, now));
    return this.#done;
  }

  #taken(step: Step, race: string, now: number): unknown {
    switch (step) {
      case 'call': return this.#call(race);
      case 'commit': return this.#client.query(this.#endsIn);
      case 'tell': return this.written = { ...this.#positions, calledAt: this.#calledAt, toldAt: now };
    }
  }

  async #call(race: string): Promise<void> {
    await this.#client.query('begin');
    const { rows } = await this.#client.query<{ first: number; written: number }>({ text: CALL, values: [`own-${this.#name}`, race] });
    const { first = 0, written = 0 } = rows[0] ?? {};
    this.#positions = { own: Number(first), race: Number(written) > 1 ? Number(first) + 1 : undefined };
  }
}

/** One event to a stream of its own, and one with which the other stream has to begin. */
const CALL = `select first_position as first, written from log.append('{0,1}', '{1,1}', array[$1, $2], '{null,-1}', array[gen_random_uuid(), gen_random_uuid()],
  '{T,T}', '{s,s}', '{urn:test,urn:test}', '{i,i}', '{2024-01-05T00:00:00Z,2024-01-05T00:00:00Z}', '{1,1}', array[null,null], array[null,null], array['{}','{}'])`;

/** From now on `log.append` takes its positions from a sequence, as many stores do, and waits for nobody. */
export async function takeLockAway(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ text: string }>(`select pg_get_functiondef(oid) as text from pg_proc where proname = 'append' and pronamespace = 'log'::regnamespace`);
  const locked = rows[0]?.text ?? '';
  const unlocked = locked
    .replace('where c.only_row for update;', `where c.only_row; counted := nextval('log.unlocked') + (select count(*) from generate_series(2, cardinality(ids)) where nextval('log.unlocked') > 0) - cardinality(ids);`)
    .replace(/if written > 0 then\s+update log\.counter[^;]*;/, 'if written > 0 then');
  if (unlocked === locked) throw new Error('the lock is not where it was');
  await client.query(`create sequence log.unlocked; ${unlocked}`);
  await client.query(`select setval('log.unlocked', (select max(position) from log.event))`);
}
