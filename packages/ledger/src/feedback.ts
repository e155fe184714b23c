import type { Feedback, FeedbackKind, FeedbackReport, FeedbackSituation, FeedbackStep } from '@motcua/dossier';
import { civilDateOf, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { FACT_BOOK } from './facts.ts';
import type { Cause, Movement, Whereabouts } from './movement.ts';

/** Phản ánh, kiến nghị đang xử lý, by what it is about, and whether its limit has passed. Like open dossiers they make a stock. */
export const OPEN_FEEDBACK_CLASSES = ['feedback_regulation', 'feedback_regulation_overdue', 'feedback_conduct', 'feedback_conduct_overdue'] as const;
/** Where a feedback can stand; `feedback_published` is a fact beside that. */
export const FEEDBACK_CLASSES = [...OPEN_FEEDBACK_CLASSES, 'feedback_on_time', 'feedback_late', 'feedback_undated', 'feedback_dismissed', 'feedback_published'] as const;
type FeedbackClass = (typeof FEEDBACK_CLASSES)[number];

/**
 * The movements of a feedback's whole history, in the book of facts.
 *
 * A limit that passes unfinished moves the feedback on the limit's own day. That is posted with the reception already and inverted when
 * other news shows that it did not come so: nobody need mark it, and no question may count a day that has not come yet.
 */
export function feedbackMovements({ steps }: Feedback): readonly Movement[] {
  const [first] = steps;
  if (first === undefined) return [];
  const { dueAt } = first.after;
  const inTime = dueAt === undefined ? steps : steps.filter(({ event }) => minuteOf(event.occurredAt) <= minuteOf(dueAt));
  const last = inTime.at(-1) ?? first;
  const passed = dueAt !== undefined && last.after.state === 'open' ? [passing(first, last, dueAt)] : [];
  const later = steps.slice(inTime.length);
  return [
    ...inTime.map((step, at) => movement(step, inTime[at - 1], false)), ...passed,
    ...later.map((step, at) => movement(step, later[at - 1] ?? last, passed.length > 0)),
  ];
}

const CAUSES = {
  FeedbackReceived: 'received', FeedbackReassigned: 'reassigned', FeedbackProcessed: 'resolved', FeedbackDismissed: 'terminated', FeedbackPublished: 'noted',
} as const satisfies Record<FeedbackReport['type'], Cause>;

function movement({ event, after }: FeedbackStep, before: FeedbackStep | undefined, isLate: boolean): Movement {
  const outside: Whereabouts = { class: 'outside', placement: after.placement };
  const ends = event.type === 'FeedbackPublished'
    ? { from: outside, to: { class: 'feedback_published', placement: after.placement } as const }
    : { from: before === undefined ? outside : whereabouts(before.after, isLate), to: whereabouts(after, isLate) };
  return { eventId: event.id, effectiveOn: civilDateOf(event.occurredAt), cause: CAUSES[event.type], rule: FACT_BOOK, amount: 1, ...ends };
}

/** It follows from the event that told the limit. */
function passing(told: FeedbackStep, { after }: FeedbackStep, dueAt: Instant): Movement {
  return { eventId: told.event.id, effectiveOn: civilDateOf(dueAt), cause: 'overdue', rule: FACT_BOOK, amount: 1, from: whereabouts(after, false), to: whereabouts(after, true) };
}

function whereabouts(situation: FeedbackSituation, isLate: boolean): Whereabouts {
  return { class: classOf(situation, isLate), placement: situation.placement };
}

function classOf({ state, kind, dueAt }: FeedbackSituation, isLate: boolean): FeedbackClass {
  switch (state) {
    case 'open': return isLate ? OVERDUE[kind] : WITHIN[kind];
    case 'processed': return dueAt === undefined ? 'feedback_undated' : isLate ? 'feedback_late' : 'feedback_on_time';
    case 'dismissed': return 'feedback_dismissed';
  }
}

const WITHIN = { regulation: 'feedback_regulation', conduct: 'feedback_conduct' } as const satisfies Record<FeedbackKind, FeedbackClass>;
const OVERDUE = { regulation: 'feedback_regulation_overdue', conduct: 'feedback_conduct_overdue' } as const satisfies Record<FeedbackKind, FeedbackClass>;
