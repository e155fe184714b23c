import { authorityCode, DELAY_CAUSES, dossierCode, dueText, ND61 } from '@motcua/dossier';
import { AppError, isAppError, PERIOD_SCHEMES } from '@motcua/kernel';
import { RULES } from '@motcua/statistics';
import { z } from 'zod';

/** Options that several questions about time have; what is not given has its default. */
export const timeOptions = {
  scope: authorityCode.default('VN'),
  period: z.string(),
  scheme: z.enum(PERIOD_SCHEMES).default('vpcp-15-14'),
  rule: z.enum(RULES).default(ND61.id),
  at: dueText.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  within: z.coerce.number().int().min(0).max(250),
  code: dossierCode,
  authority: authorityCode.optional(),
  office: authorityCode.optional(),
  by: z.enum(['level', 'authority', 'cause']).default('level'),
  status: z.enum(['owed', 'met_in_time', 'met_late', 'not_met']).optional(),
  level: z.enum(['province', 'district', 'commune', 'unknown']).optional(),
  cause: z.enum(DELAY_CAUSES).optional(),
} as const;

type Option = keyof typeof timeOptions;

const expectations = {
  scope: 'phải là mã cơ quan, ví dụ H57, hoặc VN cho toàn bộ',
  period: 'còn thiếu: hãy cho biết kỳ, ví dụ 2024-Q1',
  scheme: `phải là một trong: ${PERIOD_SCHEMES.join(', ')}`,
  rule: `phải là một trong: ${RULES.join(', ')}`,
  at: 'phải là ngày như 2024-03-14, hoặc thời điểm như 2024-03-14T09:00:00+07:00',
  limit: 'phải là số từ 1 đến 1000',
  within: 'phải là số ngày làm việc từ 0 đến 250',
  code: 'phải là mã hồ sơ, ví dụ H57.31-240105-0012',
  authority: 'phải là mã cơ quan, ví dụ H57.31',
  office: 'phải là mã cơ quan, ví dụ H57.31',
  by: 'phải là một trong: level, authority, cause',
  status: 'phải là một trong: owed, met_in_time, met_late, not_met',
  level: 'phải là một trong: province, district, commune, unknown',
  cause: `phải là một trong: ${DELAY_CAUSES.join(', ')}`,
} as const satisfies Record<Option, string>;

/** @throws AppError `PARAMETER_INVALID` with a sentence in Vietnamese about the first wrong option. */
export function readOptions<Schema extends z.ZodObject>(schema: Schema, args: unknown): z.output<Schema> {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const option = z.enum(Object.keys(timeOptions) as [Option, ...Option[]]).parse(parsed.error.issues[0]?.path[0]);
  throw new AppError('PARAMETER_INVALID', `${option === 'code' ? 'Mã hồ sơ' : `Tùy chọn --${option}`} ${expectations[option]}.`);
}

/** The same failure in words for officials; what has none stays as it is. */
export async function inVietnamese<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    throw isAppError(error) ? translated(error) : error;
  }
}

function translated(error: AppError): AppError {
  const told = (sentence: string) => new AppError(error.code, sentence, { cause: error });
  if (error.errors.some(({ detail }) => detail === 'not a period')) {
    return told('Tùy chọn --period không đọc được: hãy viết 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, hoặc hai ngày như 2023-12-15..2024-03-14.');
  }
  switch (error.code) {
    case 'SCOPE_UNKNOWN': return told('Trong sổ chưa có cơ quan nào mang mã của --scope: hãy xem lại mã, hoặc dùng --scope VN để lấy toàn bộ.');
    case 'DOSSIER_UNKNOWN': return told('Trong sổ không có hồ sơ này: hãy xem lại mã.');
    case 'DOSSIER_NOT_RECEIVED': return told('Đến lúc đó hồ sơ chưa được tiếp nhận: thời hạn chỉ bắt đầu khi tiếp nhận, nên chưa có hạn trả để diễn giải.');
    default: return error;
  }
}
