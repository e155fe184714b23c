import { inSnapshot, readCheckpoint } from '@motcua/database';
import type { Checkpoint, Database } from '@motcua/database';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import { asKnown, asOfQuestion, figuresNote, figuresQuery, readFigures, renderFigures, wrappedLines } from '@motcua/statistics';
import type { LogPositions } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import type { ProgramLedger } from './calendar-program.ts';
import { inVietnamese, questionOptions, readOptions } from './question-options.ts';

/** The options of `motcua figures` as the command line gives them; what is not given has its default. */
export type FiguresArgs = {
  readonly scope?: string | undefined;
  readonly period?: string | undefined;
  readonly scheme?: string | undefined;
  readonly by?: string | undefined;
  readonly rule?: string | undefined;
  readonly until?: string | undefined;
  readonly asOf?: string | undefined;
  readonly json?: boolean | undefined;
};

export type FiguresCommand = {
  readonly database: Pick<Database, 'db'>;
  /** The log, for what it held when; asked only with `asOf`. */
  readonly store: LogPositions;
  readonly args: FiguresArgs;
  /** Gets the whole answer at once, with the line break at its end; such as `process.stdout`. */
  readonly out: { readonly write: (text: string) => unknown };
};

/** Registers `motcua figures`. */
export function addFiguresCommand(program: Command, { atDatabase }: Pick<ProgramLedger, 'atDatabase'>): void {
  program.command('figures').description('Số liệu của một kỳ báo cáo')
    .option('--scope <mã>', 'mã cơ quan, ví dụ H57, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1, 2024-03, 2024-6M, 2024, 2023-12-15..2024-03-14')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
    .option('--by <chiều>', `${DIMENSIONS.join(' | ')} (mặc định level)`)
    .option('--rule <quy tắc>', 'quy tắc tính trễ hạn (mặc định nd61)')
    .option('--until <ngày>', 'cắt kỳ ở cuối ngày này: tồn là của ngày ấy, phát sinh tính đến ngày ấy')
    .option('--as-of <mốc>', 'chỉ tính những gì sổ biết khi đó: vị trí trong nhật ký, hoặc thời điểm như 2024-03-14T17:00:00+07:00')
    .option('--json', 'chỉ in JSON')
    .action((args: FiguresArgs) => atDatabase((visited) => runFigures({ ...visited, args, out: process.stdout })));
}

/**
 * The command `motcua figures` over an open database: a table for people, or with `json` the object of
 * `GET /v1/figures` in one line and nothing else.
 *
 * @throws AppError `PARAMETER_INVALID`, `SCOPE_UNKNOWN` or `AS_OF_AHEAD` with a sentence in Vietnamese; nothing was written then.
 */
export async function runFigures({ database, store, args, out }: FiguresCommand): Promise<void> {
  const { table, checkpoint } = await inVietnamese(args, async () => {
    const { asOf: when, ...asked } = readOptions(options, args);
    const [query, known] = [figuresQuery(asked), asOfQuestion(when)];
    return inSnapshot(database.db, async (snapshot) => ({ table: await readFigures(await asKnown(snapshot, store, known), query), checkpoint: await readCheckpoint(snapshot.tx) }));
  });
  const answer = args.json === true ? JSON.stringify(table) : wrappedLines([renderFigures(table), figuresNote(), ...warnings(checkpoint)].join('\n\n'));
  out.write(`${answer}\n`);
}

const { scopes: scope, period, scheme, rule, until, asOf } = questionOptions;
const options = z.object({ scope, period, scheme, rule, until, asOf, by: z.enum(DIMENSIONS).default('level') });

/** A table read while the projection stands still is right as of its position, and readers must know that it is not all. */
function warnings({ stopped_position: position, stopped_reason: reason }: Checkpoint): readonly string[] {
  return position === null ? [] : [`Lưu ý: sổ đang dừng trước sự kiện thứ ${position} của nhật ký (${reason ?? ''}); các sự kiện từ đó trở đi chưa được tính.`];
}
