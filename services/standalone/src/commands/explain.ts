import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inSnapshot } from '@motcua/database';
import { authorityCode, CHANNELS, LEVELS, UNKNOWN } from '@motcua/dossier';
import { AppError, wrappedLines } from '@motcua/kernel';
import { DIMENSIONS, rateDefinitions } from '@motcua/ledger';
import type { Dimension, FigureSum } from '@motcua/ledger';
import {
  allFigureDossiers, allFigureEvents, asKnown, asOfQuestion, eventColumns, figureCell, FIGURES, memberColumns, openWholeList, readExplanation, renderExplanation,
} from '@motcua/statistics';
import type { FigureCell } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Visit } from '../visit.ts';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua explain` as the command line gives them. */
export type ExplainArgs = { readonly [name in 'scope' | 'period' | 'scheme' | 'rule' | 'line' | 'asOf' | 'until' | 'limit' | Dimension]?: string | undefined }
  & { readonly [name in 'events' | 'json' | 'csv']?: boolean | undefined };

export type ExplainCommand = Visit & { readonly args: ExplainArgs; readonly out: NodeJS.WritableStream };

const { scopes: scope, period, scheme, rule, asOf, until } = questionOptions;
const options = z.object({
  scope, period, scheme, rule, asOf, until, line: z.enum(FIGURES), limit: questionOptions.limit.default(20),
  level: z.enum([...LEVELS, UNKNOWN]).optional(), authority: authorityCode.optional(), field: authorityCode.optional(), procedure: authorityCode.optional(),
  channel: z.enum([...CHANNELS, UNKNOWN]).optional(), day: z.string().max(10).optional(),
});

/** `motcua explain`. */
export function defineExplain(command: Command, { atDatabase, out }: CommandSurroundings): void {
  command
    .option('--line <chỉ tiêu>', 'bắt buộc: mã chỉ tiêu, ví dụ resolvedLate, overdue, inProgress; "motcua definitions" liệt kê tất cả')
    .option('--scope <mã>', 'mã cơ quan, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1').option('--scheme <cách chia kỳ>', 'như của "motcua figures" (mặc định vpcp-15-14)')
    .option('--level <cấp>', `chỉ dòng này của bảng: ${[...LEVELS, UNKNOWN].join(' | ')}`).option('--authority <mã>', 'chỉ cơ quan giải quyết này')
    .option('--field <mã>', 'chỉ lĩnh vực này').option('--procedure <mã>', 'chỉ thủ tục này')
    .option('--channel <kênh>', `chỉ kênh này: ${[...CHANNELS, UNKNOWN].join(' | ')}`).option('--day <ngày>', 'chỉ ngày này của bảng theo ngày, ví dụ 2024-01-05')
    .option('--rule <quy tắc>', 'quy tắc tính trễ hạn (mặc định nd61)')
    .option('--until <ngày>', 'cắt kỳ ở cuối ngày này').option('--as-of <mốc>', 'chỉ tính những gì sổ biết khi đó: vị trí trong nhật ký, hoặc thời điểm như 2024-03-14T17:00:00+07:00')
    .option('--events', 'liệt kê từng sự kiện thay cho từng hồ sơ').option('--limit <số>', 'in nhiều nhất chừng này (mặc định 20)')
    .option('--json', 'chỉ in JSON').option('--csv', 'xuất toàn bộ danh sách dạng CSV (UTF-8), bao nhiêu dòng cũng được')
    .action((args: ExplainArgs) => atDatabase((visited) => runExplain({ ...visited, args, out })));
}

/**
 * A number of a table with what is behind it: for people, with `json` as an object in one line, with `csv` the whole list.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runExplain({ database, store, args, out }: ExplainCommand): Promise<void> {
  await inVietnamese(args, async () => {
    refuseRate(args.line);
    const { limit, asOf: when, ...asked } = readOptions(options, args);
    const [cell, known] = [cellOf(asked), asOfQuestion(when)];
    if (args.csv === true) {
      refuseOptions(args, ['limit', 'json'], '--csv luôn xuất toàn bộ danh sách');
      const [columns, read] = args.events === true ? [eventColumns, allFigureEvents] as const : [memberColumns, allFigureDossiers] as const;
      const list = await openWholeList(database, 'csv', columns, async (snapshot) => read(await asKnown(snapshot, store, known), cell, store));
      return print(list.text, out);
    }
    const explanation = await inSnapshot(database.db, async (snapshot) =>
      readExplanation(await asKnown(snapshot, store, known), store, cell, { limit, list: args.events === true ? 'events' : 'dossiers' }));
    return print([`${args.json === true ? JSON.stringify(explanation) : wrappedLines(renderExplanation(explanation))}\n`], out);
  });
}

/** A rate is no count: what opens are its two counts. */
function refuseRate(line: string | undefined): void {
  const rate = rateDefinitions.find(({ id }) => id === line);
  if (rate === undefined) return;
  const lines = (sum: FigureSum) => sum.map(({ figure }) => `--line ${figure}`).join(', ');
  const book = 'rule' in rate ? `, kèm --rule ${rate.rule}` : '';
  throw new AppError('PARAMETER_INVALID', `"${rate.id}" là tỷ lệ, không có danh sách hồ sơ riêng: hãy mở tử số bằng ${lines(rate.numerator)} hoặc mẫu số bằng ${lines(rate.denominator)}${book}; "motcua rate ${rate.id}" cho biết tỷ lệ với cả hai số.`);
}

/** At most one row may be named; without one it is the total. */
function cellOf({ line, scope: of, period: id, scheme: cut, rule: by, until: day, ...rows }: Omit<z.output<typeof options>, 'asOf' | 'limit'>): FigureCell {
  const named = DIMENSIONS.filter((dimension) => rows[dimension] !== undefined);
  const [dimension = 'level', other] = named;
  if (other !== undefined) throw new AppError('PARAMETER_INVALID', `Không dùng được ${named.map((name) => `--${name}`).join(', ')} cùng lúc: mỗi bảng chỉ chia theo một chiều, hãy chọn một.`);
  return figureCell(line, { scope: of, period: id, scheme: cut, rule: by, until: day, by: dimension, row: rows[dimension] });
}

/** As fast as it is read; a reader that has enough, such as `head`, is no failure. */
async function print(text: Iterable<string> | AsyncIterable<string>, out: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(Readable.from(text), out, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}
