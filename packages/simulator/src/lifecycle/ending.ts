import type { Channel, DelayCause } from '@motcua/dossier';
import type { Random } from '../random.ts';
import { act } from './act.ts';
import type { Act } from './act.ts';
import { lateResultApology } from './apology.ts';
import type { Desk } from './plan.ts';
import type { Shape } from './shape.ts';

const COLLECTED_SHARE = 0.9;
/** Of those resolved on the last day in time. */
const READY_LATE_SHARE = 0.015;

/** How a dossier ends, and the way of its result to the applicant; nothing for one that stays open. */
export function endingActs(random: Random, shape: Shape, first: number, desk: Desk, channel: Channel, cause: DelayCause | undefined): readonly Act[] {
  const { end, due } = shape;
  switch (end.kind) {
    case 'open': return [];
    case 'withdrawn': return [act(end.day, 'DossierWithdrawn', {})];
    case 'terminated': return [act(end.day, 'ProcessingTerminated', { reason: random.chance(0.5) ? 'law' : 'other' })];
    case 'resolved': {
      const outcome = end.day < due ? 'early' : end.day === due ? 'on_time' : 'late';
      // Now and then a counter calls a late dossier on time: that is a finding, never a figure.
      const claimedOutcome = random.chance(0.02) ? 'on_time' : outcome;
      const resolved = act(end.day, 'DossierResolved', cause === undefined ? { claimedOutcome } : { claimedOutcome, delayCause: cause });
      return [resolved, ...collection(random, shape, first, desk, channel)];
    }
  }
}

/** The result waits and is collected. Resolved on the last day, it is there on the same day, or else an apology is owed. */
function collection(random: Random, { end, due }: Shape, first: number, desk: Desk, channel: Channel): readonly Act[] {
  const tooLate = end.day === due && random.chance(READY_LATE_SHARE);
  const waits = tooLate || random.chance(channel === 'online' ? 0.16 : 0.25);
  const readyOn = end.day + (tooLate ? 1 + random.small(2) : end.day === due ? 0 : random.small(1));
  const ready = waits ? [act(readyOn, 'ResultReady', {})] : [];
  const apology = tooLate ? lateResultApology(random, readyOn, first, desk) : [];
  return [...ready, ...apology, ...(random.chance(COLLECTED_SHARE) ? [returned(random, waits ? readyOn + random.small(6) : end.day, channel)] : [])];
}

function returned(random: Random, day: number, channel: Channel): Act {
  const method = channel === 'postal' || random.chance(0.04) ? 'postal' : channel === 'online' && random.chance(0.6) ? 'online' : 'counter';
  return act(day, 'ResultReturned', { method });
}
