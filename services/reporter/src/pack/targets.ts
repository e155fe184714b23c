import { decimalText, percentText } from '@motcua/documents';
import { distanceTo, rateDistancesOf, rateTargetsOf, shippedTargets, targetOf } from '@motcua/ledger';
import type { EditionContent, RateDistance, RateId, TargetDistance } from '@motcua/ledger';
import type { Pack } from './pack.ts';

/** How far an indicator of the pack is from its target; undefined where none was set for the scope and period. */
export function distanceIn({ content: { period: { scope } }, period: { to } }: Pack, indicator: string, ratePercent: number | null): TargetDistance | undefined {
  const target = targetOf(shippedTargets, { indicator, scope, on: to });
  return target && distanceTo(target, ratePercent);
}

/** How far a rate of an edition is from the target of the edition's own scope and period; null where none was set. */
export function rateDistanceIn({ period: { scope, to } }: EditionContent, rate: RateId, percent: number | null): RateDistance | null {
  const targets = rateTargetsOf(shippedTargets, { rates: [rate], scope, on: to });
  return rateDistancesOf(targets, { [rate]: percent })[rate] ?? null;
}

/** `thấp hơn chỉ tiêu 100,00% là 2,81 điểm phần trăm`; undefined without a rate. */
export function distanceText({ targetPercent, differencePoints }: RateDistance): string | undefined {
  if (differencePoints === null) return undefined;
  const target = `chỉ tiêu ${percentText(targetPercent)}`;
  if (differencePoints === 0) return `bằng ${target}`;
  return `${differencePoints > 0 ? 'vượt' : 'thấp hơn'} ${target} là ${decimalText(Math.abs(differencePoints), 2)} điểm phần trăm`;
}
