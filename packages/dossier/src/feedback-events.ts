import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import { authorityCode, CHANNELS, dueText, fieldCode, procedureCode } from './event-schemas.ts';
import { isTypeOf } from './type-guard.ts';

/** Mã phản ánh, kiến nghị: `H57.31.PAKN-240105-0012`; the agency may be missing. */
export const feedbackCode = z.string().max(64).regex(/^(?:[A-Z0-9]{1,6}\.){0,6}PAKN-\d{6}-\d{1,6}$/, 'not a feedback code such as H57.31.PAKN-240105-0012');

/** Phản ánh, kiến nghị về quy định hành chính, or về hành vi hành chính. */
export const FEEDBACK_KINDS = ['regulation', 'conduct'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

const empty = z.strictObject({});

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

export const FEEDBACK_EVENT_TYPES = Object.keys(feedbackEventData) as readonly FeedbackEventType[];

export const isFeedbackEventType = isTypeOf(feedbackEventData);
