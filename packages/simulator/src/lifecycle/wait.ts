import type { Procedure } from '../catalogue/procedures.ts';
import { weighted } from '../random.ts';
import type { Random } from '../random.ts';
import { act } from './act.ts';
import type { Act } from './act.ts';

/** Something is waited for and the clock stands still. In working days from the reception; `due`: the due date after it. */
export type Wait = { readonly reason: 'supplement' | 'payment' | 'suspension'; readonly asked: number; readonly back: number; readonly due: number };

const SUPPLEMENT_SHARE = 0.07;
const SECOND_SUPPLEMENT_SHARE = 0.03;
const PAYMENT_SHARE = 0.015;
const SUSPENSION_SHARE = 0.006;
const SUSPENSION_REASONS = weighted([['objective', 40], ['applicant', 30], ['law', 15], ['court', 10], ['other', 5]] as const, ([, weight]) => weight);
const PAID_BY = weighted([['bank_transfer', 40], ['national_portal', 35], ['provincial_portal', 20], ['counter', 5]] as const, ([, weight]) => weight);

/** One kind of waiting at most: a supplement starts the limit again, a payment and a suspension shift its end by as many days. */
export function drawWaits(random: Random, { limitDays, fee }: Procedure): readonly Wait[] {
  // Long limits leave no room for more within the period.
  if (limitDays > 30) return [];
  if (random.chance(SUPPLEMENT_SHARE)) return drawSupplements(random, limitDays);
  if (fee > 0 && random.chance(PAYMENT_SHARE)) return [shift(random, 'payment', limitDays, 5)];
  return random.chance(SUSPENSION_SHARE) ? [shift(random, 'suspension', limitDays, 10)] : [];
}

/** Both ends of every wait. Those that shift the due date lie whole working days apart: it stays at closing time. */
export function waitActs(random: Random, waits: readonly Wait[], fee: number): readonly Act[] {
  return waits.flatMap(({ reason, asked, back }) => {
    switch (reason) {
      case 'supplement': return [act(asked, 'SupplementRequested', {}), act(back, 'SupplementReceived', {})];
      case 'payment': return [
        act(asked, 'PaymentRequested', { amount: fee }),
        act(back, 'FeePaid', { method: random.pick(PAID_BY)[0], amount: fee }, 'same_minute'),
      ];
      case 'suspension': return [
        act(asked, 'ProcessingSuspended', { reason: random.pick(SUSPENSION_REASONS)[0] }),
        act(back, 'ProcessingResumed', {}, 'same_minute'),
      ];
    }
  });
}

function drawSupplements(random: Random, limitDays: number): readonly Wait[] {
  const first = supplement(random, 0, limitDays, 12);
  return random.chance(SECOND_SUPPLEMENT_SHARE) ? [first, supplement(random, first.back, limitDays, 5)] : [first];
}

function supplement(random: Random, since: number, limitDays: number, longest: number): Wait {
  const asked = since + askedAfter(random, limitDays);
  const back = asked + 1 + random.small(longest);
  return { reason: 'supplement', asked, back, due: back + limitDays };
}

function shift(random: Random, reason: 'payment' | 'suspension', limitDays: number, longest: number): Wait {
  const asked = askedAfter(random, limitDays);
  const days = 1 + random.small(longest - 1);
  return { reason, asked, back: asked + days, due: limitDays + days };
}

/** Before the due date, and early on. */
function askedAfter(random: Random, limitDays: number): number {
  return random.int(0, Math.min(2, limitDays - 1));
}
