import { AppError } from '@motcua/kernel';
import { toAppError as toDatabaseError } from '../postgres/connection.ts';
import pg from 'pg';
import { kurrentClient } from './client.ts';

/**
 * What an error says about a call.
 *
 * - `lost`: no answer, or none that says what became of it; trying again may help. - `data`: the engine refuses a value in it.
 * - `conflict`: the stream's last revision is another one. - `missing`: there is no such stream.
 * - `fault`: it will never work this way (no right, a stream that was deleted).
 */
export type FaultKind = 'lost' | 'data' | 'conflict' | 'missing' | 'fault';

/** Codes of gRPC that no second attempt changes: invalid argument, permission denied, unimplemented, unauthenticated. */
const HOPELESS: ReadonlySet<unknown> = new Set([3, 7, 12, 16]);

export function faultKindOf(error: unknown): FaultKind {
  if (error instanceof AppError) return error.code === 'DATABASE_UNAVAILABLE' ? 'lost' : 'fault';
  if (error instanceof pg.DatabaseError) return faultKindOf(toDatabaseError(error));
  if (error instanceof TypeError || error instanceof RangeError) return 'fault';
  const { type, code } = fieldsOf(error);
  return (typeof type === 'string' ? kindOfType(type) : undefined) ?? (HOPELESS.has(code) ? 'fault' : 'lost');
}

function kindOfType(type: string): FaultKind | undefined {
  const { ErrorType } = kurrentClient();
  const kinds: Readonly<Partial<Record<string, FaultKind>>> = {
    [ErrorType.WRONG_EXPECTED_VERSION]: 'conflict',
    [ErrorType.STREAM_NOT_FOUND]: 'missing',
    [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'data',
    [ErrorType.ACCESS_DENIED]: 'fault',
    [ErrorType.STREAM_DELETED]: 'fault',
    [ErrorType.INVALID_ARGUMENT]: 'fault',
    [ErrorType.UNSUPPORTED]: 'fault',
  };
  return kinds[type];
}

/**
 * An error of the client in the words of the catalogue. The client's own error is left behind: it carries what the server
 * sent beside it.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof pg.DatabaseError) return toDatabaseError(error);
  const cause = new Error(reasonOf(error));
  switch (faultKindOf(error)) {
    case 'lost': return new AppError('DATABASE_UNAVAILABLE', `The log's engine does not answer: ${cause.message}`, { cause });
    case 'data': return new AppError('EVENT_INVALID', `The log cannot hold this event: ${cause.message}`, { cause });
    case 'conflict': case 'missing': case 'fault': return new AppError('INTERNAL', `The log's engine refuses the call: ${cause.message}`, { cause });
  }
}

/** Its kind and its message, which can be empty. */
export function reasonOf(error: unknown): string {
  const { type, message } = fieldsOf(error);
  return [type, message].filter((part) => typeof part === 'string' && part !== '').join(': ') || 'no reason given';
}

function fieldsOf(error: unknown): { readonly type?: unknown; readonly code?: unknown; readonly message?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}
