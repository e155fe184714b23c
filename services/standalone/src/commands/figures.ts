import { inSnapshot, readCheckpoint } from '@motcua/database';
import type { Checkpoint, Database } from '@motcua/database';
import { wrappedLines } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import { asKnown, asOfQuestion, figuresNote, figuresQuery, readFigures, renderFigures } from '@motcua/statistics';
import type { LogPositions } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { addTableOptions, inVietnamese, questionOptions, readOptions } from './question-options.ts';
import type { CommandSurroundings } from './surroundings.ts';

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
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

/** `motcua figures`. */
export function defineFigures(command: Command, { atDatabase, out }: CommandSurroundings): void {
  addTableOptions(command, { dimensions: DIMENSIONS, rule: 'quy tắc tính trễ hạn (mặc định nd61)' })
    .action((args: FiguresArgs) => atDatabase((visited) => runFigures({ ...visited, args, out })));
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
