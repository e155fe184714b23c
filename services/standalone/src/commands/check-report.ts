import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Database } from '@motcua/database';
import { AppError, parsePeriod, PERIOD_SCHEMES, wrappedLines } from '@motcua/kernel';
import { besideLedger, checkAnswer, readReport, renderReportCheck, REPORT_FORMATS, RULES } from '@motcua/statistics';
import type { LogPositions, ReadReport } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';
import { STATUS } from './refusal.ts';
import type { Status } from './refusal.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The words of `motcua check-report` as the command line gives them. */
export type CheckReportArgs = { readonly [Option in 'format' | 'scope' | 'period' | 'scheme' | 'rule']?: string | undefined } & { readonly json?: boolean | undefined };

export type CheckReportCommand = {
  readonly file: string;
  readonly args: CheckReportArgs;
  /** Opens the ledger; called only when a scope is named. */
  readonly atLedger: <T>(work: (ledger: { readonly database: Pick<Database, 'db'>; readonly store: LogPositions }) => Promise<T>) => Promise<T>;
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

const { scope, scheme, rule } = questionOptions;
const options = z.object({ scope, scheme, rule, period: z.string().optional(), format: z.enum(REPORT_FORMATS).optional() });

/** `motcua check-report`. */
export function defineCheckReport(command: Command, { atDatabase, out, endWith }: CommandSurroundings): void {
  describeArguments(command, 'số liệu như đã in: .json, .csv hoặc .xlsx, mẫu ở docs/reference/check-report.md')
    .option('--format <dạng>', `${REPORT_FORMATS.join(' | ')}, khi tên tệp không cho biết`)
    .option('--scope <mã>', 'đặt bên cạnh số liệu của sổ: mã cơ quan, ví dụ H57, hoặc VN cho toàn bộ')
    .option('--period <kỳ>', 'kỳ của số liệu trong sổ, ví dụ 2024-Q1; đi với --scope, mặc định là kỳ ghi trong tệp JSON')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14); đi với --scope`)
    .option('--rule <quy tắc>', `${RULES.join(' | ')} (mặc định nd61); đi với --scope`)
    .option('--json', 'chỉ in JSON')
    .action(async (file: string, args: CheckReportArgs) => {
      endWith(await runCheckReport({ file, args, out, atLedger: atDatabase }));
    });
}

/**
 * `motcua check-report`: a text for officials, or with `json` the object of `POST /v1/report-checks` in one line and nothing else.
 *
 * @returns The exit status: 0 for a report that agrees with itself, 2 for one that contradicts itself.
 * @throws AppError `REPORT_UNREADABLE`, `PARAMETER_INVALID` or `SCOPE_UNKNOWN` with a sentence in Vietnamese; nothing was written then.
 */
export async function runCheckReport({ file, args, atLedger, out }: CheckReportCommand): Promise<Status> {
  const asked = readOptions(options, args);
  if (args.scope === undefined) refuseOptions(args, ['period', 'scheme', 'rule'], 'chúng đi với --scope');
  const read = await readReport(await bytesOf(file), asked.format ?? formatOf(file));
  const ledger = args.scope === undefined ? null : await inVietnamese(args, async () => {
    const period = periodOf(asked, read);
    if (period.scheme !== asked.scheme) refuseOptions(args, ['scheme'], 'kỳ là hai ngày, không chia theo cách nào');
    return atLedger(({ database, store }) => besideLedger(database, store, read.report, { scope: asked.scope, period, rule: asked.rule }));
  });
  const answer = checkAnswer(read, ledger);
  out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderReportCheck(answer, basename(file)))}\n`);
  return answer.consistent ? STATUS.done : STATUS.no;
}

function periodOf({ period, scheme: cut }: z.output<typeof options>, read: ReadReport): ReturnType<typeof parsePeriod> {
  if (period !== undefined) return parsePeriod(period, cut);
  if (read.period !== null) return parsePeriod(`${read.period.from}..${read.period.to}`, 'free');
  throw new AppError('PARAMETER_INVALID', 'Tùy chọn --period còn thiếu: tệp không ghi kỳ, hãy cho biết kỳ, ví dụ 2024-Q1.');
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError('REPORT_UNREADABLE', `Không mở được tệp "${file}": hãy xem lại đường dẫn và quyền đọc.`, { cause });
  }
}

function formatOf(file: string): (typeof REPORT_FORMATS)[number] {
  const format = REPORT_FORMATS.find((one) => file.toLowerCase().endsWith(`.${one}`));
  if (format === undefined) throw new AppError('REPORT_UNREADABLE', 'Tên tệp phải kết thúc bằng .json, .csv hoặc .xlsx, hoặc hãy cho biết --format.');
  return format;
}
