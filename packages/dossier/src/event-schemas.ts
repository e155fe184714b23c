import { EARLIEST_INSTANT, formatInstant, instantAt, isCivilDate, LATEST_INSTANT, parseInstant } from '@motcua/kernel';
import { z } from 'zod';
import { CORRECTION_REASONS, readCorrection } from './correction-values.ts';

/** Minutes after midnight at which a due date given without a time ends: 17:00, the usual end of the working day. */
const END_OF_WORKING_DAY = 17 * 60;

const CODE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?$/;

/** Mã hồ sơ: `000.00.06.H56-231027-0361` or `H21.65-220914-0011`; four to six digits a day and agency. */
export const dossierCode = z.string().max(64).regex(/^[A-Z0-9]{1,6}(?:\.[A-Z0-9]{1,6}){0,5}-\d{6}-\d{4,6}$/, 'not a dossier code such as H57.31-240105-0012');
/** Mã cơ quan, e.g. `H57.01`. */
export const authorityCode = z.string().regex(CODE, 'not an authority code such as H57.01');
/** Mã thủ tục hành chính, e.g. `1.001234`. */
export const procedureCode = z.string().regex(CODE, 'not a procedure code such as 1.001234');
/** Mã lĩnh vực, e.g. `G03-GD06`. */
export const fieldCode = z.string().regex(CODE, 'not a field code such as G03-GD06');

/** An RFC 3339 instant with an offset, 1990 to 2099; becomes UTC with milliseconds. */
export const instantText = z.string().max(40).transform(toUtcText);

/** A due date: an instant, or a date, which means 17:00 of that day; becomes UTC with milliseconds. */
export const dueText = z.string().max(40).transform((text, context) =>
  isCivilDate(text) ? toUtcText(formatInstant(instantAt(text, END_OF_WORKING_DAY)), context) : toUtcText(text, context));

function toUtcText(text: string, context: { readonly issues: z.core.$ZodRawIssue[] }): string {
  const instant = parseInstant(text);
  if (instant !== undefined && instant >= EARLIEST_INSTANT && instant < LATEST_INSTANT) return formatInstant(instant);
  const message = instant === undefined
    ? 'not an instant with an offset, such as 2024-01-05T08:12:00+07:00'
    : 'before 1990 or after 2099';
  context.issues.push({ code: 'custom', message, input: text });
  return z.NEVER;
}

/** Kênh tiếp nhận. */
export const CHANNELS = ['online', 'in_person', 'postal'] as const;
/** Nguyên nhân chậm. */
export const DELAY_CAUSES = ['verification', 'inspection_team', 'appraisal', 'objective', 'applicant', 'coordinating_office', 'own_fault', 'unknown'] as const;
/** Lý do đổi hạn; `calendar`: the operator moved promised dates after a change of the working calendar. */
export const DUE_DATE_CAUSES = ['supplement', 'apology', 'suspension', 'opinion', 'law', 'calendar', 'other'] as const;
/** Cách nộp phí, lệ phí. */
export const PAYMENT_METHODS = ['counter', 'bank_transfer', 'national_portal', 'provincial_portal', 'other_online', 'other'] as const;
/** Thanh toán trực tuyến: on the national portal, the province's, or in another way that is online by itself. */
export const ONLINE_PAYMENTS: readonly (string | undefined)[] = ['national_portal', 'provincial_portal', 'other_online'] satisfies readonly (typeof PAYMENT_METHODS)[number][];
/** Phiếu: notice, extension, request to verify, result. A letter of apology is told by `ApologyIssued`. */
export const SLIP_KINDS = ['notice', 'extension', 'verification', 'result'] as const;
/** What a correction may change; times and due dates re-order the history, the others move the dossier. */
export const CORRECTABLE = ['submittedAt', 'receivedAt', 'resolvedAt', 'dueAt', 'authority', 'receivingUnit', 'procedure', 'field', 'channel'] as const;

