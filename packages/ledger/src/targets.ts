import type { CivilDate } from '@motcua/kernel';
import reform2022 from '../data/targets/cai-cach-hanh-chinh-2022-2025.json' with { type: 'json' };

/** Chỉ tiêu được giao: the per cent that an indicator shall come to, for an authority and all below it, in periods that end on these days. Both days included; open without the last. */
export type Target = {
  readonly indicator: string;
  readonly percent: number;
  readonly scope: string;
  readonly validFrom: CivilDate;
  readonly validTo?: CivilDate;
  /** The document that sets it. */
  readonly source: string;
};

/** The targets that the project ships, each with the document that sets it. */
export const shippedTargets: readonly Target[] = reform2022.targets.map((target) => ({ ...target, source: reform2022.source }));

/** How far an indicator is from its target: in percentage points with two decimals, less than 0 when it falls short; null without a rate. */
export type TargetDistance = Target & { readonly differencePoints: number | null };

/**
 * The target of an indicator for a scope and a period: of those that hold on the period's last day, the one set for the nearest
 * authority. A scope of several codes has one when all of them have the same.
 */
export function targetOf(targets: readonly Target[], { indicator, scope, on }: { readonly indicator: string; readonly scope: string; readonly on: CivilDate }): Target | undefined {
  const holding = targets.filter((target) => target.indicator === indicator && target.validFrom <= on && (target.validTo === undefined || on <= target.validTo));
  const found = scope.split(',').map((code) => holding.filter((target) => isAbove(target.scope, code)).toSorted((a, b) => nearness(b) - nearness(a))[0]);
  return found.every((target) => target === found[0]) ? found[0] : undefined;
}

/** The target of a row of a scope's table: that of its authority when the rows are authorities, else of the scope under which it stands. */
export function rowTargetOf(targets: readonly Target[], { authority, ...asked }: { readonly indicator: string; readonly scope: string; readonly authority?: string | undefined; readonly on: CivilDate }): Target | undefined {
  return (authority === undefined ? undefined : targetOf(targets, { ...asked, scope: authority })) ?? targetOf(targets, asked);
}

/** @param ratePercent - What was achieved; null when there was nothing to divide by. */
export function distanceTo(target: Target, ratePercent: number | null): TargetDistance {
  return { ...target, differencePoints: ratePercent === null ? null : Math.round((ratePercent - target.percent) * 100) / 100 };
}

const EVERYWHERE = 'VN';

function isAbove(scope: string, code: string): boolean {
  return scope === EVERYWHERE || code === scope || code.startsWith(`${scope}.`);
}

function nearness({ scope }: Target): number {
  return scope === EVERYWHERE ? 0 : scope.length;
}
