import { AppError } from '@motcua/kernel';
import pg from 'pg';
import { COVERED_COLUMNS } from '../chain.ts';
import { EventChain } from '../event-chain.ts';
import { refuseUnfitting } from '../import-rules.ts';
import type { LogImport, RecordedEvent } from '../port.ts';
import { textTypes, toAppError } from './connection.ts';
import { copyIn } from './copy-in.ts';
import { utcText } from './event-columns.ts';
import { LazyClient } from './lazy-client.ts';
import { retryLost } from './retry.ts';
import type { StoreLog } from '../retry.ts';

export type PostgresImportOptions = {
  /** Of the role that owns the log: the application's role may only append. The schema must be there already (`migrateLog`). */
  readonly connectionString: string;
  /** Told about lost connections; a pino logger fits. */
  readonly log?: StoreLog | undefined;
  /** How long a lost connection is tried again before a call is given up; milliseconds, default 30,000. */
  readonly retryMsMax?: number;
};

/**
 * Imports into the log in PostgreSQL. Each call is one transaction under the lock of the counter, as every append is, so
 * that it may run beside a service: whoever comes second sees what the first has written. The triggers stay on; the links
 * are reckoned here and stored with the events.
 */
export function openPostgresImport({ connectionString, log, retryMsMax = 30_000 }: PostgresImportOptions): LogImport {
  // No time limit for an answer: a call may bring any number of events.
  const client = new LazyClient(() => new pg.Client({ connectionString, application_name: 'motcua-import', connectionTimeoutMillis: 10_000, keepAlive: true, types: textTypes }));
  return {
    importEvents: async (events) => {
      const batch = new ImportBatch(events);
      await retryLost({ retryMsMax, log }, async () => batch.write(await client.get()), () => { client.drop(); })
        .catch((error: unknown) => { throw inWords(error); });
    },
    close: () => client.end(),
  };
}

/** Events on their way; tried again with the same ones when the answer to the commit was lost. */
class ImportBatch {
  readonly #events: readonly RecordedEvent[];
  /** What the log's root will be with them; known from the first attempt on. */
  #rootAfter: string | undefined;

  constructor(events: readonly RecordedEvent[]) {
    this.#events = events;
  }

  async write(client: pg.Client): Promise<void> {
    const last = this.#events.at(-1);
    if (last === undefined) return;
    try {
      await client.query('begin');
      const head = await lockHead(client);
      if (head.position !== last.position || head.root !== this.#rootAfter) await this.#writeBehind(client, head, last);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async #writeBehind(client: pg.Client, head: LockedHead, last: RecordedEvent): Promise<void> {
    refuseUnfitting(this.#events, head);
    await refuseOtherRevisions(client, this.#events);
    const chain = new EventChain(head);
    const rows = this.#events.map((event) => {
      const { fields, link } = chain.follow(event);
      return [...fields, link];
    });
    this.#rootAfter = chain.root;
    await copyIn(client, COPY, rows);
    await client.query('update log.counter set position = $1, recorded_at = $2, chain = $3 where only_row', [last.position, last.recordedAt, Buffer.from(chain.root, 'hex')]);
    await client.query(`select pg_notify('motcua_log', $1)`, [String(last.position)]);
  }
}

const COPY = `copy log.event (${COVERED_COLUMNS.join(', ')}, chain) from stdin (format binary)`;

type LockedHead = { readonly position: number; readonly recordedAt: string | undefined; readonly root: string };

/** A log that was restored from a copy of its tables has no counter yet; it is filled as `log.append` does. */
async function lockHead(client: pg.Client): Promise<LockedHead> {
  await client.query(`
    insert into log.counter (position, recorded_at, chain)
      select coalesce(e.position, 0), e.recorded_at, coalesce(e.chain, log.genesis())
      from (values (true)) as always left join log.event e on e.position = (select max(position) from log.event)
      on conflict do nothing`);
  const { rows } = await client.query<[position: string, recordedAt: string | null, root: string]>({
    text: `select c.position, ${utcText('c.recorded_at')}, encode(c.chain, 'hex') from log.counter c where c.only_row for update`, rowMode: 'array',
  });
  const [row] = rows;
  if (row === undefined) throw new AppError('INTERNAL', 'The log has no counter.');
  return { position: Number(row[0]), recordedAt: row[1] ?? undefined, root: row[2] };
}

/** A stream that begins with its first event needs no look: a second first one breaks the table's own rule. */
async function refuseOtherRevisions(client: pg.Client, events: readonly RecordedEvent[]): Promise<void> {
  const first = new Map<string, RecordedEvent>();
  for (const event of events) if (!first.has(event.stream)) first.set(event.stream, event);
  const continued = [...first.values()].filter(({ revision }) => revision > 0);
  const { rows } = await client.query<[n: string]>({
    text: `select w.n from unnest($1::text[], $2::int[]) with ordinality as w(stream, revision, n)
      where not exists (select from log.event e where e.stream = w.stream and e.revision = w.revision - 1) order by w.n limit 1`,
    values: [continued.map(({ stream }) => stream), continued.map(({ revision }) => revision)], rowMode: 'array',
  });
  const missing = continued[Number(rows[0]?.[0] ?? 0) - 1];
  if (missing !== undefined) throw refused(`the event at position ${missing.position} is number ${missing.revision} of its stream, and the one before is not there`);
}

function refused(reason: string, cause?: unknown): AppError {
  return new AppError('LOG_IMPORT_REFUSED', `The events do not continue the log: ${reason}. Nothing of them was written.`, { cause });
}

const [NO_RIGHT, NOT_UNIQUE] = ['42501', '23505'];

function inWords(error: unknown): AppError {
  if (error instanceof pg.DatabaseError && error.code === NO_RIGHT) {
    return new AppError('LOG_IMPORT_REFUSED', 'Only the role that owns the log may import into it. Nothing was written.', { cause: error });
  }
  if (error instanceof pg.DatabaseError && error.code === NOT_UNIQUE) return refused(`an id or a place in a stream is in the log already (${error.constraint ?? 'unique'})`, error);
  return toAppError(error);
}
