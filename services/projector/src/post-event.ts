import { comesLast, decide, impossibleHistory } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import { movementOf, movementsOf, repost } from '@motcua/ledger';
import type { Posting } from '@motcua/ledger';

/** The dossier with one more event, and what the ledger posts at that event's position. */
export type Posted = { readonly dossier: Dossier; readonly postings: readonly Posting[] };

/**
 * Records an event of the log. When it comes last in time it adds at most one movement; else the history is folded
 * again, what no longer holds is inverted and what holds now is posted.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event cannot follow what the log holds before it.
 */
export function postEvent(dossier: Dossier, event: DossierEvent): Posted {
  const decision = decide(dossier, event);
  if (decision.kind === 'refused') throw impossibleHistory(event, decision.error);
  const after = decision.dossier;
  if (!comesLast(dossier, event)) {
    return { dossier: after, postings: repost(movementsOf(dossier.events, dossier.rule), movementsOf(after.events, after.rule)) };
  }
  const movement = movementOf({ event, before: dossier.situation, after: after.situation }, after.rule);
  return { dossier: after, postings: movement === undefined ? [] : [{ kind: 'posted', movement }] };
}
