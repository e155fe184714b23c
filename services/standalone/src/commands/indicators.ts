import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { AppError, isAppError, wrappedLines } from '@motcua/kernel';
import { indicatorDefinitions, shippedTargets } from '@motcua/ledger';
import { asKnown, asOfQuestion, INDICATOR_DIMENSIONS, indicatorsQuery, readIndicators, renderIndicators } from '@motcua/statistics';
import type { LogPositions } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import { addTableOptions, inVietnamese, questionOptions, readOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The words of `motcua indicators` as the command line gives them; what is not given has its default. */
export type IndicatorsArgs = { readonly [Option in 'indicator' | 'scope' | 'period' | 'scheme' | 'by' | 'until' | 'asOf']?: string | undefined } & { readonly json?: boolean | undefined };

export type IndicatorsCommand = {
  readonly database: Pick<Database, 'db'>;
  /** The log, for what it held when; asked only with `asOf`. */
  readonly store: LogPositions;
  readonly args: IndicatorsArgs;
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

const IDS = indicatorDefinitions.map(({ id }) => id);
const { scopes: scope, period, scheme, until, asOf } = questionOptions;
const options = z.object({ scope, period, scheme, until, asOf, by: z.enum(INDICATOR_DIMENSIONS).default('level'), indicator: z.string().optional() });

/** `motcua indicators`. */
export function defineIndicators(command: Command, { atDatabase, out }: CommandSurroundings): void {
  describeArguments(command, `một trong: ${IDS.join(', ')}`);
  addTableOptions(command, { dimensions: INDICATOR_DIMENSIONS })
    .action((indicator: string | undefined, args: IndicatorsArgs) => atDatabase((visited) => runIndicators({ ...visited, args: { ...args, indicator }, out })));
}

/**
 * `motcua indicators`: a table for people, or with `json` the object of `GET /v1/indicators` in one line and nothing else.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runIndicators({ database, store, args, out }: IndicatorsCommand): Promise<void> {
  const table = await inVietnamese(args, async () => {
    const { asOf: when, ...asked } = readOptions(options, args);
    const [query, known] = [inWords(args, () => indicatorsQuery(asked)), asOfQuestion(when)];
    return inSnapshot(database.db, async (snapshot) => readIndicators(await asKnown(snapshot, store, known), query, shippedTargets));
  });
  out.write(`${args.json === true ? JSON.stringify(table) : wrappedLines(renderIndicators(table))}\n`);
}

/** What only this question can get wrong. */
function inWords<T>({ indicator }: IndicatorsArgs, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!isAppError(error) || error.errors[0]?.pointer !== '/indicator') throw error;
    throw new AppError('PARAMETER_INVALID', `Không có chỉ số "${(indicator ?? '').slice(0, 64)}": hãy chọn một trong ${IDS.join(', ')}.`, { cause: error });
  }
}
