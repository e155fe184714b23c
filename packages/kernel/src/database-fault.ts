import { AppError } from './errors.ts';

/** Classes of SQLSTATE: 08 connection, 53 resources, 57 operator intervention. */
const PASSING = /^(?:08|53|57)/;
/** query_canceled: a statement that ran longer than `statement_timeout`, or that the operator ended. */
const CANCELED = '57014';
/** What the system says of a connection; also of several addresses together. */
const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);
/** pg has no codes for these; whoever rolls back in a session that was ended is told that its client is not queryable. */
const LOST = /timeout exceeded when trying to connect|Connection terminated|is not queryable/;

/**
 * What somebody is told who asked a database while it could not answer, whatever was asked: asking again may help. Told by what
 * errors of pg and of the system carry.
 *
 * @returns AppError `DATABASE_UNAVAILABLE`, or `TOOK_TOO_LONG`; undefined for every other error.
 */
export function databaseFault(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || error instanceof AppError) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isOfServer = 'severity' in error;
  if (isOfServer && code === CANCELED) {
    return new AppError('TOOK_TOO_LONG', 'The answer took the database longer than it is allowed to: ask for a smaller scope or a shorter period, or again when less is going on; the operator can raise STATEMENT_TIMEOUT_SECONDS.', { cause: error });
  }
  const passes = isOfServer ? PASSING.test(code) : UNREACHABLE.has(code) || LOST.test(error.message);
  return passes ? new AppError('DATABASE_UNAVAILABLE', 'The database does not answer, or all of its connections are taken: ask again in a moment.', { cause: error }) : undefined;
}
