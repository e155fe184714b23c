import { weighted } from '../random.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { FIRST_DAY, LAST_DAY } from '../working-time.ts';
import type { Desk, DossierPlan } from './plan.ts';
import { submission, unhandledSubmission } from './submission.ts';
import { workClock } from './work-clock.ts';

const REASONS = weighted([['incomplete', 55], ['invalid', 25], ['not_competent', 12], ['duplicate', 8]] as const, ([, weight]) => weight);

/** A dossier that is never received: refused, withdrawn while it waits, or waiting to the end. */
export function planWaiting(random: Random, path: Path, desk: Desk): DossierPlan {
  if (path.ending === 'awaiting') {
    return { path, events: [unhandledSubmission(random, path, desk)], finalClass: 'awaiting_reception' };
  }
  const clock = workClock(random, path.origin === 'opening_awaiting' ? FIRST_DAY + random.small(2) : random.int(FIRST_DAY, LAST_DAY));
  clock.next(0);
  const filed = submission(random, path, desk, clock.minute());
  const at = clock.instant();
  return path.ending === 'refused'
    ? { path, events: [filed, { type: 'DossierRefused', at, data: { reason: random.pick(REASONS)[0] } }], finalClass: 'refused' }
    : { path, events: [filed, { type: 'DossierWithdrawn', at, data: {} }], finalClass: 'withdrawn' };
}
