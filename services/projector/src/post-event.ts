import { comesLast, decide, emptyDossier, evolve, impossibleHistory, LATENESS_RULES, OUTSIDE, replay } from '@motcua/dossier';
import type { Almanac, Dossier, DossierEvent, LatenessRule, Situation } from '@motcua/dossier';
import { AppError } from '@motcua/kernel';
import { bookDifference, factsOf, movementOf, movementsOf, repost, repostDifference, stepsOf } from '@motcua/ledger';
import type { Movement, Posting } from '@motcua/ledger';

/**
 * A dossier under the base rule, and where it stands under each of the {@link OTHER_RULES}; the very same situation where
 * the rule makes no difference to it. Class, dates and lateness may differ between rules, what is lawful and the places never do.
 */
export type Standing = { readonly dossier: Dossier; readonly others: readonly Situation[] };

const [, ...others] = LATENESS_RULES;
/** The rules of which the journal holds only what they have otherwise. */
export const OTHER_RULES: readonly LatenessRule[] = others;

/** The dossier with one more event, and what the ledger posts at that event's position. */
export type Posted = { readonly standing: Standing; readonly postings: readonly Posting[] };

/** A dossier of which nothing is known yet. */
export function untouched(almanac: Almanac): Standing {
  return { dossier: { ...emptyDossier, almanac }, others: OTHER_RULES.map(() => OUTSIDE) };
}

/**
 * The dossier of recorded events, given in order of arrival.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when no rule allows the history.
 */
export function standingOf(events: readonly DossierEvent[], almanac: Almanac): Standing {
  return withOthers(replay(events, emptyDossier.rule, almanac));
}

/**
 * Records an event of the log. When it comes last in time it adds at most one movement, and to the book of another rule the
 * difference of that step; else the history is folded again, what no longer holds is inverted and what holds now is posted.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event cannot follow what the log holds before it.
 */
export function postEvent(before: Standing, event: DossierEvent): Posted {
  const decision = decide(before.dossier, event);
  if (decision.kind === 'refused') throw impossibleHistory(event, decision.error);
  return comesLast(before.dossier, event) ? postLast(before, decision.dossier, event) : postAgain(before, decision.dossier);
}

/** Whether {@link postEvent} takes the event. */
export function canFollow({ dossier }: Standing, event: DossierEvent): boolean {
  return decide(dossier, event).kind !== 'refused';
}

function postLast(before: Standing, dossier: Dossier, event: DossierEvent): Posted {
  const [was, is] = [before.dossier.situation, dossier.situation];
  const step = { event, before: was, after: is };
  const movement = movementOf(step, dossier.rule);
  const postings: Posting[] = [...(movement === undefined ? [] : [movement]), ...factsOf(step)].map((posted) => ({ kind: 'posted', movement: posted }));
  const standings = OTHER_RULES.map((rule, index) => {
    const earlier = before.others[index] ?? OUTSIDE;
    const later = evolve(earlier, event, rule, dossier.almanac);
    if (later instanceof AppError) throw impossibleHistory(event, later);
    if (earlier.class !== was.class || later.class !== is.class) {
      const other = movementOf({ event, before: earlier, after: later }, rule);
      postings.push(...bookDifference(movement === undefined ? [] : [movement], other === undefined ? [] : [other], rule.id));
    }
    return shared(later, is);
  });
  return { standing: { dossier, others: standings }, postings };
}

function postAgain({ dossier: before }: Standing, after: Dossier): Posted {
  const movements = ({ events, almanac }: Dossier, rule: LatenessRule) => movementsOf(events, rule, almanac);
  const [was, is] = [baseBook(before), baseBook(after)];
  const differences = OTHER_RULES.flatMap((rule) => repostDifference(
    bookDifference(was.movements, movements(before, rule), rule.id), bookDifference(is.movements, movements(after, rule), rule.id),
  ));
  return { standing: withOthers(after), postings: [...repost(was.movements, is.movements), ...differences, ...repost(was.facts, is.facts)] };
}

/** What the whole history of a dossier stands in the journal with under the base rule, and its facts. */
function baseBook({ events, rule, almanac }: Dossier): { readonly movements: readonly Movement[]; readonly facts: readonly Movement[] } {
  const steps = stepsOf(events, rule, almanac);
  return { movements: steps.flatMap((step) => movementOf(step, rule) ?? []), facts: steps.flatMap(factsOf) };
}

function withOthers(dossier: Dossier): Standing {
  return { dossier, others: OTHER_RULES.map((rule) => shared(replay(dossier.events, rule, dossier.almanac).situation, dossier.situation)) };
}

/** Most dossiers stand the same under every rule: one object is held for all. */
function shared(situation: Situation, base: Situation): Situation {
  return PARTS.every((part) => situation[part] === base[part]) ? base : situation;
}

const PARTS = Object.keys(OUTSIDE).filter((part): part is Exclude<keyof Situation, 'placement'> => part !== 'placement');