const placement = { authority: authorityCode, receivingUnit: authorityCode.optional(), procedure: procedureCode, field: fieldCode.optional() };
/** Thời hạn giải quyết: in working days, calendar days or working hours; at most about ten years. */
export const limit = z.strictObject({ amount: z.int().min(1).max(20_000), unit: z.enum(['working_days', 'calendar_days', 'hours']) })
  .refine(({ amount, unit }) => amount <= LIMIT_MAX[unit], { path: ['amount'], message: 'more than ten years' });
const LIMIT_MAX = { working_days: 2_500, calendar_days: 3_653, hours: 20_000 } as const;
const empty = z.strictObject({});
/** More components than any dossier has. */
const COMPONENTS_MAX = 1_000;
const someComponents = z.int().min(0).max(COMPONENTS_MAX).default(0);
/** Where the digital form of a component comes from. */
const digital = { byApplicant: someComponents, byCounter: someComponents, fromCitizenStore: someComponents, fromNationalDatabase: someComponents, fromElsewhere: someComponents };
/** What an office has of its own to keep to: a limit that starts with the request, or a date. */
const ownLimit = { limit: limit.optional(), dueAt: dueText.optional() };

/**
 * The data of every event of a dossier, by type: the one source of validation, types and the API description.
 * Every instant leaves these schemas as RFC 3339 in UTC with milliseconds.
 */
