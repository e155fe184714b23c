import { AppError, isAppError, toProblem, wrappedLines } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';

/** The exit statuses of every command, as the help tells them: done; could not be done; done, and the answer is no. */
export const STATUS = { done: 0, failed: 1, no: 2 } as const;
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** What is an answer to what was asked, and not a question that could not be answered. */
const NO: ReadonlySet<ErrorCode> = new Set(['BACKUP_INVALID', 'CLOSE_REFUSED', 'LOG_IMPORT_REFUSED', 'LOG_NOT_EMPTY', 'QUARANTINE_REFUSED']);

type Outputs = { readonly out: { readonly write: (text: string) => unknown }; readonly log: { readonly write: (text: string) => unknown } };

/**
 * Tells why a command did not do what it was asked for: in words for people on the error output, or with `json` as one problem
 * document (RFC 9457) in one line where the answer would stand.
 *
 * @returns The status to end with.
 */
export function tellFailure(error: unknown, { json }: { readonly json: boolean }, { out, log }: Outputs): Status {
  const known = isAppError(error) ? error : new AppError('INTERNAL', 'Lỗi ngoài dự kiến; chi tiết ở đầu ra lỗi (stderr).', { cause: error });
  if (known !== error) log.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  if (json) out.write(`${JSON.stringify(toProblem(known))}\n`);
  else if (known === error) log.write(`${wrappedLines(refusalText(known))}\n`);
  return NO.has(known.code) ? STATUS.no : STATUS.failed;
}

/** The sentence, and each place that it does not tell itself. */
function refusalText({ code, message, errors }: AppError): string {
  const others = errors.filter(({ detail }) => !message.includes(detail));
  return [`${code}: ${message}`, ...others.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)].join('\n');
}
