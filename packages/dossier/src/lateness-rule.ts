import { civilDateOf, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { isReceivedOpen } from './situation.ts';
import type { DossierClass, Situation } from './situation.ts';

/**
 * A named, versioned way of telling early, on time and late from the same facts. Each rule has books of its own. What is
 * lawful is the same under every rule.
 */
export type LatenessRule = {
  readonly id: string;
  readonly version: number;
  /** Tên quy tắc, as printed. */
  readonly label: string;
  /** When a supplement asked for in time is back: the limit starts again from zero, or the waiting is subtracted. */
  readonly supplement: 'restarts' | 'is_subtracted';
  /** A second supplement asked for after the reception. */
  readonly secondSupplement: 'is_like_the_first' | 'is_late';
  /** Whether the date re-appointed by a letter of apology counts; `once`: the first that comes in time. */
  readonly reappointment: 'ignored' | 'once';
};

/**
 * The rule of every figure for which none is named.
 *
 * @source Nghị định 61/2018/NĐ-CP, Điều 19: a complete dossier that comes back restarts the limit from zero (khoản 4);
 *   a letter of apology re-appoints the return and does not excuse the lateness (khoản 9).
 */
export const ND61: LatenessRule = {
  id: 'nd61', version: 1, label: 'Nghị định 61/2018/NĐ-CP', supplement: 'restarts', secondSupplement: 'is_like_the_first', reappointment: 'ignored',
};

/** As ND61, but the date of the one re-appointment that the decree allows counts. The law does not say so; some offices do. */
export const ND61_EXTENDED: LatenessRule = { ...ND61, id: 'nd61-extended', label: 'Nghị định 61/2018/NĐ-CP, tính theo ngày hẹn lại', reappointment: 'once' };

/**
 * The rule of the national portal's service index.
 *
 * @source Quyết định 766/QĐ-TTg năm 2022 and the portal's explanation: waiting for the first supplement is subtracted; a dossier
 *   with a second request counts as late.
 */
export const PORTAL_766: LatenessRule = {
  id: 'portal-766', version: 1, label: 'Bộ chỉ số theo Quyết định 766/QĐ-TTg', supplement: 'is_subtracted', secondSupplement: 'is_late', reappointment: 'ignored',
};

/** Every rule that has books; the first is the base of the others. */
export const LATENESS_RULES: readonly [LatenessRule, ...LatenessRule[]] = [ND61, ND61_EXTENDED, PORTAL_766];

/** Whether an open, received dossier has let its due date in force pass before this instant; the due minute itself is in time. */
export function isPastDue(situation: Situation, at: Instant): boolean {
  return situation.dueAt !== undefined && minuteOf(at) > minuteOf(situation.dueAt);
}

/**
 * The due date of which the clock must write a mark as soon as it has passed, or had to: the one in force of a received,
 * unfinished dossier, and also of one that has ended or changed its date meanwhile, when late news is the first to say so.
 */
export function dueDateToMark({ unmarkedDueAt, dueAt, class: dossierClass }: Situation): Instant | undefined {
  if (unmarkedDueAt !== undefined || dossierClass === 'overdue' || !isReceivedOpen(dossierClass)) return unmarkedDueAt;
  return dueAt;
}

/** The class of a dossier resolved at an instant, `due` being the date that counts. */
export function resolvedClass(situation: Situation, resolvedAt: Instant, due: Instant | undefined): DossierClass {
  if (situation.everOverdue || (due !== undefined && minuteOf(resolvedAt) > minuteOf(due))) return 'resolved_late';
  if (due === undefined) return 'resolved_undated';
  return civilDateOf(resolvedAt) < civilDateOf(due) ? 'resolved_early' : 'resolved_on_time';
}
