import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import type { Append, EventStore, RecordedEvent, Verdict } from '../port.ts';
import { encodeAppend } from '../encoded-append.ts';
import type { EncodedAppend } from '../encoded-append.ts';
import type { StoreLog } from '../retry.ts';
import { repeatedId, settleAll } from '../settling.ts';
import { openParts } from './parts.ts';
import { retryLost } from './retry.ts';
import { subscribePages } from './subscription.ts';

/** All but the two addresses have defaults. Times in milliseconds. */
export type KurrentStoreOptions = {
  /** `esdb://user:password@host:2113` or `esdb+discover://…`, user and password percent-encoded. Never logged. */
  readonly url: string;
  /** The certificate of the authority that signed the nodes' certificates, PEM. */
  readonly caFile?: string | undefined;
  /** Connection string of the PostgreSQL that keeps the marks (`migrateLogIndex`): of the application's role. */
  readonly indexUrl: string;
  /** Told about lost connections; a pino logger fits. */
  readonly log?: StoreLog | undefined;
  /** What the names of this log's streams begin with in the engine; `motcua.` unless given. */
  readonly prefix?: string;
  /** How long a lost connection is tried again before a call is given up; default 30,000. */
  readonly retryMsMax?: number;
  /** A server that is silent for so long counts as lost; default 10,000. */
  readonly answerMsMax?: number;
};

/**
 * The log in KurrentDB (EventStoreDB). Opens its connections when they are needed, so a server that is still starting is no error.
 *
 * An append is one stream's, at most 900 KiB with everything. An event id that stands in another stream is not seen when it is
 * appended, because the engine knows ids by stream only: `secondUses` tells of it afterwards. Appends to different streams may be written in another order than they were called in.
 *
 * Calls reject with AppError: `DATABASE_UNAVAILABLE` (no answer within the time; whether an append was written is then
 * unknown, and sending it again with the same ids is safe), `EVENT_INVALID` (the log cannot hold the event; nothing
 * written), `HISTORY_IMPOSSIBLE` (the engine lost events, or the marks are another log's), `STOPPING` (after `close`),
 * `INTERNAL` (the engine refuses the user). `appendMany` rejects only after every append was tried; `errors` then names those that failed.
 *
 * @throws AppError `CONFIG_INVALID` for an address that is none; it holds no part of it.
 */
export function openKurrentStore(options: KurrentStoreOptions): EventStore {
  const parts = openParts(options);
  const { appender, follower, logReader, streamReader } = parts;
  const closing = new AbortController();
  let closed: Promise<void> | undefined;

  const append = async (wanted: Append): Promise<Verdict> => {
    refuseAfter(closing.signal);
    return repeatedId(wanted) ?? appender.append(encode(wanted));
  };
  const read = async <T>(work: () => Promise<T>): Promise<T> => {
    refuseAfter(closing.signal);
    return retryLost(parts.retry, work);
  };

  return {
    append,
    appendMany: (appends) => settleAll(appends.map(append)),
    readStream: (stream, { fromRevision = 0 } = {}) => read(() => streamReader.read(stream, fromRevision)),
    readStreams: (streams, { upToPosition } = {}) => read(async () => {
      const names = [...new Set(streams)];
      const found = await Promise.all(names.map((name) => parts.readGate.pass(() => streamReader.read(name, 0))));
      return new Map(found.flatMap((events, index) => withinPosition(names[index] ?? '', events, upToPosition)));
    }),
    readAll: (afterPosition, limit) => read(() => logReader.readAll(afterPosition, limit)),
    subscribe: (afterPosition, { signal, batchSize = 1_000, pollMs = 1_000 }) =>
      subscribePages(afterPosition, { follower, reader: logReader, batchSize, pollMs, log: options.log, signal, closing: closing.signal }),
    head: () => read(() => logReader.head()),
    positionAt: (instant) => read(() => logReader.headAt(instantOf(instant))),
    chainAt: (position) => read(() => logReader.chainAt(position)),
    secondUses: (events) => read(async () => (await follower.index()).secondUses(events)),
    close: () => {
      closing.abort();
      closed ??= appender.close().then(() => parts.close());
      return closed;
    },
  };
}

function withinPosition(name: string, events: readonly RecordedEvent[], upTo: number | undefined): readonly (readonly [string, readonly RecordedEvent[]])[] {
  const within = upTo === undefined ? events : events.filter(({ position }) => position <= upTo);
  return within.length === 0 ? [] : [[name, within]];
}

/** What PostgreSQL's columns cannot hold is refused here too, so that a log can be copied there. */
function encode(append: Append): EncodedAppend {
  const encoded = encodeAppend(append);
  for (const { occurredAt, type, subject, source, sourceId, commandId } of encoded.events) {
    if (parseInstant(occurredAt) === undefined) throw new AppError('EVENT_INVALID', 'The log cannot hold this event: occurredAt does not exist');
    if ([encoded.stream, type, subject, source, sourceId, commandId ?? ''].some((text) => text.includes('\0'))) {
      throw new AppError('EVENT_INVALID', 'The log cannot hold this event: a text beside its data holds NUL');
    }
  }
  return encoded;
}

function refuseAfter(closing: AbortSignal): void {
  if (closing.aborted) throw new AppError('STOPPING', 'The log was closed.');
}

/** Cut to milliseconds, which changes nothing: the log records no finer instants. */
function instantOf(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('PARAMETER_INVALID', `${JSON.stringify(text.slice(0, 40))} is no RFC 3339 instant with an offset, such as ${formatInstant(Date.UTC(2024, 2, 14, 10))}.`);
  return instant;
}
