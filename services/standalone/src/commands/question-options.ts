import { WHOLE_COUNTRY } from '@motcua/database';
import { authorityCode, DELAY_CAUSES, dossierCode, dueText, LEVELS, ND61, UNKNOWN } from '@motcua/dossier';
import { AppError, isAppError, isCivilDate, PERIOD_SCHEMES } from '@motcua/kernel';
import { DUTY_DIMENSIONS, DUTY_STATUSES, RULES, scopeParameter } from '@motcua/statistics';
import type { Command } from 'commander';
import { z } from 'zod';

/** Options that several questions have; what is not given has its default. */
export const questionOptions = {
  scope: authorityCode.default(WHOLE_COUNTRY),
  /** Of questions that take several codes; the option is called `scope` there too. */
  scopes: scopeParameter,
  period: z.string(),
  scheme: z.enum(PERIOD_SCHEMES).default('vpcp-15-14'),
  rule: z.enum(RULES).default(ND61.id),
  at: dueText.optional(),
  asOf: z.string().max(40).optional(),
  until: z.string().max(10).optional(),
  on: z.string().refine(isCivilDate).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  within: z.coerce.number().int().min(0).max(250).default(3),
  code: dossierCode,
  authority: authorityCode.optional(),
  office: authorityCode.optional(),
  by: z.enum(DUTY_DIMENSIONS).default('level'),
  status: z.enum(DUTY_STATUSES).optional(),
  level: z.enum([...LEVELS, UNKNOWN]).optional(),
  cause: z.enum(DELAY_CAUSES).optional(),
} as const;

/** Of those that are no choice among words. */
const expectations: Readonly<Record<string, string>> = {
  scope: 'phải là mã cơ quan, ví dụ H57, hoặc VN cho toàn bộ; bảng số liệu, so sánh và phát hiện nhận nhiều mã cách nhau bằng dấu phẩy, ví dụ H57,H49',
  period: 'còn thiếu: hãy cho biết kỳ, ví dụ 2024-Q1',
  at: 'phải là ngày như 2024-03-14, hoặc thời điểm như 2024-03-14T09:00:00+07:00',
  on: 'phải là một ngày như 2024-03-31',
  limit: 'phải là số từ 1 đến 1000',
  within: 'phải là số ngày làm việc từ 0 đến 250',
  code: 'phải là mã hồ sơ, ví dụ H57.31-240105-0012',
  authority: 'phải là mã cơ quan, ví dụ H57.31',
  office: 'phải là mã cơ quan, ví dụ H57.31',
  field: 'phải là mã lĩnh vực, ví dụ G03-HT01',
  procedure: 'phải là mã thủ tục, ví dụ 1.001234',
  row: 'phải là một dòng của bảng: cấp, kênh, hoặc mã như H57.31, G03-HT01, 1.001234',
} satisfies Partial<Record<keyof typeof questionOptions | 'field' | 'procedure' | 'row', string>>;

/** @throws AppError `PARAMETER_INVALID` with a sentence in Vietnamese about the first wrong option. */
export function readOptions<Schema extends z.ZodObject>(schema: Schema, args: unknown): z.output<Schema> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const option = String(issue?.path[0]);
  const expected = issue?.code === 'invalid_value' ? `phải là một trong: ${issue.values.join(', ')}` : expectations[option] ?? 'không đọc được';
  throw new AppError('PARAMETER_INVALID', `${option === 'code' ? 'Mã hồ sơ' : `Tùy chọn --${asTyped(option)}`} ${expected}.`);
}

/** `asOf` is `--as-of` on the command line. */
function asTyped(option: string): string {
  return option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

type Asked = { readonly scope?: unknown; readonly period?: unknown };

/**
 * An option that would be dropped silently is refused.
 *
 * @param names - Of the options that mean nothing beside the others that were given.
 * @param together - In Vietnamese, what goes with what; it ends the sentence.
 * @throws AppError `PARAMETER_INVALID` that names each of them that was given.
 */
export function refuseOptions(args: object, names: readonly string[], together: string): void {
  const given = Object.entries(args).filter(([name, value]) => names.includes(name) && value !== undefined && value !== false).map(([name]) => `--${asTyped(name)}`);
  if (given.length > 0) throw new AppError('PARAMETER_INVALID', `Không dùng được ${given.join(', ')} ở đây: ${together}.`);
}

/**
 * The same failure in words for officials; what has none stays as it is.
 *
 * @param args - As the command line gives them; the wrong one is named.
 */
export async function inVietnamese<T>(args: Asked, answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw isAppError(error) ? translated(error, args) : error;
  }
}

