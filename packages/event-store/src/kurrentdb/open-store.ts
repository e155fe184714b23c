import { AppError } from '@motcua/kernel';
import type { EventStore } from '../port.ts';
import type { StoreLog } from '../postgres/retry.ts';

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

/** The log in KurrentDB. Being built: until it is, it refuses to open. */
export function openKurrentStore(options: KurrentStoreOptions): EventStore {
  throw new AppError('CONFIG_INVALID', `The log cannot be kept in KurrentDB yet (${options.prefix ?? 'motcua.'}).`);
}
