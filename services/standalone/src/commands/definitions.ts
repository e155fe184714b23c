import { AppError, wrappedLines } from '@motcua/kernel';
import { allDefinitions, onlyDefinition, renderDefinitions } from '@motcua/statistics';
import type { DefinitionsAnswer } from '@motcua/statistics';
import type { Command } from 'commander';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** What `motcua definitions` works with; it needs no ledger. `out` gets the whole answer at once. */
export type DefinitionsCommand = {
  readonly id?: string | undefined;
  readonly args: { readonly json?: boolean | undefined };
  readonly out: { readonly write: (text: string) => unknown };
};

/** `motcua definitions`. */
export function defineDefinitions(command: Command, { out }: CommandSurroundings): void {
  describeArguments(command, 'chỉ chỉ tiêu, tỷ lệ hay chỉ số này, ví dụ onTimeDuePercent')
    .option('--json', 'chỉ in JSON')
    .action((id: string | undefined, args: DefinitionsCommand['args']) => { runDefinitions({ id, args, out }); });
}

/**
 * `motcua definitions`: for people, or with `json` the object of `GET /v1/definitions`, with nothing but what was named.
 *
 * @throws AppError `PARAMETER_INVALID` in Vietnamese when nothing has the id; nothing was written then.
 */
export function runDefinitions({ id, args, out }: DefinitionsCommand): void {
  const answer = id === undefined ? allDefinitions() : named(id);
  out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderDefinitions(answer))}\n`);
}

function named(id: string): DefinitionsAnswer {
  const found = onlyDefinition(allDefinitions(), id);
  if (found.figures.length + found.facts.length + found.rates.length + found.indicators.length > 0) return found;
  throw new AppError('PARAMETER_INVALID', `Không có chỉ tiêu hay tỷ lệ nào mang mã "${id.slice(0, 64)}": chạy motcua definitions để xem tất cả.`);
}
