import { isAbsolute } from 'node:path';
import { authorityCode } from '@motcua/dossier';
import type { Environment } from '@motcua/http';
import { AppError, isCivilDate, PERIOD_UNITS } from '@motcua/kernel';
import type { InputError } from '@motcua/kernel';
import { closerSchema, scheduleName } from '@motcua/ledger';
import { z } from 'zod';
import { secretsOf } from './signature.ts';
import { addressFault } from './webhook.ts';

/**
 * Mốc sau khi hết kỳ: so many days, or working days of the scope's authority, after the last day of a period, at a time of the day.
 * The first day after it is 1.
 */
const afterPeriod = z.union([
  z.strictObject({ days: z.int().min(1).max(366), at: timeOfDay() }),
  z.strictObject({ workingDays: z.int().min(1).max(250), at: timeOfDay() }),
], 'phải là {"days": 1, "at": "07:30"} hoặc {"workingDays": 3, "at": "16:00"} / must be one of these two forms');

const folder = z.strictObject({ name: scheduleName, folder: z.string().refine(isAbsolute, 'phải là đường dẫn tuyệt đối / must be an absolute path') });
const webhook = z.strictObject({
  name: scheduleName, webhook: z.string().superRefine((text, context) => {
    const fault = addressFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  }),
  secretVariable: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'phải là tên một biến môi trường / must be the name of an environment variable, such as REPORT_SECRET'),
});

const schedule = z.strictObject({
  name: scheduleName, scope: authorityCode, scheme: z.enum(['vpcp-15-14', 'calendar']).default('vpcp-15-14'), every: z.enum(PERIOD_UNITS),
  since: z.string().refine(isCivilDate, 'phải là một ngày như 2026-01-01 / must be a date'),
  begin: afterPeriod, deadline: afterPeriod.optional(), close: closerSchema.optional(),
  deliver: z.array(z.union([folder, webhook], 'phải có "folder", hoặc "webhook" và "secretVariable" / must have "folder", or "webhook" and "secretVariable"')).min(1).max(20),
});

/**
 * Lịch gửi báo cáo. `since`: periods that end earlier are none of its. `begin`: from when on; `deadline`: by when it should be
 * delivered. `close`: who closes a period that nobody has closed; without it somebody has to.
 */
export type Schedule = Omit<z.output<typeof schedule>, 'deliver'> & { readonly deliver: readonly Destination[] };
export type AfterPeriod = z.output<typeof afterPeriod>;

/** Nơi nhận. `secrets`: with which a webhook is signed; at least one, and none is ever shown. */
export type Destination = z.output<typeof folder> | (Omit<z.output<typeof webhook>, 'secretVariable'> & { readonly secrets: readonly Uint8Array[] });

/**
 * Reads schedules; pure. `{ "schedules": [ … ] }`, as docs/reference/report-jobs.md explains it.
 *
 * @param env - Where the secrets are that the schedules name.
 * @throws AppError `CONFIG_INVALID` that names every wrong place at once, in Vietnamese and English, and no secret.
 */
export function readSchedules(text: string, env: Environment): readonly Schedule[] {
  const parsed = z.strictObject({ schedules: z.array(schedule).min(1).max(200) }).safeParse(jsonOf(text));
  const read = parsed.data?.schedules ?? [];
  const errors = parsed.success ? [...twice(read), ...withoutSecret(read, env)] : parsed.error.issues.map(({ path, ...issue }) => ({ pointer: pointerOf(path), detail: sentenceOf(issue) }));
  if (errors.length > 0) {
    const told = errors.slice(0, 20).map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');
    throw new AppError('CONFIG_INVALID', `Lịch gửi báo cáo có chỗ sai / The schedules of reports are wrong: ${told}.`, { errors });
  }
  return read.map(({ deliver, ...rest }) => ({ ...rest, deliver: deliver.map((one) => ('folder' in one ? one : { name: one.name, webhook: one.webhook, secrets: secretsOf(env[one.secretVariable]) ?? [] })) }));
}

type Read = z.output<typeof schedule>;

/** Marks are kept by these names. */
function twice(schedules: readonly Read[]): readonly InputError[] {
  const again = (names: readonly string[], at: string): readonly InputError[] => names.flatMap((name, index) => names.indexOf(name) === index ? []
    : [{ pointer: `${at}/${index}/name`, detail: `tên "${name}" được dùng hai lần / the name "${name}" is used twice` }]);
  return [
    ...again(schedules.map(({ name }) => name), '/schedules'),
    ...schedules.flatMap(({ deliver }, index) => again(deliver.map(({ name }) => name), `/schedules/${index}/deliver`)),
  ];
}

function withoutSecret(schedules: readonly Read[], env: Environment): readonly InputError[] {
  return schedules.flatMap(({ deliver }, index) => deliver.flatMap((one, number) => 'folder' in one || secretsOf(env[one.secretVariable]) !== undefined ? [] : [{
    pointer: `/schedules/${index}/deliver/${number}/secretVariable`,
    detail: `biến ${one.secretVariable} phải có dạng whsec_… / the variable ${one.secretVariable} must hold whsec_ and 24 to 64 bytes in Base64`,
  }]));
}

function timeOfDay() {
  return z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'phải là giờ như 07:30 / must be a time such as 07:30');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', 'Tệp lịch gửi báo cáo không phải là JSON / The file of the schedules is not JSON.', { cause });
  }
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part)}`).join('');
}

function sentenceOf(issue: z.core.$ZodIssue | Omit<z.core.$ZodIssue, 'path'>): string {
  if (issue.code === 'unrecognized_keys' && 'keys' in issue) return `không có mục ${issue.keys.join(', ')} / there is no member ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_value' && 'values' in issue) return `phải là một trong: ${issue.values.join(', ')} / must be one of these`;
  // A message of zod's own begins like a sentence.
  if (/^\p{Lu}/u.test(issue.message)) return 'còn thiếu hoặc không đúng kiểu / is missing or of another type';
  return issue.message;
}
