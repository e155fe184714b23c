import { AppError, formatInstant, minuteOf, parseInstant } from '@motcua/kernel';
import type { DossierEvent, DossierEventOf, DossierEventType } from './events.ts';
import { evolve, unknownDossier } from './evolve.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { OUTSIDE } from './situation.ts';
import type { Situation } from './situation.ts';

/** One folded event and where the dossier stood before and after it. `event` has the times that corrections gave it. */
export type Step = { readonly event: DossierEvent; readonly before: Situation; readonly after: Situation };

/** A history that was folded to its end, or the first event that cannot have happened, with the reason. */
export type Folding =
  | { readonly kind: 'lawful'; readonly steps: readonly Step[]; readonly situation: Situation }
  | { readonly kind: 'unlawful'; readonly at: DossierEvent; readonly error: AppError };

/**
 * Folds a dossier's events, given in order of arrival, in order of time: by minute, overdue marks last in their minute
 * (a due date passes when its minute is over), then by arrival. Corrections of times are applied first.
 */
export function fold(arrived: readonly DossierEvent[], rule: LatenessRule): Folding {
  const timed = applyTimeCorrections(arrived);
  if ('error' in timed) return { kind: 'unlawful', ...timed };
  const steps: Step[] = [];
  let situation = OUTSIDE;
  for (const event of timed.events.toSorted(byTime)) {
    const after = evolve(situation, event, rule);
    if (after instanceof AppError) return { kind: 'unlawful', at: event, error: after };
    steps.push({ event, before: situation, after });
    situation = after;
  }
  const last = steps.at(-1);
  if (last !== undefined && situation.class === 'outside') return { kind: 'unlawful', at: last.event, error: unknownDossier() };
  return { kind: 'lawful', steps, situation };
}

/** Negative when `a` comes before `b`; 0 means: as they arrived. */
export function byTime(a: DossierEvent, b: DossierEvent): number {
  return minuteOf(a.occurredAt) - minuteOf(b.occurredAt) || rank(a) - rank(b);
}

function rank(event: DossierEvent): number {
  return event.type === 'DossierFellOverdue' ? 1 : 0;
}

/** Whether the event changes what earlier ones say, so that the history must be folded again. */
export function correctsTime(event: DossierEvent): event is DossierEventOf<'DossierCorrected'> {
  return event.type === 'DossierCorrected' && timeTarget(event) !== undefined;
}

function timeTarget(correction: DossierEventOf<'DossierCorrected'>): DossierEventType | undefined {
  switch (correction.data.field) {
    case 'submittedAt': return 'DossierSubmitted';
    case 'receivedAt': case 'dueAt': return 'DossierReceived';
    case 'resolvedAt': return 'DossierResolved';
    case 'authority': case 'receivingUnit': case 'procedure': case 'field': case 'channel': return undefined;
  }
}

type Timed = { readonly events: readonly DossierEvent[] } | { readonly at: DossierEvent; readonly error: AppError };

function applyTimeCorrections(arrived: readonly DossierEvent[]): Timed {
  if (!arrived.some(correctsTime)) return { events: arrived };
  const events = [...arrived];
  for (const [arrival, event] of arrived.entries()) {
    if (!correctsTime(event)) continue;
    const index = events.findLastIndex((one, at) => at < arrival && one.type === timeTarget(event));
    const target = events[index];
    const corrected = target === undefined ? undefined : correctTime(target, event);
    if (corrected === undefined) return { at: event, error: mismatch(target, event) };
    events[index] = corrected;
  }
  return { events };
}

/** The event with its corrected time, or undefined when the old value is not what it says. */
function correctTime(target: DossierEvent, correction: DossierEventOf<'DossierCorrected'>): DossierEvent | undefined {
  const { field, old } = correction.data;
  const changed = parseInstant(correction.data.new);
  if (changed === undefined) return undefined;
  if (field === 'dueAt') {
    if (target.type !== 'DossierReceived' || !sameMinute(target.data.dueAt, old ?? undefined)) return undefined;
    return { ...target, data: { ...target.data, dueAt: correction.data.new } };
  }
  return sameMinute(formatInstant(target.occurredAt), old ?? undefined) ? { ...target, occurredAt: changed } : undefined;
}

function sameMinute(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [one, other] = [parseInstant(a), parseInstant(b)];
  return one !== undefined && other !== undefined && minuteOf(one) === minuteOf(other);
}

function mismatch(target: DossierEvent | undefined, correction: DossierEventOf<'DossierCorrected'>): AppError {
  const recorded = target === undefined ? 'nothing'
    : correction.data.field === 'dueAt' && target.type === 'DossierReceived' ? target.data.dueAt ?? 'no due date'
    : formatInstant(target.occurredAt);
  return new AppError('CORRECTION_MISMATCH', 'The old value is not the recorded one: read the dossier again and correct what it says now.', {
    errors: [{ pointer: '/data/old', detail: `recorded is ${recorded}` }],
  });
}
