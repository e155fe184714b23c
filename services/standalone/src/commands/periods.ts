import { AppError, wrappedLines } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { listPeriods, NAMED_SCHEMES, periodsYear, renderPeriods } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { readOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** What `motcua periods` works with; it needs no ledger. `out` gets the whole answer at once. */
export type PeriodsCommand = {
  readonly args: { readonly year?: string | undefined; readonly scheme?: string | undefined; readonly json?: boolean | undefined };
  /** For the year that is meant without one. */
  readonly now: Instant;
  readonly out: { readonly write: (text: string) => unknown };
};

const options = z.object({ scheme: z.enum(NAMED_SCHEMES).default('vpcp-15-14') });
const year = z.coerce.number().int().min(1901).max(2099).optional();

/** `motcua periods`. */
export function definePeriods(command: Command, { out }: CommandSurroundings): void {
  describeArguments(command, 'năm báo cáo (mặc định năm nay)')
    .option('--scheme <cách chia kỳ>', `${NAMED_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`).option('--json', 'chỉ in JSON')
    .action((given: string | undefined, args: PeriodsCommand['args']) => { runPeriods({ args: { ...args, year: given }, now: Date.now(), out }); });
}

/**
 * `motcua periods`: for people, or with `json` the object of `GET /v1/periods`.
 *
 * @throws AppError `PARAMETER_INVALID` in Vietnamese; nothing was written then.
 */
export function runPeriods({ args, now, out }: PeriodsCommand): void {
  const { scheme } = readOptions(options, args);
  const asked = year.safeParse(args.year);
  if (!asked.success) throw new AppError('PARAMETER_INVALID', `Năm "${(args.year ?? '').slice(0, 20)}" phải là số từ 1901 đến 2099.`);
  const answer = listPeriods(periodsYear({ scheme, year: asked.data }, now), scheme);
  out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderPeriods(answer))}\n`);
}
