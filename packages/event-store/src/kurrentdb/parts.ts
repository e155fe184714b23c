import { readAddress } from './address.ts';
import { Appender } from './appender.ts';
import { Engine } from './engine.ts';
import { Follower } from './follower.ts';
import { Gate } from './gate.ts';
import { KnownStreams } from './known-streams.ts';
import { LogReader } from './log-reader.ts';
import { Marks } from './marks.ts';
import type { KurrentStoreOptions } from './open-store.ts';
import { StreamReader } from './stream-reader.ts';

/** Streams that are read at once. */
const READS_MAX = 32;

/** What the names of the log's streams begin with unless something else is given: what follows up to the first hyphen is their kind. */
export const PREFIX = 'motcua.';

export type KurrentParts = ReturnType<typeof openParts>;

/** Everything that one process has of the log, wired together. Nothing is connected yet. */
export function openParts({ url, caFile, indexUrl, log, prefix = PREFIX, retryMsMax = 30_000, answerMsMax = 10_000 }: KurrentStoreOptions) {
  const engine = new Engine({ address: readAddress(url, caFile), prefix, answerMsMax });
  const marks = new Marks(indexUrl, prefix, answerMsMax);
  const follower = new Follower({ engine, marks, answerMsMax, retryMsMax, log });
  const known = new KnownStreams();
  const streamReader = new StreamReader(engine, follower, known);
  return {
    follower, streamReader, marks, engine,
    retry: { retryMsMax, log },
    readGate: new Gate(READS_MAX),
    logReader: new LogReader(engine, follower),
    appender: new Appender({ engine, follower, known, reader: streamReader, retryMsMax, log }),
    close: async () => {
      await follower.stop();
      await engine.close();
      await marks.close();
    },
  };
}
