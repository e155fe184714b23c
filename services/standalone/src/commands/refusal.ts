import { isAppError } from '@motcua/kernel';
import type { AppError } from '@motcua/kernel';

/** Prints a refusal with each of its places to the error output, so that what a program reads stays clean. */
export function printRefusal({ code, message, errors }: AppError): void {
  process.stderr.write([`${code}: ${message}`, ...errors.map(({ pointer, detail }) => `  ${pointer}: ${detail}`), ''].join('\n'));
}

/**
 * For commands whose status 2 is an answer: prints a refusal and gives the status that tells it apart, 1.
 *
 * @throws What is no refusal, as it came.
 */
export function tellRefusal(error: unknown): 1 {
  if (!isAppError(error)) throw error;
  printRefusal(error);
  return 1;
}
