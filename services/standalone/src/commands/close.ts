import { acceptedSchema, closerSchema, editionLine } from '@motcua/ledger';
import { AppError, parsePeriod, PERIOD_SCHEMES, wrappedLines } from '@motcua/kernel';
import { closePeriod, editionAnswer, previewAnswer } from '@motcua/reporter';
import type { CloseQuestion, CloseStep, Closing } from '@motcua/reporter';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Visit } from '../visit.ts';
import { renderEdition, renderPreview, told } from './edition-text.ts';
import { inVietnamese, questionOptions, readOptions } from './question-options.ts';
import { STATUS } from './refusal.ts';
import type { Status } from './refusal.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua close` as the command line gives them. */
export type CloseArgs = { readonly [name in 'scope' | 'period' | 'scheme' | 'by' | 'note' | 'expectedPosition']?: string | undefined }
  & { readonly [name in 'preview' | 'restate' | 'json']?: boolean | undefined } & { readonly accept?: readonly string[] | undefined };

/** `out` gets the answer, `progress` what is being done meanwhile. */
export type CloseCommand = Visit & { readonly args: CloseArgs; readonly out: { readonly write: (text: string) => unknown }; readonly progress: { readonly write: (text: string) => unknown } };

const { scope, period, scheme } = questionOptions;
const options = z.object({ scope, period, scheme });

/** `motcua close`. */
export function defineClose(command: Command, { atDatabase, out, log, endWith }: CommandSurroundings): void {
  command
    .option('--scope <mã>', 'mã cơ quan, gồm cả các cơ quan trực thuộc; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1, hoặc hai ngày như 2023-12-15..2024-03-14')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
    .option('--preview', 'chỉ xem trước: không ghi gì, kể cả khi kỳ chưa hết')
    .option('--restate', 'ra ấn bản mới thay cho ấn bản đang có, nếu số liệu đã khác')
    .option('--accept <phát hiện=lý do...>', 'chấp nhận một phát hiện chặn chốt kỳ, theo tên, kèm lý do được in vào ấn bản')
    .option('--by <đơn vị, chức danh>', 'ai chốt, bắt buộc trừ khi chỉ xem trước: đơn vị và chức danh, không ghi tên người, ví dụ "Văn phòng UBND tỉnh, Chánh Văn phòng"')
    .option('--note <ghi chú>', 'một dòng, được in vào ấn bản').option('--expected-position <vị trí>', 'chỉ chốt khi nhật ký vẫn ở vị trí này, như bản xem trước đã in')
    .option('--json', 'chỉ in JSON')
    .action(async (args: CloseArgs) => {
      endWith(await atDatabase((visited) => runClose({ ...visited, args, out, progress: log })));
    });
}

/**
 * Closes a period, or shows what an edition would hold.
 *
 * @returns The exit status: 2 for a preview of what could not be closed now.
 * @throws AppError with sentences in Vietnamese: `CLOSE_REFUSED` with everything that stands against it and what to do.
 */
export async function runClose({ store, database, readModelHolds, args, out, progress }: CloseCommand): Promise<Status> {
  const closing = await inVietnamese(args, async () => closePeriod(
    { store, database, ...(readModelHolds === undefined ? {} : { readModelHolds }) }, { ...questionOf(args), onStep: (step) => progress.write(`${stepText(step)}\n`) },
  ));
  out.write(args.json === true ? `${JSON.stringify(jsonOf(closing))}\n` : `${wrappedLines(textOf(closing))}\n`);
  return closing.kind === 'preview' && closing.obstacles.length > 0 ? STATUS.no : STATUS.done;
}

function questionOf(args: CloseArgs): CloseQuestion {
  const { scope: of, period: id, scheme: cut } = readOptions(options, args);
  return {
    scope: of, period: parsePeriod(id, cut), purpose: args.preview === true ? (args.restate === true ? 'preview_restatement' : 'preview') : args.restate === true ? 'restate' : 'close',
    accept: (args.accept ?? []).map(acceptedOf), closedBy: closerOf(args), note: args.note === undefined ? null : read(editionLine, args.note, '--note là một dòng, nhiều nhất 500 ký tự'),
    expectedPosition: args.expectedPosition === undefined ? undefined : read(z.coerce.number().int().min(0), args.expectedPosition, '--expected-position là một vị trí của nhật ký'),
  };
}

/** `đơn vị, chức danh`, or the unit alone; a unit may have commas in its name. */
function closerOf({ by, preview }: CloseArgs): CloseQuestion['closedBy'] {
  if (by === undefined && preview === true) return null;
  if (by === undefined) throw new AppError('PARAMETER_INVALID', 'Tùy chọn --by còn thiếu: hãy cho biết đơn vị và chức danh của người chốt (không ghi tên người), ví dụ --by "Văn phòng UBND tỉnh, Chánh Văn phòng"; chỉ xem trước thì dùng --preview.');
  const at = by.lastIndexOf(',');
  const [unit, role] = at === -1 ? [by] : [by.slice(0, at), by.slice(at + 1)];
  return read(closerSchema, { unit: unit.trim(), ...(role === undefined ? {} : { role: role.trim() }) }, '--by phải viết là "đơn vị, chức danh", mỗi phần một dòng và nhiều nhất 100 ký tự');
}

/** `tên=lý do`; no name holds an equals sign. */
function acceptedOf(text: string): CloseQuestion['accept'][number] {
  const at = text.indexOf('=');
  return read(acceptedSchema, { finding: text.slice(0, Math.max(at, 0)).trim(), reason: text.slice(at + 1) }, '--accept phải viết là tên=lý do, ví dụ quarantined_event:H57.01-240110-0001:583="gửi nhầm"');
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, expected: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new AppError('PARAMETER_INVALID', `Tùy chọn ${expected}.`);
  return parsed.data;
}

function jsonOf(closing: Closing): unknown {
  switch (closing.kind) {
    case 'closed': case 'already': return { already: closing.kind === 'already', edition: editionAnswer(closing.edition) };
    case 'preview': return {
      preview: previewAnswer(closing.data), refusals: closing.obstacles.map(told), standing: closing.standing === undefined ? null : editionAnswer(closing.standing), differs: closing.differs,
    };
    case 'refused': throw refused(closing);
  }
}

function textOf(closing: Closing): string {
  switch (closing.kind) {
    case 'closed': return renderEdition(editionAnswer(closing.edition), 'ĐÃ CHỐT');
    case 'already': return renderEdition(editionAnswer(closing.edition), 'KỲ NÀY ĐÃ ĐƯỢC CHỐT TỪ TRƯỚC; KHÔNG CÓ GÌ MỚI ĐƯỢC GHI');
    case 'preview': return renderPreview(previewAnswer(closing.data), closing.obstacles, closing.standing, closing.differs);
    case 'refused': throw refused(closing);
  }
}

function refused({ obstacles }: Extract<Closing, { kind: 'refused' }>): AppError {
  return new AppError('CLOSE_REFUSED', `Chưa chốt được kỳ này, còn ${obstacles.length} điều phải xử lý; chưa ghi gì cả.`, { errors: obstacles.map(told) });
}

function stepText(step: CloseStep): string {
  switch (step.kind) {
    case 'waiting': return 'Chờ sổ ghi hết nhật ký …';
    case 'counting': return 'Tính các bảng theo từng quy tắc …';
    case 'checking': return 'Kiểm tra mọi đẳng thức và các phát hiện …';
    case 'writing': return `Ghi ấn bản: phần ${step.part}/${step.parts} …`;
  }
}
