import { edition, editionContentOf, editionParts, editionsPage, inSnapshot } from '@motcua/database';
import { AppError, PERIOD_SCHEMES, wrappedLines } from '@motcua/kernel';
import { editionAnswer } from '@motcua/reporter';
import type { OpeningDifference } from '@motcua/ledger';
import type { Command } from 'commander';
import { z } from 'zod';
import { authorityCode } from '@motcua/dossier';
import type { Visit } from '../visit.ts';
import { editionLineOf, renderEdition } from './edition-text.ts';
import { questionOptions, readOptions, refuseOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua editions` as the command line gives them; `id`: one edition. */
export type EditionsArgs = { readonly [name in 'id' | 'scope' | 'period' | 'scheme' | 'limit']?: string | undefined } & { readonly json?: boolean | undefined };
export type EditionsCommand = Pick<Visit, 'database'> & { readonly args: EditionsArgs; readonly out: { readonly write: (text: string) => unknown } };

const options = z.object({ scope: authorityCode.optional(), period: z.string().max(40).optional(), scheme: z.enum(PERIOD_SCHEMES).optional(), limit: questionOptions.limit });

/** Cells shown for people; --json has all. */
const CELLS_SHOWN = 20;

/** `motcua editions`. */
export function defineEditions(command: Command, { atDatabase, out }: CommandSurroundings): void {
  describeArguments(command, 'mã ấn bản, ví dụ vpcp-15-14-H57-2024-Q1-1')
    .option('--scope <mã>', 'chỉ của phạm vi này').option('--period <kỳ>', 'chỉ của kỳ này').option('--scheme <cách chia kỳ>', `chỉ theo cách chia kỳ này: ${PERIOD_SCHEMES.join(' | ')}`)
    .option('--limit <số>', 'in nhiều nhất chừng này (mặc định 100)').option('--json', 'chỉ in JSON')
    .action((id: string | undefined, args: EditionsArgs) => atDatabase(({ database }) => runEditions({ database, args: { ...args, id }, out })));
}

/** @throws AppError `EDITION_UNKNOWN` or `PARAMETER_INVALID` with a sentence in Vietnamese. */
export async function runEditions({ database, args, out }: EditionsCommand): Promise<void> {
  if (args.id !== undefined) {
    refuseOptions(args, ['scope', 'period', 'scheme', 'limit'], 'mã ấn bản đã nói đủ');
    return showOne({ database, args, out }, args.id);
  }
  const { limit, ...asked } = readOptions(options, args);
  const found = await editionsPage(database.db, { ...asked, limit });
  const list = found.map(editionAnswer);
  const text = list.length === 0 ? 'Chưa có ấn bản nào; "motcua close" chốt một kỳ.' : list.map(editionLineOf).join('\n');
  out.write(`${args.json === true ? JSON.stringify({ editions: list }) : wrappedLines(text)}\n`);
}

async function showOne({ database, args, out }: EditionsCommand, id: string): Promise<void> {
  const answer = await inSnapshot(database.db, async ({ tx }) => {
    const made = await edition(tx, id);
    if (made === undefined) throw new AppError('EDITION_UNKNOWN', `Không có ấn bản "${id.slice(0, 160)}": "motcua editions" liệt kê các ấn bản đã chốt.`);
    return { ...editionAnswer(made), partList: await editionParts(tx, made.closed), opening: (await editionContentOf(tx, made)).opening };
  });
  const { different } = answer.opening;
  const cells = different.slice(0, CELLS_SHOWN).map(cellText);
  const rest = different.length > CELLS_SHOWN ? [`  … và ${different.length - CELLS_SHOWN} ô nữa; --json in tất cả`] : [];
  out.write(args.json === true ? `${JSON.stringify(answer)}\n` : `${wrappedLines([renderEdition(answer, 'ĐÃ CHỐT'), ...(cells.length === 0 ? [] : ['', 'Các ô đầu kỳ khác cuối kỳ trước:', ...cells, ...rest])].join('\n'))}\n`);
}

function cellText({ rule, by, node, figure, closing, opening, reasons }: OpeningDifference): string {
  const why = reasons.map(({ reason, amount }) => `${reason} ${amount > 0 ? '+' : ''}${amount}`).join(', ');
  return `  ${rule} · ${by} ${node ?? 'tổng cộng'} · ${figure}: cuối kỳ trước ${closing}, đầu kỳ này ${opening}${why === '' ? '' : ` (${why})`}`;
}
