import { authorityCode } from '@motcua/dossier';
import { cursorsOf } from '@motcua/http';
import { AppError, isAppError, wrappedLines } from '@motcua/kernel';
import { EDITION_DIMENSIONS, RESTATEMENT_REASONS } from '@motcua/ledger';
import { readChangedDossiers, readEditionDiff, readOpenedChange, renderChangedDossiers, renderDiff, renderOpenedChange } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Visit } from '../visit.ts';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua diff` as the command line gives them, with the two things that are compared. */
export type DiffArgs = { readonly edition: string; readonly later?: string | undefined }
  & { readonly [Option in 'by' | 'rule' | 'line' | 'row' | 'reason' | 'limit']?: string | undefined } & { readonly json?: boolean | undefined };

export type DiffCommand = Visit & { readonly args: DiffArgs; readonly out: { readonly write: (text: string) => unknown } };

const LISTED_REASONS = RESTATEMENT_REASONS.filter((reason) => reason !== 'rule');

const RULE_NOTE = `Lý do rule (quy tắc tính hạn hay lịch đi kèm chương trình có phiên bản khác) không mở được ra hồ sơ:
không có sự kiện nào gây ra nó, cùng những sự kiện ấy chỉ được chương trình tính khác đi.`;

const { rule, limit } = questionOptions;
const options = z.object({
  rule, limit, by: z.enum(EDITION_DIMENSIONS).default('level'), line: z.string().max(60).optional(), row: authorityCode.optional(), reason: z.enum(LISTED_REASONS).optional(),
});

/** Registers `motcua diff`. */
export function defineDiff(command: Command, { atDatabase, out }: CommandSurroundings): void {
  describeArguments(command, 'mã ấn bản, ví dụ vpcp-15-14-H57-2024-Q1-1; "motcua editions" liệt kê tất cả', 'mã một ấn bản sau của cùng kỳ, hoặc now (mặc định): sổ hiện nay')
    .option('--by <chiều>', `${EDITION_DIMENSIONS.join(' | ')} (mặc định level)`)
    .option('--rule <quy tắc>', 'quy tắc tính trễ hạn (mặc định nd61)')
    .option('--line <chỉ tiêu>', 'mở một số đã khác: mã chỉ tiêu; in mọi lý do với hồ sơ và sự kiện của từng lý do')
    .option('--reason <lý do>', `với --line, chỉ mở lý do này: ${LISTED_REASONS.join(' | ')}`)
    .option('--row <mã>', 'với --line, dòng của số ấy: cấp, mã hoặc kênh; không có: toàn phạm vi')
    .option('--limit <số>', 'với --line, in nhiều nhất chừng này sự kiện của mỗi lý do (mặc định 100)')
    .option('--json', 'chỉ in JSON')
    .addHelpText('after', `\n${RULE_NOTE}`)
    .action((edition: string, later: string | undefined, args: Omit<DiffArgs, 'edition' | 'later'>) =>
      atDatabase((visited) => runDiff({ ...visited, args: { ...args, edition, later }, out })));
}

/**
 * What has changed since an edition, or with `line` the dossiers and events behind one change, of all its reasons or of one.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runDiff({ database, store, args, out }: DiffCommand): Promise<void> {
  await inVietnamese({}, () => aboutEditions(async () => {
    const { line, reason, row, limit: most, by, rule: under } = readOptions(options, args);
    const question = { edition: args.edition, with: args.later ?? 'now', by, rule: under };
    if (line === undefined) {
      refuseOptions(args, ['reason', 'row', 'limit'], 'các tùy chọn này mở một số đã khác, phải đi với --line');
      const answer = await readEditionDiff(database, question);
      return out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderDiff(answer))}\n`);
    }
    if (reason === undefined) {
      const opened = await readOpenedChange(database, store, { ...question, figure: line, row }, most);
      return out.write(`${args.json === true ? JSON.stringify(opened) : wrappedLines(renderOpenedChange(opened, by))}\n`);
    }
    const asked = { ...question, figure: line, row, reason };
    const page = await readChangedDossiers(database, store, asked, { after: undefined, limit: most, cursors: cursorsOf('changes', asked) });
    const amount = page.next === null ? page.dossiers.reduce((sum, dossier) => sum + dossier.amount, 0) : undefined;
    return out.write(`${args.json === true ? JSON.stringify(page) : wrappedLines(renderChangedDossiers({ label: page.label, reason, amount, row, by }, page))}\n`);
  }));
}

async function aboutEditions<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const told = (sentence: string) => new AppError(error.code, sentence, { cause: error });
    if (error.code === 'EDITION_UNKNOWN') throw told('Không có ấn bản nào mang mã này: hãy xem danh sách bằng "motcua editions".');
    if (error.code === 'PARAMETER_INVALID' && error.errors[0]?.pointer === '/with') throw told('Chỉ so được với một ấn bản sau của cùng kỳ và cùng phạm vi, hoặc với now.');
    if (error.errors[0]?.pointer === '/figure') throw told(`Tùy chọn --line không có chỉ tiêu nào mang mã này: hãy chọn một trong ${knownIn(error)}.`);
    if (error.errors[0]?.pointer === '/row') throw told(`Tùy chọn --row không có dòng này: hãy chọn một trong ${knownIn(error)}, hoặc bỏ --row để lấy toàn phạm vi.`);
    if (error.code === 'LEDGER_UNBALANCED') throw told('Có chênh lệch mà nhật ký không giải thích được: hãy chạy "motcua verify", rồi dựng lại số liệu từ nhật ký.');
    throw error;
  }
}

/** The names that such a refusal lists. */
function knownIn({ errors: [first] }: AppError): string {
  return /(?:known are|are) ([^.;]+)[.;]/.exec(first?.detail ?? '')?.[1] ?? '';
}