function translated(error: AppError, { scope, period }: Asked): AppError {
  const told = (sentence: string) => new AppError(error.code, sentence, { cause: error });
  if (error.code === 'PARAMETER_INVALID' && error.errors[0]?.pointer === '/asOf') {
    return told('Tùy chọn --as-of phải là vị trí trong nhật ký, ví dụ 12345, hoặc thời điểm như 2024-03-14T17:00:00+07:00.');
  }
  if (error.errors.some(({ detail }) => detail === 'not a period')) {
    return told(`Tùy chọn --period không đọc được (${quoted(period)}): hãy viết 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, hoặc hai ngày như 2023-12-15..2024-03-14.`);
  }
  if (error.errors.some(({ detail }) => detail === 'not a range of two dates')) {
    return told(`Tùy chọn --period ${quoted(period)} không phải là một khoảng ngày: hãy viết hai ngày, ngày đầu không sau ngày cuối, như 2023-12-15..2024-03-14.`);
  }
  const pointer = error.errors[0]?.pointer;
  if (pointer === '/until') return told('Tùy chọn --until phải là một ngày trong kỳ, ví dụ 2024-02-29.');
  if (pointer === '/row') return told('Tùy chọn --day phải là một ngày được tính trong kỳ, ví dụ 2024-01-05.');
  if (pointer === '/period') return told('Tùy chọn --period quá dài cho bảng theo ngày: hãy lấy từng năm.');
  switch (error.code) {
    case 'SCOPE_OVERLAP': return told(`Tùy chọn --scope: ${overlapText(error)}.`);
    case 'SCOPE_UNKNOWN': return told(`Trong sổ chưa có cơ quan nào mang mã ${quoted(codesIn(error)[0] ?? scope)}: hãy xem lại mã của --scope, hoặc dùng --scope VN để lấy toàn bộ.`);
    case 'AS_OF_AHEAD': return told(/lies ahead/.test(error.message)
      ? 'Mốc của --as-of ở tương lai, chưa ai biết đến lúc đó sổ có gì: hãy chọn một thời điểm đã qua, hoặc bỏ --as-of.'
      : `Sổ chưa ghi đến mốc của --as-of (mới đến vị trí ${/\d+/.exec(error.errors[0]?.detail ?? '')?.[0] ?? '?'} của nhật ký): hãy hỏi lại sau giây lát, hoặc bỏ --as-of.`);
    case 'DOSSIER_UNKNOWN': return told('Trong sổ không có hồ sơ này: hãy xem lại mã.');
    case 'DOSSIER_NOT_RECEIVED': return told('Đến lúc đó hồ sơ chưa được tiếp nhận: thời hạn chỉ bắt đầu khi tiếp nhận, nên chưa có hạn trả để diễn giải.');
    default: return error;
  }
}

function overlapText(error: AppError): string {
  const [part, within] = codesIn(error);
  return part === within ? `mã "${part ?? ''}" được viết hai lần, hãy bỏ bớt một` : `"${part ?? ''}" thuộc "${within ?? ''}" nên đã được tính, hãy bỏ "${part ?? ''}"`;
}

/** The codes that a refusal of a scope names. */
function codesIn(error: AppError): readonly string[] {
  return [...error.message.matchAll(/"([^"]+)"/g)].flatMap(([, code]) => code ?? []);
}

function quoted(value: unknown): string {
  return `"${(typeof value === 'string' ? value : '').slice(0, 40)}"`;
}

/** The options of a table of a period, as `questionOptions` reads them. `rule`: what is said of the rule, where one may be chosen. */
export function addTableOptions(command: Command, { dimensions, rule }: { readonly dimensions: readonly string[]; readonly rule?: string }): Command {
  command
    .option('--scope <mã>', 'mã cơ quan, ví dụ H57, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1, 2024-03, 2024-6M, 2024, 2023-12-15..2024-03-14')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
    .option('--by <chiều>', `${dimensions.join(' | ')} (mặc định level)`);
  if (rule !== undefined) command.option('--rule <quy tắc>', rule);
  return command
    .option('--until <ngày>', 'cắt kỳ ở cuối ngày này: tồn là của ngày ấy, phát sinh tính đến ngày ấy')
    .option('--as-of <mốc>', 'chỉ tính những gì sổ biết khi đó: vị trí trong nhật ký, hoặc thời điểm như 2024-03-14T17:00:00+07:00')
    .option('--json', 'chỉ in JSON');
}
