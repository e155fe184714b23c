import { z } from 'zod';
import { databaseUrl, ownerUrl } from './postgres-url.ts';
import type { Environment } from './settings.ts';

/** Where the log is, as the variables say; what they leave out is where the read model is. */
export type LogWish = {
  readonly kind: 'postgres' | 'kurrentdb';
  readonly url: string | undefined;
  readonly ownerUrl: string | undefined;
  readonly kurrentUrl: string | undefined;
  readonly caFile: string | undefined;
};

/**
 * Where the log is. The URLs hold secrets: they are never logged. `ownerUrl`: of the role that migrates.
 * `indexUrl`: the PostgreSQL that keeps where to begin reading KurrentDB.
 */
export type LogPlace =
  | { readonly kind: 'postgres'; readonly url: string; readonly ownerUrl: string }
  | { readonly kind: 'kurrentdb'; readonly url: string; readonly caFile?: string; readonly indexUrl: string; readonly indexOwnerUrl: string };

/** Where the data of a service are. `readDatabaseUrl`: what is only read, which may be a replica. */
export type DataPlaces = {
  readonly log: LogPlace;
  /** The read model's primary, with the application's role. */
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly readDatabaseUrl: string;
};

const kurrentUrl = z.string().regex(/^esdb(?:\+discover)?:\/\/.+/, 'must be a KurrentDB connection string, esdb://user:password@host:2113?tls=true or esdb+discover://…');

/**
 * The variables that say where the log and the read model are, for the schema of a service's settings. What is needed depends on
 * which engine holds the log, so that one reading names everything that is wrong or missing.
 */
export function dataVariables(env: Environment) {
  return {
    EVENT_STORE: z.enum(['postgres', 'kurrentdb']).default('postgres'),
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: ownerUrl,
    LOG_DATABASE_URL: databaseUrl.optional(),
    LOG_DATABASE_OWNER_URL: ownerUrl,
    READ_DATABASE_URL: databaseUrl.optional(),
    KURRENTDB_URL: env['EVENT_STORE'] === 'kurrentdb' ? kurrentUrl : z.string().optional(),
    KURRENTDB_CA_FILE: z.string().optional(),
  };
}

type Read = z.output<z.ZodObject<ReturnType<typeof dataVariables>>>;

export function dataPlaces(read: Read): DataPlaces {
  const owner = read.DATABASE_OWNER_URL ?? read.DATABASE_URL;
  return { log: logPlace(logWish(read), read.DATABASE_URL, owner), databaseUrl: read.DATABASE_URL, ownerUrl: owner, readDatabaseUrl: read.READ_DATABASE_URL ?? read.DATABASE_URL };
}

/** What the variables say about the log, for who learns only later where the read model is. */
export function logWish(read: Omit<Read, 'DATABASE_URL' | 'DATABASE_OWNER_URL' | 'READ_DATABASE_URL'>): LogWish {
  return { kind: read.EVENT_STORE, url: read.LOG_DATABASE_URL, ownerUrl: read.LOG_DATABASE_OWNER_URL, kurrentUrl: read.KURRENTDB_URL, caFile: read.KURRENTDB_CA_FILE };
}

/** A log with a database of its own has its own owner too: the read model's would be one of another server. */
export function logPlace(wish: LogWish, readModelUrl: string, readModelOwnerUrl: string): LogPlace {
  const url = wish.url ?? readModelUrl;
  const owner = wish.ownerUrl ?? wish.url ?? readModelOwnerUrl;
  if (wish.kind === 'postgres') return { kind: 'postgres', url, ownerUrl: owner };
  return { kind: 'kurrentdb', url: wish.kurrentUrl ?? '', ...(wish.caFile === undefined ? {} : { caFile: wish.caFile }), indexUrl: url, indexOwnerUrl: owner };
}
