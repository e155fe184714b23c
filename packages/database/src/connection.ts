import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { ReadModel } from './schema.ts';

/** The read model behind a pool of connections, whose search path has its schema: no statement names it, so that another may take its place. */
export type Database = {
  readonly db: Kysely<ReadModel>;
  readonly pool: pg.Pool;
  /** Waits for running queries and gives the connections back. */
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Connections at most; 10 unless told. */
  readonly connections?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** Whether the connections may write; they may unless told. */
  readonly access?: 'read-only' | 'read-write';
  /** Where the tables are: {@link SCHEMA} unless told. */
  readonly schema?: string;
  /** A server that is silent for so long counts as lost; milliseconds. As long as it takes unless told. */
  readonly answerMsMax?: number;
  /** What runs longer is given up by the server (`TOOK_TOO_LONG`); milliseconds, no end unless told. */
  readonly statementTimeoutMs?: number;
};

/** The schema of the read model that is served. */
export const SCHEMA = 'ledger';

/**
 * Opens the read model; connects with the first query.
 *
 * What comes out of columns: `bigint` a number, `date` its text, `timestamptz` RFC 3339 text in UTC with milliseconds,
 * `numeric` a text (so cast a sum of bigints).
 *
 * @param url - A `postgresql:` connection string of a role that may read, and for the projector write.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const config = clientConfig(url, options.applicationName, options.schema);
  const readOnly = options.access === 'read-only' ? ' -c default_transaction_read_only=on' : '';
  const longest = options.statementTimeoutMs === undefined ? '' : ` -c statement_timeout=${options.statementTimeoutMs}`;
  const patience = options.answerMsMax === undefined ? {} : { query_timeout: options.answerMsMax };
  const pool = new pg.Pool({ ...config, ...patience, options: `${config.options ?? ''}${readOnly}${longest}`, max: options.connections ?? 10 });
  // A lost idle connection is replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that is lost in the middle of a transaction, between two statements: the next one fails.
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  const db = new Kysely<ReadModel>({ dialect: new PostgresDialect({ pool }) });
  // Not db.destroy(): kysely leaves a pool open that it never used itself. The pool is all there is to give back.
  return { db, pool, close: () => pool.end() };
}

/** The settings of every connection: type parsers of its own, never pg's process-wide ones, and UTC whatever the server thinks. */
export function clientConfig(url: string, applicationName = 'motcua-ledger', schema: string = SCHEMA): pg.ClientConfig {
  const given = givenOptions(url);
  return {
    connectionString: given.url,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Compiling its plan takes longer than any of the questions runs.
    options: `${given.options} -c timezone=UTC -c datestyle=ISO -c jit=off -c search_path=${schema}`,
    types: { getTypeParser },
  };
}

/** pg would take the options of a connection string instead of ours. */
function givenOptions(url: string): { readonly url: string; readonly options: string } {
  const parsed = URL.parse(url);
  const options = parsed?.searchParams.get('options') ?? '';
  if (parsed === null || options === '') return { url, options: '' };
  parsed.searchParams.delete('options');
  return { url: parsed.href, options };
}

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;

function getTypeParser(...[oid, format]: Parameters<typeof pg.types.getTypeParser>): (value: string) => unknown {
  if (format === 'binary') return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  switch (oid) {
    case INT8: return safeInteger;
    case DATE: return (text) => text;
    case TIMESTAMPTZ: return instantText;
    default: return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${text} of the database cannot be held exactly`);
  return value;
}

/** `2024-01-05 01:12:00.5+00` becomes `2024-01-05T01:12:00.500Z`. */
function instantText(text: string): string {
  return new Date(`${text.replace(' ', 'T')}:00`).toISOString();
}
