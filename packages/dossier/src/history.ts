import { AppError, minuteOf } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import type { DossierEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { unknownDossier } from './refusals.ts';
import { OUTSIDE } from './situation.ts';
import type { Situation } from './situation.ts';
import { applyTimeCorrections } from './time-corrections.ts';

/** One folded event and where the dossier stood before and after it. `event` has the times that corrections gave it. */
export type Step = { readonly event: DossierEvent; readonly before: Situation; readonly after: Situation };

/** A history that was folded to its end, or the first event that cannot have happened, with the reason. */
export type Folding =
  | { readonly kind: 'lawful'; readonly steps: readonly Step[]; readonly situation: Situation }
  | { readonly kind: 'unlawful'; readonly at: DossierEvent; readonly error: AppError };

/**
 * Folds a dossier's events, given in order of arrival, in order of time: by minute, overdue marks last in their minute
 * (a due date passes when its minute is over), then by arrival. Corrections of times and due dates are applied first.
 */
export function fold(arrived: readonly DossierEvent[], rule: LatenessRule, almanac?: Almanac): Folding {
  const timed = applyTimeCorrections(arrived);
  if ('error' in timed) return { kind: 'unlawful', ...timed };
  const steps: Step[] = [];
  let situation = OUTSIDE;
  for (const event of timed.events.toSorted(byTime)) {
    const after = evolve(situation, event, rule, almanac);
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

/** The error of a recorded event that no rule allows at its place: a defect, or a log that was tampered with. */
export function impossibleHistory(at: Pick<DossierEvent, 'id'> & { readonly type: string }, error: AppError): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `The event ${at.id} (${at.type}) cannot follow what the log holds before it: ${error.code}. ${error.message}`, { cause: error });
}
