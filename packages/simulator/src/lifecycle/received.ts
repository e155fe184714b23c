import type { Channel, DelayCause } from '@motcua/dossier';
import { weighted } from '../random.ts';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { closingOf } from '../working-time.ts';
import { act, timed } from './act.ts';
import type { Act } from './act.ts';
import { apologyActs } from './apology.ts';
import { drawCooperation } from './cooperation.ts';
import { endingActs } from './ending.ts';
import type { Desk, DossierPlan } from './plan.ts';
import { drawReceptionDay, drawShape, dueInForce, fellOverdue, finalClass } from './shape.ts';
import type { Shape } from './shape.ts';
import { submission } from './submission.ts';
import { waitActs } from './wait.ts';

const CAUSES = weighted<readonly [DelayCause, number]>([
  ['verification', 30], ['coordinating_office', 24], ['appraisal', 14], ['own_fault', 12], ['applicant', 9], ['inspection_team', 6], ['objective', 5],
], ([, weight]) => weight);

/** Of those whose procedure has a fee: the others pay outside, and no event tells of it. */
const PAID_AT_RECEPTION_SHARE = 0.1;

/** A dossier that is received at some time, and everything after. */
export function planReceived(random: Random, path: Path, desk: Desk): DossierPlan {
  const { procedure } = desk;
  const shape = drawShape(random, path, procedure);
  const first = drawReceptionDay(random, path, shape);
  const channel = drawChannel(random, path);
  const acts = timed(random, first, drawActs(random, shape, first, desk, channel));
  const events = acts.map(({ event }) => event);
  const due = dueInForce(shape, procedure.limitDays);
  return {
    path, finalClass: finalClass(shape, procedure.limitDays), dueAt: due === undefined ? undefined : closingOf(first + due),
    events: channel === 'online' ? [submission(random, path, desk, acts[0]?.minute ?? 0), ...events] : events,
  };
}

/** All that may happen, also after the period; what happens on one day comes in this order. */
function drawActs(random: Random, shape: Shape, first: number, desk: Desk, channel: Channel): readonly Act[] {
  const cause = fellOverdue(shape) ? random.pick(CAUSES)[0] : undefined;
  const cooperation = drawCooperation(random, shape, desk, cause);
  const fault = cause === undefined ? undefined : { cause, unit: cooperation?.office ?? desk.authority };
  return [
    reception(desk, channel),
    ...paymentAtReception(random, shape, desk, channel),
    ...waitActs(random, shape.waits, desk.procedure.fee),
    ...cooperation?.acts ?? [],
    ...fault === undefined ? [] : apologyActs(random, shape, first, desk, fault),
    ...endingActs(random, shape, first, desk, channel, cause),
  ];
}

function drawChannel(random: Random, path: Path): Channel {
  if (path.origin === 'handed_in' || (path.origin === 'opening_received' && random.chance(0.4))) return random.chance(0.05) ? 'postal' : 'in_person';
  return 'online';
}

function reception({ authority, unit, procedure: { code, field, limitDays, tellsLimit } }: Desk, channel: Channel): Act {
  const told = tellsLimit ? { limit: { amount: limitDays, unit: 'working_days' } } as const : {};
  return act(0, 'DossierReceived', { authority, receivingUnit: unit, procedure: code, field, channel, ...told });
}

/** Nobody waits for it, so it moves nothing. */
function paymentAtReception(random: Random, { waits }: Shape, { procedure: { fee } }: Desk, channel: Channel): readonly Act[] {
  if (fee === 0 || waits.some(({ reason }) => reason === 'payment') || !random.chance(PAID_AT_RECEPTION_SHARE)) return [];
  const method = channel === 'online' ? (random.chance(0.6) ? 'national_portal' : 'provincial_portal') : random.chance(0.8) ? 'counter' : 'bank_transfer';
  return [act(0, 'FeePaid', { method, amount: fee })];
}
