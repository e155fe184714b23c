import { decimalText, percentText } from '@motcua/documents';
import { distanceTo, shippedTargets, targetOf } from '@motcua/ledger';
import type { TargetDistance } from '@motcua/ledger';
import type { Pack } from './pack.ts';

/** How far a rate of the pack is from the target of its indicator; undefined where none was set for the scope and period. */
export function distanceIn({ content: { period: { scope } }, period: { to } }: Pack, indicator: string, ratePercent: number | null): TargetDistance | undefined {
  const target = targetOf(shippedTargets, { indicator, scope, on: to });
  return target && distanceTo(target, ratePercent);
}

/** `thấp hơn chỉ tiêu 100,00% là 2,81 điểm phần trăm`; undefined without a rate. */
export function distanceText({ percent, differencePoints }: TargetDistance): string | undefined {
  if (differencePoints === null) return undefined;
  const target = `chỉ tiêu ${percentText(percent)}`;
  if (differencePoints === 0) return `bằng ${target}`;
  return `${differencePoints > 0 ? 'vượt' : 'thấp hơn'} ${target} là ${decimalText(Math.abs(differencePoints), 2)} điểm phần trăm`;
}
