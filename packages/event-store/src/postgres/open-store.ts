import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import type { Append, EventStore, Verdict } from '../port.ts';
import type { BatchLimits } from './batch.ts';
import { toAppError } from './connection.ts';
import { repeatedId, settleAll } from '../settling.ts';
import { encodeAppend } from '../encoded-append.ts';
import { LazyClient } from './lazy-client.ts';
import { linesTo } from './lines.ts';
import type { LogLines } from './lines.ts';
import { readChain, readHead, readHeadAt, readPage, readStreamEvents } from './reader.ts';
import { retryLost } from './retry.ts';
import type { RetryOptions, StoreLog } from '../retry.ts';
import { subscribePages } from './subscription.ts';
import { machineTiming } from '../timing.ts';
import type { Timing } from '../timing.ts';
import { CoalescingWriter } from './writer.ts';

/** All but the connection string have defaults. Times in milliseconds. */
export type PostgresStoreOptions = {
  /** Of the application's role (or the owner's); the schema must be there already (`migrateLog`). */
  readonly connectionString: string;
  /** Told about lost connections; a pino logger fits. */
  readonly log?: StoreLog | undefined;
  /** How long a lost connection is tried again before a call is given up; default 30,000. */
  readonly retryMsMax?: number;
  /** A server that is silent for so long counts as lost; default 30,000. */
  readonly answerMsMax?: number;
  /** Connections for reading; writing and each subscription have one of their own. Default 4. */
  readonly readersMax?: number;
  /** One statement writes at most so many events (default 1,000) and payload characters (default 4,000,000). */
  readonly batch?: BatchLimits;
};

/**
 * The log in PostgreSQL. Opens its connections when they are needed, so a server that is still starting is no error.
 *
 * Calls reject with AppError: `DATABASE_UNAVAILABLE` (no answer within the time; whether an append was written is then
 * unknown, and sending it again with the same ids is safe), `EVENT_INVALID` (the log cannot hold the event; nothing
 * written), `HISTORY_IMPOSSIBLE` (the table has a hole), `STOPPING` (after `close`), `INTERNAL`.
 * `appendMany` rejects only after every append was tried; `errors` then names those that failed (`/3`), the others
 * have been written or judged: sent again without those, each gets its verdict.
 */
export function openPostgresStore({ connectionString, answerMsMax = 30_000, ...options }: PostgresStoreOptions): EventStore {
  return openStoreBy({ lines: linesTo({ connectionString, answerMsMax }), timing: machineTiming }, options);
}

/** What a store has of the world around it. */
export type StoreWorld = { readonly lines: LogLines; readonly timing: Timing };

/** The same store in a world that is given to it: for simulations, in which lines break and time passes as they are told. */
export function openStoreBy({ lines, timing }: StoreWorld, options: Omit<PostgresStoreOptions, 'connectionString' | 'answerMsMax'>): EventStore {
  const retry: Required<RetryOptions> = { retryMsMax: options.retryMsMax ?? 30_000, log: options.log, timing };
  const writer = new CoalescingWriter(new LazyClient(lines.newClient), options.batch ?? { eventsMax: 1_000, sizeMax: 4_000_000 }, retry);
  const pool = lines.openPool(options.readersMax ?? 4);
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  const append = async (wanted: Append): Promise<Verdict> => {
    refuseAfter(closing.signal);
    return repeatedId(wanted) ?? writer.append(encodeAppend(wanted));
  };
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    refuseAfter(closing.signal);
    return retryLost(retry, work).catch((error: unknown) => { throw toAppError(error); });
  };

  return {
    append,
    appendMany: (appends) => settleAll(appends.map(append), toAppError),
    readStream: async (stream, { fromRevision = 0 } = {}) =>
      (await read(() => readStreamEvents(pool, [stream], { fromRevision, upToPosition: null }))).get(stream) ?? [],
    readStreams: (streams, { upToPosition = null } = {}) => read(() => readStreamEvents(pool, streams, { fromRevision: 0, upToPosition })),
    readAll: (afterPosition, limit) => read(() => readPage(pool, afterPosition, limit)),
    subscribe: (afterPosition, { signal, batchSize = 1_000, pollMs = 1_000 }) =>
      subscribePages(afterPosition, { newClient: lines.newClient, timing, batchSize, pollMs, log: options.log, signal, closing: closing.signal }),
    head: () => read(() => readHead(pool)),
    positionAt: (instant) => read(() => readHeadAt(pool, instantText(instant))),
    chainAt: (position) => read(() => readChain(pool, position)),
    secondUses: () => Promise.resolve(new Map()),
    close: () => {
      closing.abort();
      closed ??= Promise.all([writer.close(), pool.end()]).then(() => undefined);
      return closed;
    },
  };
}

function refuseAfter(closing: AbortSignal): void {
  if (closing.aborted) throw new AppError('STOPPING', 'The log was closed.');
}

/** Cut to milliseconds, which changes nothing: the log records no finer instants. */
function instantText(text: string): string {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('PARAMETER_INVALID', `${JSON.stringify(text.slice(0, 40))} is no RFC 3339 instant with an offset, such as 2024-03-14T17:00:00+07:00.`);
  return formatInstant(instant);
}
