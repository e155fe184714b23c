import { civilDateOf, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { DossierClass, Situation } from './situation.ts';

/**
 * A named, versioned way of telling early, on time and late from the same facts. Each rule has books of its own.
 *
 * @source nd61: Nghị định 61/2018/NĐ-CP, Điều 19: a complete dossier that comes back restarts the limit from zero (khoản 4);
 *   a letter of apology re-appoints the return and does not excuse the lateness (khoản 9).
 */
export type LatenessRule = {
  readonly id: string;
  readonly version: number;
  /** Whether a due date changed because of an apology counts. */
  readonly apologyMovesDueDate: boolean;
};

export const ND61: LatenessRule = { id: 'nd61', version: 1, apologyMovesDueDate: false };

/** Whether an open, received dossier has let its due date in force pass before this instant; the due minute itself is in time. */
export function isPastDue(situation: Situation, at: Instant): boolean {
  return situation.dueAt !== undefined && minuteOf(at) > minuteOf(situation.dueAt);
}

/** The class of a dossier resolved at an instant. */
export function resolvedClass(situation: Situation, resolvedAt: Instant): DossierClass {
  const due = dueDateThatCounts(situation, resolvedAt);
  if (situation.everOverdue || (due !== undefined && minuteOf(resolvedAt) > minuteOf(due))) return 'resolved_late';
  if (due === undefined) return 'resolved_undated';
  return civilDateOf(resolvedAt) < civilDateOf(due) ? 'resolved_early' : 'resolved_on_time';
}

/** Resolved while a supplement is still awaited: the stopped due date proves that it was in time, and proves nothing once it has passed. */
function dueDateThatCounts(situation: Situation, resolvedAt: Instant): Instant | undefined {
  if (situation.dueAt !== undefined || situation.stoppedDueAt === undefined) return situation.dueAt;
  return minuteOf(resolvedAt) <= minuteOf(situation.stoppedDueAt) ? situation.stoppedDueAt : undefined;
}
