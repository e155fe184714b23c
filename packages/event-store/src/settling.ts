import { AppError, isAppError } from '@motcua/kernel';
import type { Append, Verdict } from './port.ts';

/** One id can be the key of one event only, so an append that names one twice reuses its own. */
export function repeatedId(append: Append): Verdict | undefined {
  const seen = new Set<string>();
  for (const { id } of append.events) {
    if (seen.has(id.toLowerCase())) return { kind: 'id_reused', id: id.toLowerCase() };
    seen.add(id.toLowerCase());
  }
  return undefined;
}

/** The verdicts of all, once every one was tried. @throws AppError of the first that failed; `errors` names all that did, by their place. */
export async function settleAll(appends: readonly Promise<Verdict>[], toAppError: (error: unknown) => AppError = asAppError): Promise<readonly Verdict[]> {
  const settled = await Promise.allSettled(appends);
  const failed = settled.flatMap((result, index) => (result.status === 'rejected' ? [{ index, error: toAppError(result.reason) }] : []));
  const [first] = failed;
  if (first !== undefined) {
    throw new AppError(first.error.code, first.error.message, {
      cause: first.error, errors: failed.map(({ index, error }) => ({ pointer: `/${index}`, detail: error.message })),
    });
  }
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function asAppError(error: unknown): AppError {
  return isAppError(error) ? error : new AppError('INTERNAL', 'An append failed for a reason of its own.', { cause: error });
}
