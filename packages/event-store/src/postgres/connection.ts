import { AppError } from '@motcua/kernel';
import pg from 'pg';

/** Everything as the text that PostgreSQL sends; the row readers know what it means. Never pg's process-wide parsers. */
export const textTypes: pg.CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value };

export type ConnectionOptions = {
  readonly connectionString: string;
  /** A server that does not answer for so long counts as lost; milliseconds. */
  readonly answerMsMax: number;
};

/** The settings of every connection of the store. */
export function clientConfig(options: ConnectionOptions): pg.ClientConfig {
  return {
    connectionString: options.connectionString,
    application_name: 'motcua-log',
    connectionTimeoutMillis: Math.min(options.answerMsMax, 10_000),
    query_timeout: options.answerMsMax,
    keepAlive: true,
    types: textTypes,
  };
}

/**
 * What an error of pg says about the statement.
 *
 * - `data`: the server refuses a value in it. - `lost`: no answer, or none that says what became of it; trying again may help.
 * - `fault`: it will never work this way (no such table, no right).
 */
export type FaultKind = 'data' | 'lost' | 'fault';

/** SQLSTATE classes: 22 data exception, 54 program limit exceeded (a text that is too long for its index). */
const DATA_CLASSES: ReadonlySet<string> = new Set(['22', '54']);

/** 08 connection, 40 rollback, 53 resources, 57 operator intervention, 58 system error; 25006 a server that is still a standby, 55P03 a lock. */
const PASSING = /^(?:08|40|53|57|58)|^25006$|^55P03$/;

export function faultKindOf(error: unknown): FaultKind {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return 'fault';
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'lost';
  if (DATA_CLASSES.has(error.code.slice(0, 2))) return 'data';
  return PASSING.test(error.code) ? 'lost' : 'fault';
}

/** An error of pg in the words of the catalogue. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  switch (faultKindOf(error)) {
    case 'data': return new AppError('EVENT_INVALID', `The log cannot hold this event: ${messageOf(error)}`, { cause: error });
    case 'lost': return new AppError('DATABASE_UNAVAILABLE', `The log's database does not answer: ${messageOf(error)}`, { cause: error });
    case 'fault': return new AppError('INTERNAL', `The log's database refuses the statement: ${messageOf(error)}`, { cause: error });
  }
}

/** Errors of several addresses (`localhost`) come as an AggregateError without a message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
