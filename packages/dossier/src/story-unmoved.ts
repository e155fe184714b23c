import type { Instant } from '@motcua/kernel';
import type { DossierEvent, DossierEventType } from './events.ts';
import type { Step } from './history.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { isReceivedOpen } from './situation.ts';
import type { Situation } from './situation.ts';

/**
 * Why something that might have moved the due date did not. `rule_ignores_apologies`: a letter re-appoints the return and excuses
 * nothing. `already_reappointed`: once is all. `due_date_passed`: it came after the due date. `waiting_is_subtracted`: the told date
 * does not count, the waiting does. `not_awaited`: nobody waited for it. `no_due_date`: there was none, or it had ended. `another_date_counts`: the
 * date that was moved with the calendar is not the one that counts under this rule.
 */
export type UnmovedReason = 'rule_ignores_apologies' | 'already_reappointed' | 'due_date_passed' | 'waiting_is_subtracted' | 'not_awaited' | 'no_due_date' | 'another_date_counts';

/** Something that left the due date as it was, although one might think otherwise. */
export type Unmoved = {
  readonly at: Instant;
  readonly eventId: string;
  readonly eventType: DossierEventType;
  readonly why: UnmovedReason;
  /** The date that it told in vain. */
  readonly toldDueAt: string | undefined;
};

/** What the step did not do to the due date, with the reason; undefined when nobody would expect anything. */
export function unmovedBy({ event, before, after }: Step, rule: LatenessRule): Unmoved | undefined {
  if (!after.everWorkedOn) return undefined;
  const why = reasonOf(event, before, after, rule);
  return why === undefined ? undefined : { at: event.occurredAt, eventId: event.id, eventType: event.type, why, toldDueAt: toldBy(event) };
}

function reasonOf(event: DossierEvent, before: Situation, after: Situation, rule: LatenessRule): UnmovedReason | undefined {
  switch (event.type) {
    case 'ApologyIssued': return event.data.newDueAt === undefined ? undefined : uncounted(before, after, rule);
    case 'DueDateChanged': return changedInVain(event.data.cause, before, after, rule);
    case 'SupplementRequested': return after.supplement === 'awaited_late' ? 'due_date_passed' : undefined;
    case 'PaymentRequested': return after.payment === 'awaited_late' ? 'due_date_passed' : undefined;
    case 'ProcessingSuspended': return after.suspension === 'awaited_late' ? 'due_date_passed' : undefined;
    case 'SupplementReceived': return inVain(event.data.dueAt, before.supplement, rule.supplement === 'is_subtracted' && before.stoppedDueAt !== undefined);
    case 'FeePaid': return inVain(event.data.dueAt, before.payment, false);
    case 'ProcessingResumed': return inVain(event.data.dueAt, before.suspension, false);
    default: return undefined;
  }
}

function changedInVain(cause: string, before: Situation, after: Situation, rule: LatenessRule): UnmovedReason | undefined {
  if (cause === 'apology') return uncounted(before, after, rule);
  return cause === 'calendar' && before.dueAt === after.dueAt && before.stoppedDueAt === after.stoppedDueAt ? 'another_date_counts' : undefined;
}

function uncounted(before: Situation, after: Situation, rule: LatenessRule): UnmovedReason | undefined {
  if (before.reappointed !== after.reappointed) return undefined;
  if (rule.reappointment === 'ignored') return 'rule_ignores_apologies';
  if (before.reappointed) return 'already_reappointed';
  return isReceivedOpen(before.class) && after.everOverdue ? 'due_date_passed' : 'no_due_date';
}

function inVain(told: string | undefined, waited: Situation['supplement'], subtracted: boolean): UnmovedReason | undefined {
  if (told === undefined) return undefined;
  if (waited === 'none') return 'not_awaited';
  if (waited === 'awaited_late') return 'due_date_passed';
  return subtracted ? 'waiting_is_subtracted' : undefined;
}

function toldBy(event: DossierEvent): string | undefined {
  switch (event.type) {
    case 'ApologyIssued': case 'DueDateChanged': return event.data.newDueAt;
    case 'SupplementReceived': case 'FeePaid': case 'ProcessingResumed': return event.data.dueAt;
    default: return undefined;
  }
}
