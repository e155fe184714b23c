import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { AppError, isAppError, PERIOD_SCHEMES, wrappedLines } from '@motcua/kernel';
import { asKnown, asOfQuestion, COMPARED_BY, comparisonQuery, readComparison, renderPeriodsComparison, RULES } from '@motcua/statistics';
import type { Comparison, LogPositions } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { inVietnamese, questionOptions, readOptions } from './question-options.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua compare` as the command line gives them; what is not given has its default. */
export type CompareArgs = {
  readonly [Option in 'scope' | 'period' | 'scheme' | 'with' | 'by' | 'rule' | 'asOf']?: string | undefined
} & { readonly mapped?: boolean | undefined; readonly json?: boolean | undefined };

export type CompareCommand = {
  readonly database: Pick<Database, 'db'>;
  /** The log, for what it held when; asked only with `asOf`. */
  readonly store: LogPositions;
  readonly args: CompareArgs;
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

const { scopes: scope, period, scheme, rule } = questionOptions;
const options = z.object({ scope, period, scheme, rule, with: z.string().max(40).default('last-year'), by: z.enum(COMPARED_BY).default('level'), asOf: z.string().max(40).optional() });

/** `motcua compare`. */
export function defineCompare(command: Command, { atDatabase, out }: CommandSurroundings): void {
  command
    .option('--period <kỳ>', 'bắt buộc: kỳ báo cáo, ví dụ 2024-Q1, 2024-03, 2024-6M, 2024, 2023-12-15..2024-03-14')
    .option('--with <kỳ>', 'kỳ so sánh: last-year (mặc định) cùng kỳ năm trước, previous kỳ trước, hoặc một kỳ bắt đầu sớm hơn')
    .option('--scope <mã>', 'mã cơ quan, ví dụ H57, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
    .option('--by <chiều>', `${COMPARED_BY.join(' | ')} (mặc định level)`)
    .option('--rule <quy tắc>', `${RULES.join(' | ')} (mặc định nd61)`)
    .option('--mapped', 'quy đổi: cả hai kỳ tính theo tổ chức vào ngày cuối kỳ báo cáo, để so sánh qua lần sắp xếp 01/07/2025')
    .option('--as-of <lúc>', 'tính đến vị trí này của nhật ký, hoặc những gì đã ghi nhận đến thời điểm như 2024-03-14T17:00:00+07:00')
    .option('--json', 'chỉ in JSON')
    .action((args: CompareArgs) => atDatabase(({ database, store }) => runCompare({ database, store, args, out })));
}

/**
 * `motcua compare`: a table for people, or with `json` the object of `GET /v1/comparisons` in one line and nothing else.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runCompare({ database, store, args, out }: CompareCommand): Promise<void> {
  const comparison = await inVietnamese(args, () => inWords(args, () => read({ database, store, args })));
  out.write(`${args.json === true ? JSON.stringify(comparison) : wrappedLines(renderPeriodsComparison(comparison))}\n`);
}

async function read({ database, store, args }: Omit<CompareCommand, 'out'>): Promise<Comparison> {
  const { asOf, ...asked } = readOptions(options, args);
  const [query, when] = [comparisonQuery({ ...asked, mapped: args.mapped === true ? 'true' : 'false' }), asOfQuestion(asOf)];
  return inSnapshot(database.db, async (present) => readComparison(await asKnown(present, store, when), query));
}

/** What only this question can get wrong. */
async function inWords<T>(args: CompareArgs, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const pointer = isAppError(error) ? error.errors[0]?.pointer : undefined;
    if (pointer === '/with') throw new AppError('PARAMETER_INVALID', `Tùy chọn --with ${quoted(args.with)} phải là last-year, previous, hoặc một kỳ bắt đầu sớm hơn ${args.period ?? ''}; kỳ sau hãy ghi ở --period.`, { cause: error });
    throw error;
  }
}

function quoted(value: string | undefined): string {
  return `"${(value ?? '').slice(0, 40)}"`;
}
