import { inSnapshot, readCheckpoint } from '@motcua/database';
import type { Checkpoint, Database } from '@motcua/database';
import { authorityCode, ND61 } from '@motcua/dossier';
import { AppError, isAppError, PERIOD_SCHEMES } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import { figuresQuery, readFigures, renderFigures, RULES } from '@motcua/statistics';
import type { FiguresQuery } from '@motcua/statistics';
import { z } from 'zod';

/** The options of `motcua figures` as the command line gives them; what is not given has its default. */
export type FiguresArgs = {
  readonly scope?: string | undefined;
  readonly period?: string | undefined;
  readonly scheme?: string | undefined;
  readonly by?: string | undefined;
  readonly rule?: string | undefined;
  readonly json?: boolean | undefined;
};

export type FiguresCommand = {
  readonly database: Pick<Database, 'db'>;
  readonly args: FiguresArgs;
  /** Gets the whole answer at once, with the line break at its end; such as `process.stdout`. */
  readonly out: { readonly write: (text: string) => unknown };
};

/**
 * The command `motcua figures` over an open database: a table for people, or with `json` the object of
 * `GET /v1/figures` in one line and nothing else.
 *
 * @throws AppError `PARAMETER_INVALID` or `SCOPE_UNKNOWN` with a sentence in Vietnamese; nothing was written then.
 */
export async function runFigures({ database, args, out }: FiguresCommand): Promise<void> {
  const query = queryOf(args);
  const { table, checkpoint } = await inSnapshot(database.db, async (snapshot) => ({
    table: await readFigures(snapshot, query).catch((error: unknown) => { throw inVietnamese(error, args); }),
    checkpoint: await readCheckpoint(snapshot.tx),
  }));
  const answer = args.json === true ? JSON.stringify(table) : [renderFigures(table), ...warnings(checkpoint)].join('\n\n');
  out.write(`${answer}\n`);
}

const options = z.object({
  scope: authorityCode.default('VN'),
  period: z.string(),
  scheme: z.enum(PERIOD_SCHEMES).default('vpcp-15-14'),
  by: z.enum(DIMENSIONS).default('level'),
  rule: z.enum(RULES).default(ND61.id),
});

const expectations = {
  scope: 'phải là mã cơ quan, ví dụ H57, hoặc VN cho toàn bộ',
  period: 'còn thiếu: hãy cho biết kỳ, ví dụ 2024-Q1',
  scheme: `phải là một trong: ${PERIOD_SCHEMES.join(', ')}`,
  by: `phải là một trong: ${DIMENSIONS.join(', ')}`,
  rule: `phải là một trong: ${RULES.join(', ')}`,
} as const satisfies Record<keyof z.input<typeof options>, string>;

function queryOf(args: FiguresArgs): FiguresQuery {
  const parsed = options.safeParse(args);
  if (!parsed.success) {
    const option = options.keyof().parse(parsed.error.issues[0]?.path[0]);
    throw wrong(option, expectations[option]);
  }
  try {
    return figuresQuery(parsed.data);
  } catch (error) {
    throw inVietnamese(error, args);
  }
}

/** The same failure in words for officials; what has none stays as it is. */
function inVietnamese(error: unknown, { scope = 'VN', period = '' }: FiguresArgs): unknown {
  if (!isAppError(error)) return error;
  if (error.code === 'SCOPE_UNKNOWN') {
    return new AppError('SCOPE_UNKNOWN', `Trong sổ chưa có cơ quan nào mang mã "${scope.slice(0, 40)}": hãy xem lại mã, hoặc dùng --scope VN để lấy toàn bộ.`, { cause: error });
  }
  if (error.errors.some(({ detail }) => detail === 'not a period')) {
    return wrong('period', `không đọc được ("${period.slice(0, 40)}"): hãy viết 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, hoặc hai ngày như 2023-12-15..2024-03-14`, error);
  }
  if (error.errors[0]?.pointer === '/period') return wrong('period', 'quá dài cho bảng theo ngày: hãy lấy từng năm', error);
  return error;
}

function wrong(option: keyof FiguresArgs, detail: string, cause?: unknown): AppError {
  return new AppError('PARAMETER_INVALID', `Tùy chọn --${option} ${detail}.`, { cause });
}

/** A table read while the projection stands still is right as of its position, and readers must know that it is not all. */
function warnings({ stopped_position: position, stopped_reason: reason }: Checkpoint): readonly string[] {
  return position === null ? [] : [`Lưu ý: sổ đang dừng trước sự kiện thứ ${position} của nhật ký (${reason ?? ''}); các sự kiện từ đó trở đi chưa được tính.`];
}
