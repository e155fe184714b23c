import { decideFeedback, emptyFeedback, FEEDBACK_TIMES, readFeedbackEvent } from '@motcua/dossier';
import type { Feedback, FeedbackEvent } from '@motcua/dossier';
import { addDays, formatInstant, instantAt, uuidV5 } from '@motcua/kernel';
import fc from 'fast-check';
import { feedbackCards } from './oracle-feedback.ts';

/** The offices that made-up feedback is with. */
export const FEEDBACK_OFFICES = ['H57.31', 'H57.32', 'H57.01'] as const;
/** The first of the sixty days on which made-up feedback lives. */
export const FEEDBACK_FROM = '2024-01-01';

/** An accepted event of a feedback. */
export type FeedbackArrival = { readonly code: string; readonly event: FeedbackEvent };

type Wish = { readonly of: number; readonly what: number; readonly day: number; readonly hour: number; readonly pick: number; readonly more: number };

/**
 * What was accepted of several feedbacks, in order of arrival and in any order of time; corrections of whatever is recorded among it, and
 * reports that were taken back.
 */
export function feedbackArrivals({ feedbacks = 4, wishes: count = 60 } = {}): fc.Arbitrary<readonly FeedbackArrival[]> {
  const wish = fc.record({ of: fc.nat(feedbacks - 1), what: fc.nat(11), day: fc.nat(59), hour: fc.nat(23), pick: fc.nat(9_999), more: fc.nat(9_999) });
  return fc.array(wish, { minLength: count, maxLength: count }).map((wishes) => {
    const lives = new Map<string, Feedback>();
    return wishes.flatMap((one, index) => {
      const code = `H57.31.PAKN-240105-${String(one.of + 1)}`;
      const life = lives.get(code) ?? emptyFeedback;
      const event = wished(life, one, uuidV5('test', code, String(index)));
      const decision = event === undefined ? undefined : decideFeedback(life, event);
      if (event === undefined || decision?.kind !== 'accepted') return [];
      lives.set(code, decision.feedback);
      return [{ code, event }];
    });
  });
}

/** Of each feedback its events among the first arrivals. */
export function feedbackLives(arrivals: readonly FeedbackArrival[]): readonly (readonly FeedbackEvent[])[] {
  return [...Map.groupBy(arrivals, ({ code }) => code).values()].map((own) => own.map(({ event }) => event));
}

function wished(life: Feedback, { what, day, hour, pick, more }: Wish, id: string): FeedbackEvent | undefined {
  const told = (type: FeedbackEvent['type'], data: object): FeedbackEvent => readFeedbackEvent({ type, id, occurredAt: at(day, hour), data });
  const office = FEEDBACK_OFFICES[pick % FEEDBACK_OFFICES.length];
  switch (what) {
    case 0: case 1: case 2: return told('FeedbackReceived', {
      authority: office, kind: pick % 2 === 0 ? 'regulation' : 'conduct', ...(more % 3 === 0 ? {} : { dueAt: addDays(FEEDBACK_FROM, day + more % 40) }), ...(more % 5 === 0 ? { procedure: '1.001234', channel: 'online' } : {}),
    });
    case 3: return told('FeedbackReassigned', { to: office });
    case 4: case 5: return told('FeedbackProcessed', {});
    case 6: return told('FeedbackPublished', {});
    case 7: return told('FeedbackDismissed', { reason: 'other' });
    default: {
      const correction = correctionOf(life, pick, more);
      return correction === undefined ? undefined : told('FeedbackCorrected', correction);
    }
  }
}

/** Of anything that a report says, another value, or nothing where there may be. */
function correctionOf({ events }: Feedback, pick: number, more: number): object | undefined {
  const cards = feedbackCards(events);
  const said = [...cards[more % cards.length]?.told ?? []];
  const [field, old] = said[pick % said.length] ?? [];
  if (field === undefined || old === undefined) return undefined;
  const others = valuesOf(field, more).filter((value) => value !== old);
  return { field, old, new: others[more % others.length], reason: 'other' };
}

function valuesOf(field: string, more: number): readonly (string | null)[] {
  if (field in FEEDBACK_TIMES) return [at(more % 60, more % 24), null];
  switch (field) {
    case 'kind': return ['regulation', 'conduct'];
    case 'authority': return FEEDBACK_OFFICES;
    case 'dueAt': return [at(more % 90, 17), at(more % 89, 8), null];
    case 'channel': return ['online', 'postal', null];
    case 'procedure': return ['1.001234', '1.005678', null];
    default: return ['H57.90', 'H57.91', null];
  }
}

function at(day: number, hour: number): string {
  return formatInstant(instantAt(addDays(FEEDBACK_FROM, day), hour * 60));
}
