import type { DelayCause } from '@motcua/dossier';
import type { Random } from '../random.ts';
import { act } from './act.ts';
import type { Act } from './act.ts';
import type { Desk } from './plan.ts';
import type { Shape } from './shape.ts';

/** Another office takes part. Working days from the reception; `given`: never, when that lies behind the end of an open dossier. */
export type Cooperation = { readonly office: string; readonly acts: readonly Act[] };

/** In working days from the reception; `limit`: the office's own. */
type Part = { readonly asked: number; readonly limit: number; readonly given: number };

const SHARE_OF_PUNCTUAL = 0.02;
const TRANSFER_SHARE = 0.2;

/** The office that a delay came from, and now and then one that answers in time. */
export function drawCooperation(random: Random, shape: Shape, desk: Desk, cause: DelayCause | undefined): Cooperation | undefined {
  const part = cause === undefined ? drawPunctual(random, shape) : cause === 'coordinating_office' ? drawDelaying(random, shape) : undefined;
  if (part === undefined) return undefined;
  const office = desk.drawPartner(random);
  const limit = { amount: part.limit, unit: 'working_days' } as const;
  if (random.chance(TRANSFER_SHARE)) {
    return { office, acts: [act(part.asked, 'DossierTransferred', { to: office, limit }), act(part.given, 'DossierTransferred', { to: desk.authority })] };
  }
  return { office, acts: [act(part.asked, 'OpinionRequested', { office, limit }), act(part.given, 'OpinionGiven', { office })] };
}

/** Asked so that its limit ends with that of the dossier at the latest; mostly kept too long, sometimes to the very end. */
function drawDelaying(random: Random, { start, due, end }: Shape): Part {
  const asked = start + random.int(0, Math.min(2, due - 1 - start));
  const limit = random.int(1, due - asked);
  if (end.kind === 'open' && random.chance(0.6)) return { asked, limit, given: end.day + 1 };
  if (random.chance(0.1)) return { asked, limit, given: random.int(asked, asked + limit) };
  const earliest = Math.min(asked + limit + 1, end.day);
  return { asked, limit, given: end.day - random.small(end.day - earliest) };
}

function drawPunctual(random: Random, { start, end }: Shape): Part | undefined {
  if (end.kind !== 'resolved' || end.day - start < 3 || !random.chance(SHARE_OF_PUNCTUAL)) return undefined;
  const limit = random.int(1, end.day - start - 1);
  return { asked: start, limit, given: start + random.int(0, limit) };
}