export const dossierEventData = {
  /** Nộp trực tuyến: filed online, waits to be received. */
  DossierSubmitted: z.strictObject(placement),
  /**
   * Tiếp nhận: the one-stop unit takes the dossier in. Without `dueAt` the due date follows from `limit`, else from the limit of
   * the declared procedure; when there is none either the dossier is undated.
   */
  DossierReceived: z.strictObject({ ...placement, receivingUnit: authorityCode, channel: z.enum(CHANNELS), limit: limit.optional(), dueAt: dueText.optional() }),
  /** Từ chối tiếp nhận: with a slip that gives the reason. The placement is needed when nothing was submitted. */
  DossierRefused: z.strictObject({
    reason: z.enum(['not_competent', 'invalid', 'incomplete', 'duplicate', 'other']),
    authority: authorityCode.optional(), receivingUnit: authorityCode.optional(), procedure: procedureCode.optional(),
    field: fieldCode.optional(), channel: z.enum(CHANNELS).optional(),
  }),
  /** Yêu cầu bổ sung hồ sơ. */
  SupplementRequested: empty,
  /** Nhận hồ sơ bổ sung; `dueAt`: the date that the restarted limit gives, computed when it is not told. */
  SupplementReceived: z.strictObject({ dueAt: dueText.optional() }),
  /** Yêu cầu thực hiện nghĩa vụ tài chính; `amount` in đồng. */
  PaymentRequested: z.strictObject({ amount: z.int().min(0).max(1_000_000_000_000).optional() }),
  /** Đã nộp phí, lệ phí, also without a request. `dueAt`: the new due date when the payment was waited for. */
  FeePaid: z.strictObject({ method: z.enum(PAYMENT_METHODS).optional(), amount: z.int().min(0).max(1_000_000_000_000).optional(), dueAt: dueText.optional() }),
  /** Tạm dừng giải quyết. */
  ProcessingSuspended: z.strictObject({ reason: z.enum(['law', 'court', 'objective', 'applicant', 'other']).optional() }),
  /** Tiếp tục giải quyết; `dueAt`: the new due date, computed when it is not told. */
  ProcessingResumed: z.strictObject({ dueAt: dueText.optional() }),
  /** Chuyển cho cơ quan phối hợp, with a limit of its own; the responsible authority stays. To that one: it has the dossier back. */
  DossierTransferred: z.strictObject({ to: authorityCode, ...ownLimit }),
  /** Lấy ý kiến của cơ quan khác, with a limit of its own. */
  OpinionRequested: z.strictObject({ office: authorityCode, ...ownLimit }),
  /** Cơ quan được lấy ý kiến đã trả lời. */
  OpinionGiven: z.strictObject({ office: authorityCode }),
  /** Thông báo không kịp hạn: the authority or a unit of it says beforehand that the due date will not be kept. */
  DelayAnnounced: z.strictObject({ unit: authorityCode, cause: z.enum(DELAY_CAUSES) }),
  /** Thay đổi hạn trả kết quả. With cause `calendar` and `oldDueAt` it moves that date and, where another one counts, none. */
  DueDateChanged: z.strictObject({ oldDueAt: dueText.optional(), newDueAt: dueText, cause: z.enum(DUE_DATE_CAUSES) }),
  /** Quá hạn: the mark that a due date passed unfinished; its time is that due date. */
  DossierFellOverdue: z.strictObject({ rule: z.string().regex(/^[a-z0-9-]{1,32}$/), dueAt: instantText }),
  /** Phiếu xin lỗi và hẹn lại ngày trả kết quả. */
  ApologyIssued: z.strictObject({
    letterNumber: z.string().regex(/^[0-9A-Za-zĐđ./-]{1,40}$/, 'not a letter number such as 15/XL-UBND'),
    cause: z.enum(DELAY_CAUSES), unitAtFault: authorityCode, newDueAt: dueText.optional(), signed: z.boolean(), sentAt: instantText.optional(),
  }),
  /** Đã xử lý xong. `claimedOutcome` is what the sender thinks: kept, compared, never used. */
  DossierResolved: z.strictObject({ claimedOutcome: z.enum(['early', 'on_time', 'late']).optional(), delayCause: z.enum(DELAY_CAUSES).optional() }),
  /** Có kết quả, chờ trả; `electronic`: bản điện tử, also beside one on paper. */
  ResultReady: z.strictObject({ electronic: z.boolean().optional() }),
  /** Đã trả kết quả. */
  ResultReturned: z.strictObject({ method: z.enum(['counter', 'postal', 'online']).optional() }),
  /**
   * Số hóa thành phần hồ sơ: so many components came into the dossier, and so many of them are digital: as the applicant filed them,
   * scanned at the counter, or used again from the citizen's own store, a national database or elsewhere. Told again for what comes later.
   */
  ComponentsDigitized: z.strictObject({ components: z.int().min(1).max(COMPONENTS_MAX), ...digital })
    .refine(({ components, ...sources }) => Object.values(sources).reduce((sum, count) => sum + count, 0) <= components, { path: ['components'], message: 'fewer than are digital' }),
  /** Gửi phiếu cho người nộp hồ sơ; `signed`: ký số trên phần mềm. */
  SlipIssued: z.strictObject({ kind: z.enum(SLIP_KINDS), signed: z.boolean() }),
  /** Công dân rút hồ sơ. */
  DossierWithdrawn: empty,
  /** Dừng xử lý. */
  ProcessingTerminated: z.strictObject({ reason: z.enum(['no_supplement', 'no_payment', 'law', 'other']).optional() }),
  /** Mở lại hồ sơ đã kết thúc. */
  DossierReopened: z.strictObject({ reason: z.enum(['complaint', 'error', 'court', 'other']), dueAt: dueText.optional() }),
  /** Chuyển cơ quan giải quyết: another authority becomes responsible. */
  DossierReassigned: z.strictObject({ to: authorityCode }),
  /** Đính chính: `old` must be what is recorded, and `new` something else; instants as RFC 3339 with an offset. */
  DossierCorrected: z.strictObject({
    field: z.enum(CORRECTABLE), old: z.string().max(64).nullable(), new: z.string().min(1).max(64), reason: z.enum(CORRECTION_REASONS),
  }).transform((correction, context) => readCorrection(correction, valueSchema(correction.field), context)),
} as const;

function valueSchema(field: (typeof CORRECTABLE)[number]): z.ZodType<string> {
  switch (field) {
    case 'submittedAt': case 'receivedAt': case 'resolvedAt': return instantText;
    case 'dueAt': return dueText;
    case 'authority': case 'receivingUnit': return authorityCode;
    case 'procedure': return procedureCode;
    case 'field': return fieldCode;
    case 'channel': return z.enum(CHANNELS);
  }
}
