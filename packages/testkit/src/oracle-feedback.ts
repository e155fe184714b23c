import type { FeedbackEvent } from '@motcua/dossier';
import { civilDateOf, minuteOf, parseInstant } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import type { feedbackDefinitions } from '@motcua/ledger';

/** The figures that follow from feedback's events. */
export type FeedbackFactId = (typeof feedbackDefinitions)[number]['id'];

/** Which office, and over which days, both included. */
export type FeedbackQuestion = { readonly office: string; readonly from: CivilDate; readonly to: CivilDate };

/** One report as a clerk writes it on a card: each name once, and what was told under it. Nothing was told where it is null. */
export type FeedbackCard = { readonly type: FeedbackEvent['type']; readonly told: Map<string, string | null> };

/**
 * The figures of an office recounted from nothing but events: the cards of each feedback are written, struck out and overwritten as they
 * come in, put in order of time and read through for every question. Slow, and knows no movements.
 *
 * @param lives - Of each feedback its accepted events, in order of arrival.
 */
export function oracleFeedback(lives: readonly (readonly FeedbackEvent[])[], { office, from, to }: FeedbackQuestion): Readonly<Record<FeedbackFactId, number>> {
  const counts = { taken: 0, opening: 0, received: 0, transferred: 0, regulation: 0, processed: 0, onTime: 0, late: 0, undated: 0, published: 0, dismissed: 0, inProgress: 0, overdue: 0 };
  for (const life of lives) {
    const cards = feedbackCards(life).toSorted((a, b) => minuteOf(timeOf(a)) - minuteOf(timeOf(b)));
    const reception = cards.find(({ type }) => type === 'FeedbackReceived')?.told;
    if (reception === undefined) continue;
    const [kind, due] = [reception.get('kind'), instantOf(reception.get('dueAt'))];
    let [holder, isOpen, taken] = ['', false, 0];
    for (const card of cards) {
      const on = civilDateOf(timeOf(card));
      if (on > to) break;
      const [counted, before] = [on >= from, holder];
      holder = card.told.get('authority') ?? holder;
      if (card.type === 'FeedbackReceived') isOpen = true;
      if (card.type === 'FeedbackProcessed' || card.type === 'FeedbackDismissed') isOpen = false;
      // What stood with the office when the period began is what it holds before its first card in it.
      if (!counted) continue;
      const [isMine, wasMine] = [Number(holder === office), Number(before === office)];
      const isLate = due !== undefined && minuteOf(timeOf(card)) > minuteOf(due);
      if (card.type === 'FeedbackReceived') counts.received += isMine;
      if (card.type === 'FeedbackReceived') taken += isMine;
      if (card.type === 'FeedbackReassigned') counts.transferred += isMine - wasMine;
      if (card.type === 'FeedbackReassigned') taken += isMine - wasMine;
      if (card.type === 'FeedbackPublished') counts.published += isMine;
      if (card.type === 'FeedbackDismissed') counts.dismissed += isMine;
      if (card.type !== 'FeedbackProcessed') continue;
      counts.processed += isMine;
      counts[due === undefined ? 'undated' : isLate ? 'late' : 'onTime'] += isMine;
    }
    const atStart = holds(cards, (on) => on < from, office);
    counts.opening += atStart;
    taken += atStart;
    counts.taken += taken;
    if (kind === 'regulation') counts.regulation += taken;
    const atEnd = Number(isOpen && holder === office);
    counts.inProgress += atEnd;
    if (due !== undefined && civilDateOf(due) <= to) counts.overdue += atEnd;
  }
  return {
    feedbackTaken: counts.taken, feedbackReceived: counts.received, feedbackOpening: counts.opening, feedbackTransferred: counts.transferred,
    feedbackRegulation: counts.regulation, feedbackConduct: counts.taken - counts.regulation, feedbackProcessed: counts.processed, feedbackOnTime: counts.onTime,
    feedbackLate: counts.late, feedbackUndated: counts.undated, feedbackPublished: counts.published, feedbackDismissed: counts.dismissed,
    feedbackInProgress: counts.inProgress, feedbackWithinLimit: counts.inProgress - counts.overdue, feedbackOverdue: counts.overdue,
  };
}

/** The cards that are left of a life, in order of arrival. A correction strikes out what the last fitting card says, or the card when the time of the report is what goes. */
export function feedbackCards(life: readonly FeedbackEvent[]): readonly FeedbackCard[] {
  const cards: FeedbackCard[] = [];
  for (const { type, occurredAt, data } of life) {
    if (type !== 'FeedbackCorrected') {
      cards.push({ type, told: new Map([[TIME[type] ?? '', new Date(occurredAt).toISOString()], ...wordsOf({ type, data })]) });
      continue;
    }
    const isMeant = ({ told }: FeedbackCard): boolean => told.has(data.field) && toTheMinute(told.get(data.field)) === toTheMinute(data.old);
    const meant = cards.findLast(isMeant);
    if (meant === undefined) throw new Error(`No card says ${data.field} ${data.old ?? 'nothing'}`);
    if (data.new === null && data.field === TIME[meant.type]) cards.splice(cards.lastIndexOf(meant), 1);
    else meant.told.set(data.field, data.new);
  }
  return cards;
}

const TIME: Readonly<Record<string, string>> = {
  FeedbackReceived: 'receivedAt', FeedbackReassigned: 'reassignedAt', FeedbackProcessed: 'processedAt', FeedbackPublished: 'publishedAt', FeedbackDismissed: 'dismissedAt',
};

/** A reception says all of these, or that there is nothing. */
const ASKED = ['kind', 'authority', 'dueAt', 'receivingUnit', 'procedure', 'field', 'channel'] as const;

function wordsOf({ type, data }: Pick<FeedbackEvent, 'type' | 'data'>): readonly (readonly [string, string | null])[] {
  const said = data as Readonly<Record<string, string | undefined>>;
  if (type === 'FeedbackReceived') return ASKED.map((name) => [name, said[name] ?? null]);
  return type === 'FeedbackReassigned' ? [['authority', said['to'] ?? null]] : [];
}

/** Whether the office holds it open when the last card of these days is played: 1 or 0. */
function holds(cards: readonly FeedbackCard[], isDay: (on: CivilDate) => boolean, office: string): number {
  const played = cards.filter((card) => isDay(civilDateOf(timeOf(card))));
  const isEnded = played.some(({ type }) => type === 'FeedbackProcessed' || type === 'FeedbackDismissed');
  return Number(!isEnded && played.findLast(({ told }) => told.has('authority'))?.told.get('authority') === office);
}

function timeOf({ type, told }: FeedbackCard): Instant {
  return instantOf(told.get(TIME[type] ?? '')) ?? NaN;
}

function instantOf(text: string | null | undefined): Instant | undefined {
  return typeof text === 'string' ? parseInstant(text) : undefined;
}

/** Instants to the minute, whatever else as it is. */
function toTheMinute(text: string | null | undefined): string | null | undefined {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 16) : text;
}
