import { weighted } from '../random.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { FIRST_DAY, LAST_DAY } from '../working-time.ts';
import { act, timed } from './act.ts';
import type { Desk, DossierPlan } from './plan.ts';
import { submission, unhandledSubmission } from './submission.ts';

const REASONS = weighted([['incomplete', 55], ['invalid', 25], ['not_competent', 12], ['duplicate', 8]] as const, ([, weight]) => weight);

/** A dossier that is never received: refused, withdrawn while it waits, or waiting to the end. */
export function planWaiting(random: Random, path: Path, desk: Desk): DossierPlan {
  if (path.ending === 'awaiting') {
    return { path, events: [unhandledSubmission(random, path, desk)], finalClass: 'awaiting_reception', dueAt: undefined };
  }
  const first = path.origin === 'opening_awaiting' ? FIRST_DAY + random.small(2) : random.int(FIRST_DAY, LAST_DAY);
  const refused = path.ending === 'refused';
  const end = refused ? act(0, 'DossierRefused', { reason: random.pick(REASONS)[0] }) : act(0, 'DossierWithdrawn', {});
  return {
    path, finalClass: refused ? 'refused' : 'withdrawn', dueAt: undefined,
    events: timed(random, first, [end]).flatMap(({ minute, event }) => [submission(random, path, desk, minute), event]),
  };
}
