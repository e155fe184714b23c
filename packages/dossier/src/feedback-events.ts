import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import { CORRECTION_REASONS, readCorrection } from './correction-values.ts';
import type { Issues } from './correction-values.ts';
import { authorityCode, CHANNELS, dueText, fieldCode, instantText, procedureCode } from './event-schemas.ts';
import { UNKNOWN } from './situation.ts';
import { isTypeOf } from './type-guard.ts';

/** Mã phản ánh, kiến nghị: `H57.31.PAKN-240105-0012`; the agency may be missing. */
export const feedbackCode = z.string().max(64).regex(/^(?:[A-Z0-9]{1,6}\.){0,6}PAKN-\d{6}-\d{1,6}$/, 'not a feedback code such as H57.31.PAKN-240105-0012');

/** Phản ánh, kiến nghị về quy định hành chính, or về hành vi hành chính. */
export const FEEDBACK_KINDS = ['regulation', 'conduct'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

const empty = z.strictObject({});

/** What the time of a report is called where it is corrected. */
export const FEEDBACK_TIMES = {
  receivedAt: 'FeedbackReceived', reassignedAt: 'FeedbackReassigned', processedAt: 'FeedbackProcessed', publishedAt: 'FeedbackPublished', dismissedAt: 'FeedbackDismissed',
} as const;

/** What a correction may change, and the rule of its values. */
const correctable = {
  receivedAt: instantText, reassignedAt: instantText, processedAt: instantText, publishedAt: instantText, dismissedAt: instantText,
  dueAt: dueText, kind: z.enum(FEEDBACK_KINDS), authority: authorityCode, receivingUnit: authorityCode, procedure: procedureCode, field: fieldCode, channel: z.enum(CHANNELS),
} as const satisfies Record<keyof typeof FEEDBACK_TIMES, unknown> & Record<string, z.ZodType<string>>;
export type FeedbackCorrectable = keyof typeof correctable;
export const FEEDBACK_CORRECTABLE = Object.keys(correctable) as readonly FeedbackCorrectable[];

/**
 * The data of the events of a feedback (phản ánh, kiến nghị), by type; the subject is its code. None of them can hold who gave it, nor
 * what was said.
 */
export const feedbackEventData = {
  /** Tiếp nhận phản ánh, kiến nghị: `authority` has to process it, until `dueAt` when it has a limit. The rest: of what it is about, and how it came. */
  FeedbackReceived: z.strictObject({
    authority: authorityCode, kind: z.enum(FEEDBACK_KINDS), dueAt: dueText.optional(),
    receivingUnit: authorityCode.optional(), procedure: procedureCode.optional(), field: fieldCode.optional(), channel: z.enum(CHANNELS).optional(),
  }),
  /** Chuyển cơ quan xử lý: another authority has to process it, until the same date. */
  FeedbackReassigned: z.strictObject({ to: authorityCode }),
  /** Đã xử lý: the result is there, and whoever gave the feedback was told. */
  FeedbackProcessed: empty,
  /** Đăng tải công khai kết quả xử lý. */
  FeedbackPublished: empty,
  /** Không xử lý: it does not meet the conditions, or asks for nothing. */
  FeedbackDismissed: z.strictObject({ reason: z.enum(['not_eligible', 'not_competent', 'duplicate', 'opinion', 'withdrawn', 'other']) }),
  /**
   * Đính chính: what a report told of `field` was `old` and is `new`, from the beginning; null where there was nothing, or shall be. A report whose
   * time becomes nothing is taken back: it was sent by mistake.
   */
  FeedbackCorrected: z.strictObject({
    field: z.enum(FEEDBACK_CORRECTABLE).meta({ description: 'What was told wrong; the time of a report is named after it, such as processedAt' }),
    old: z.string().max(64).nullable().meta({ description: 'What is recorded now; null when there is nothing' }),
    new: z.string().max(64).nullable().meta({ description: 'What is right; null when there is nothing. Of the time of a report: the report is taken back' }),
    reason: z.enum(CORRECTION_REASONS),
  }).transform(correctionRead),
} as const;

export type FeedbackEventType = keyof typeof feedbackEventData;
/** What a sender writes as the data of an event. */
export type FeedbackEventInput<T extends FeedbackEventType> = z.input<(typeof feedbackEventData)[T]>;
/** The data as the log holds it. */
export type FeedbackEventData<T extends FeedbackEventType> = z.output<(typeof feedbackEventData)[T]>;

/** One fact about a feedback, as folding needs it. `id`: the log's UUID. `occurredAt`: when it happened, as the source says. */
export type FeedbackEvent = { readonly [T in FeedbackEventType]: {
  readonly type: T;
  readonly id: string;
  readonly occurredAt: Instant;
  readonly data: FeedbackEventData<T>;
} }[FeedbackEventType];

export type FeedbackCorrection = Extract<FeedbackEvent, { type: 'FeedbackCorrected' }>;
/** Báo cáo: an event that tells what happened, and not what was wrong in another one. */
export type FeedbackReport = Exclude<FeedbackEvent, FeedbackCorrection>;

export const FEEDBACK_EVENT_TYPES = Object.keys(feedbackEventData) as readonly FeedbackEventType[];

export const isFeedbackEventType = isTypeOf(feedbackEventData);

/** Kind and authority are always told; and the time of a report can become nothing, but never was. What answers show as unknown is nothing. */
function correctionRead<C extends { readonly field: FeedbackCorrectable; readonly old: string | null; readonly new: string | null }>(correction: C, context: Issues): C {
  const { field } = correction;
  const isTold = field === 'kind' || field === 'authority';
  const known = (value: string | null): string | null => value === UNKNOWN && !isTold ? null : value;
  for (const key of ['old', 'new'] as const) {
    const mayBeNothing = !isTold && (key === 'new' || !(field in FEEDBACK_TIMES));
    if (correction[key] === null && !mayBeNothing) context.issues.push({ code: 'custom', message: 'nothing, which there is no feedback with', path: [key], input: null });
  }
  return readCorrection({ ...correction, old: known(correction.old), new: known(correction.new) }, correctable[field], context);
}
