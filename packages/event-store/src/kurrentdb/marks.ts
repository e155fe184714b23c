import { AppError, formatInstant } from '@motcua/kernel';
import pg from 'pg';
import { clientConfig } from '../postgres/connection.ts';
import { NOTHING } from './place.ts';
import type { Count, Place } from './place.ts';
import { Places } from './places.ts';

/** A count with the places and the ids of the events since the mark before. */
export type Mark = { readonly count: Count; readonly places: Places; readonly ids: readonly string[] };

type MarkRow = [position: string, commit: string, prepare: string, recordedMs: string, eventId: string, chain: string];

const COLUMNS = `m."position", m."commit", m.prepare, round(extract(epoch from m.recorded_at) * 1000), m.event_id, encode(m.chain, 'hex')`;

/** The marks of one log in PostgreSQL. They are written in their order, so there is never one missing between others. */
export class Marks {
  readonly #pool: pg.Pool;
  readonly #log: string;

  constructor(indexUrl: string, log: string, answerMsMax: number) {
    this.#log = log;
    this.#pool = new pg.Pool({ ...clientConfig({ connectionString: indexUrl, answerMsMax }), application_name: 'motcua-log-index', max: 4 });
    // An idle connection that is lost leaves the pool by itself; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  /** The last one; what is before the first event when there is none. */
  last(): Promise<Count> {
    return this.#count('order by m."position" desc limit 1', []);
  }

  /** The last one up to and including a position. */
  lastUpTo(position: number): Promise<Count> {
    return this.#count('and m."position" <= $2 order by m."position" desc limit 1', [position]);
  }

  /** The position of the last one recorded up to an instant (milliseconds since 1970); 0 when none was. */
  async lastUntil(instant: number): Promise<number> {
    const { position } = await this.#count('and m.recorded_at <= $2::timestamptz order by m.recorded_at desc, m."position" desc limit 1', [formatInstant(instant)]);
    return position;
  }

  /** Places up to the first mark at or behind a position; undefined when there is no such mark yet. */
  async placesOf(position: number): Promise<Places | undefined> {
    return this.#places('m."position" >= $2', [position], 'm."position"');
  }

  /** Places up to the first mark at or behind a place; undefined when there is no such mark yet. */
  async placesAround({ commit, prepare }: Place): Promise<Places | undefined> {
    return this.#places('(m."commit", m.prepare) >= ($2::numeric, $3::numeric)', [commit.toString(), prepare.toString()], 'm."commit", m.prepare');
  }

  /**
   * Adds one that follows the last one. Another process may have been quicker; then it must be the same.
   *
   * @throws AppError `HISTORY_IMPOSSIBLE` when it is not.
   */
  async add({ count, places, ids }: Mark): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `with added as (
          insert into log_index.mark (log, "position", "commit", prepare, recorded_at, event_id, chain, places)
          values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning log, "position"),
        used as (
          insert into log_index.event_id (log, id, "position")
          select added.log, given.id, added."position" - cardinality($9::uuid[]) + given.number from added, unnest($9::uuid[]) with ordinality as given(id, number)
          on conflict do nothing)
        select from added`,
      [this.#log, count.position, count.commit.toString(), count.prepare.toString(), formatInstant(count.recordedMs), count.eventId, count.chain, places.pack(), ids],
    );
    if (rowCount === 1) return;
    const there = await this.#count('and m."position" = $2', [count.position]);
    const same = there.position === count.position && there.commit === count.commit && there.prepare === count.prepare && there.recordedMs === count.recordedMs
      && there.eventId === count.eventId && there.chain.equals(count.chain);
    if (!same) throw new AppError('HISTORY_IMPOSSIBLE', `The mark at position ${count.position} was made of another log: the log was changed, or the marks belong to another engine.`);
  }

  /** Where ids were first used, as far as the marks reach; those that were not are missing. */
  async firstUses(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.#pool.query<[id: string, position: string]>({
      text: 'select e.id, e."position" from log_index.event_id e where e.log = $1 and e.id = any($2::uuid[])', values: [this.#log, ids], rowMode: 'array',
    });
    return new Map(rows.map(([id, position]) => [id, Number(position)]));
  }

  /** Every mark from a position on, as roots to check the log against. */
  async roots(from: number): Promise<readonly { readonly position: number; readonly root: string }[]> {
    const { rows } = await this.#pool.query<[string, string]>({
      text: `select m."position", encode(m.chain, 'hex') from log_index.mark m where m.log = $1 and m."position" >= $2 order by m."position"`,
      values: [this.#log, from], rowMode: 'array',
    });
    return rows.map(([position, root]) => ({ position: Number(position), root }));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #count(which: string, values: readonly unknown[]): Promise<Count> {
    const { rows } = await this.#pool.query<MarkRow>({ text: `select ${COLUMNS} from log_index.mark m where m.log = $1 ${which}`, values: [this.#log, ...values], rowMode: 'array' });
    return rows[0] === undefined ? NOTHING : countOf(rows[0]);
  }

  async #places(where: string, values: readonly unknown[], order: string): Promise<Places | undefined> {
    const { rows } = await this.#pool.query<[packed: string, ...MarkRow]>({
      text: `select encode(found.places, 'hex'), ${COLUMNS} from (select m."position", m.places from log_index.mark m where m.log = $1 and ${where} order by ${order} limit 1) found
        left join lateral (select * from log_index.mark m where m.log = $1 and m."position" < found."position" order by m."position" desc limit 1) m on true`,
      values: [this.#log, ...values], rowMode: 'array',
    });
    const [row] = rows;
    if (row === undefined) return undefined;
    const [packed, ...before] = row;
    return Places.unpack(before[0] === null ? NOTHING : countOf(before), Buffer.from(packed, 'hex'));
  }
}

function countOf([position, commit, prepare, recordedMs, eventId, chain]: MarkRow): Count {
  return { position: Number(position), commit: BigInt(commit), prepare: BigInt(prepare), recordedMs: Number(recordedMs), eventId, chain: Buffer.from(chain, 'hex') };
}
