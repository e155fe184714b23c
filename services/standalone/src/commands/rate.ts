import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { AppError, isAppError, wrappedLines } from '@motcua/kernel';
import { DIMENSIONS, RATE_KINDS, rateDefinitions } from '@motcua/ledger';
import { asKnown, asOfQuestion, rateQuery, readRate, renderRate, RULES } from '@motcua/statistics';
import type { LogPositions } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { addTableOptions, inVietnamese, questionOptions, readOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The words of `motcua rate` as the command line gives them; what is not given has its default. */
export type RateArgs = { readonly [Option in 'rate' | 'kind' | 'scope' | 'period' | 'scheme' | 'by' | 'rule' | 'until' | 'asOf']?: string | undefined } & { readonly json?: boolean | undefined };

export type RateCommand = {
  readonly database: Pick<Database, 'db'>;
  /** The log, for what it held when; asked only with `asOf`. */
  readonly store: LogPositions;
  readonly args: RateArgs;
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

const IDS = rateDefinitions.map(({ id }) => id);
const { scopes: scope, period, scheme } = questionOptions;
const options = z.object({
  scope, period, scheme, by: z.enum(DIMENSIONS).default('level'), rule: z.enum(RULES).optional(), kind: z.enum(RATE_KINDS).optional(), rate: z.string().optional(),
  until: z.string().max(10).optional(), asOf: z.string().max(40).optional(),
});

/** `motcua rate`. */
export function defineRate(command: Command, { atDatabase, out }: CommandSurroundings): void {
  describeArguments(command, `một trong: ${IDS.join(', ')}`)
    .option('--kind <câu hỏi>', `tỷ lệ mặc định của câu hỏi này: ${RATE_KINDS.join(' | ')}; không đi với tên tỷ lệ khác loại`);
  addTableOptions(command, { dimensions: DIMENSIONS, rule: `${RULES.join(' | ')} (mặc định nd61, hoặc quy tắc riêng của tỷ lệ)` })
    .action((rate: string | undefined, args: RateArgs) => atDatabase((visited) => runRate({ ...visited, args: { ...args, rate }, out })));
}

/**
 * `motcua rate`: a table for people, or with `json` the object of `GET /v1/rates` in one line and nothing else.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runRate({ database, store, args, out }: RateCommand): Promise<void> {
  const table = await inVietnamese(args, async () => {
    const asked = readOptions(options, args);
    const [query, known] = [inWords(args, () => rateQuery(asked)), asOfQuestion(asked.asOf)];
    return inSnapshot(database.db, async (snapshot) => readRate(await asKnown(snapshot, store, known), query));
  });
  out.write(`${args.json === true ? JSON.stringify(table) : wrappedLines(renderRate(table))}\n`);
}

/** What only this question can get wrong. */
function inWords<T>({ rate, kind, rule }: RateArgs, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (isAppError(error) && error.code === 'RATE_UNKNOWN') throw new AppError('RATE_UNKNOWN', `Không có tỷ lệ "${(rate ?? '').slice(0, 64)}": hãy chọn một trong ${IDS.join(', ')}.`, { cause: error });
    const pointer = isAppError(error) ? error.errors[0]?.pointer : undefined;
    if (pointer === '/rule') throw new AppError('PARAMETER_INVALID', `Tỷ lệ ${rate ?? ''} được tính theo quy tắc riêng của nó, không theo ${rule ?? ''}: hãy bỏ --rule.`, { cause: error });
    if (pointer === '/kind') throw new AppError('PARAMETER_INVALID', `Tỷ lệ ${rate ?? ''} không thuộc câu hỏi ${kind ?? ''}: hãy bỏ --kind.`, { cause: error });
    throw error;
  }
}
