import { errorCatalogue } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import { z } from 'zod';
import type { Refusal } from './refusal.ts';

const inputError = z.object({ pointer: z.string(), detail: z.string() });

/** What becomes of one item; `index` counts the items of the request from 0. */
export const answerSchema = z.object({
  index: z.int(),
  id: z.string().optional(),
  status: z.enum(['accepted', 'duplicate', 'refused', 'failed']),
  position: z.int().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(inputError).optional(),
}).meta({ description: 'accepted: in the log at this position. duplicate: was there before, at this position. refused: will never be accepted as it is. failed: was not judged, send it again.' });

export type Outcome = { readonly kind: 'accepted' | 'duplicate'; readonly position: number } | NotTaken;
export type NotTaken = { readonly kind: 'refused' | 'failed'; readonly refusal: Refusal };

export type Answer = { readonly index: number; readonly id: string | undefined; readonly outcome: Outcome };

/** How many items ended how, and the status of the request if nothing of it went well. */
export type Tally = { accepted: number; duplicate: number; refused: number; failed: number; firstCode: ErrorCode | undefined };

export function emptyTally(): Tally {
  return { accepted: 0, duplicate: 0, refused: 0, failed: 0, firstCode: undefined };
}

/** Adds what became of items. */
export function count(tally: Tally, answers: readonly Answer[]): void {
  for (const { outcome } of answers) {
    tally[outcome.kind] += 1;
    if ('refusal' in outcome) tally.firstCode ??= outcome.refusal.code;
  }
}

/** 200 as soon as one item is in the log; else what the first one would have got alone. */
export function statusOf(tally: Tally): number {
  if (tally.accepted + tally.duplicate > 0 || tally.firstCode === undefined) return 200;
  return errorCatalogue[tally.firstCode].status;
}

/** With `Prefer: return=minimal` what went well is only counted. */
export function isShown(answer: Answer, minimal: boolean): boolean {
  return !minimal || 'refusal' in answer.outcome;
}

/** What the sender is told of an item. */
export function shownAnswer({ index, id, outcome }: Answer): z.input<typeof answerSchema> {
  if (!('refusal' in outcome)) return { index, id, status: outcome.kind, position: outcome.position };
  const { code, detail, errors } = outcome.refusal;
  return { index, id, status: outcome.kind, code, detail, ...(errors.length > 0 ? { errors: [...errors] } : {}) };
}

/** One line without its newline. */
export function answerText(answer: Answer): string {
  return JSON.stringify(shownAnswer(answer));
}

export function summaryText({ accepted, duplicate, refused, failed }: Tally): string {
  return JSON.stringify({ summary: { accepted, duplicate, refused, failed } });
}
