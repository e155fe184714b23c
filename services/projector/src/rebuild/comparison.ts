import { compareSchemas, readFence } from '@motcua/database';
import type { Database, PartComparison } from '@motcua/database';
import type pg from 'pg';
import type { Replay } from './replay.ts';

export type ComparisonOptions = {
  readonly live: Database;
  readonly next: Database;
  /** Of the next schema. */
  readonly replay: Replay;
  readonly onPart?: (part: string) => void;
};

/** So few events are caught up with and compared while readers wait. */
const CLOSE = 500;
const ROUNDS_MAX = 10;

/** Compares both schemas at one position of the log while the projection goes on: whole once, and then what has changed since. */
export class Comparison {
  readonly #options: ComparisonOptions;
  /** Up to where both were compared. */
  position = 0;

  constructor(options: ComparisonOptions) {
    this.#options = options;
  }

  /** Everything. */
  async whole(): Promise<readonly PartComparison[]> {
    const { live, replay, onPart } = this.#options;
    await this.#catchUp();
    return this.#atRest(async (client, position) => {
      this.position = position;
      replay.takeTouched();
      return () => compareSchemas(client, { ...(onPart === undefined ? {} : { onPart }) });
    }, live);
  }

  /** What has changed since, in the eyes of a transaction in which neither changes any more. */
  async changed(client: pg.ClientBase): Promise<readonly PartComparison[]> {
    return compareSchemas(client, { changed: { after: this.position, dossiers: this.#options.replay.takeTouched() } });
  }

  /** Until little is left to catch up with. */
  async untilClose(): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      await this.#catchUp();
      if (await this.#behind() < CLOSE) return;
    }
  }

  async #catchUp(): Promise<void> {
    const { live, replay } = this.#options;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      if (await this.#behind() < CLOSE) return;
      await replay.upTo((await readFence(live.db)).position);
    }
  }

  async #behind(): Promise<number> {
    const { live, replay } = this.#options;
    return (await readFence(live.db)).position - replay.position;
  }

  /**
   * Holds the projection for the moment in which the next schema comes to its position and a snapshot of both is taken; what
   * `look` answers then looks at the snapshot for as long as it likes.
   */
  async #atRest<T>(look: (snapshot: pg.ClientBase, position: number) => Promise<() => Promise<T>>, { pool }: Database): Promise<T> {
    const [holder, snapshot] = [await pool.connect(), await pool.connect()];
    try {
      await holder.query('begin');
      const { rows } = await holder.query<{ position: number }>(`select position from checkpoint where projection = 'ledger' for update`);
      const position = rows[0]?.position ?? 0;
      await this.#options.replay.upTo(position);
      await snapshot.query('begin isolation level repeatable read read only');
      await snapshot.query('select position from checkpoint');
      const compare = await look(snapshot, position);
      await holder.query('rollback');
      return await compare();
    } finally {
      holder.release(true);
      snapshot.release(true);
    }
  }
}
