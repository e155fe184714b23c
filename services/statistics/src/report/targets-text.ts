import { formatCivilDate } from '@motcua/kernel';
import { rateDefinitions } from '@motcua/ledger';
import type { RateTarget, Target } from '@motcua/ledger';
import { LINE_MAX, percentText, scopeText, wrap } from './text.ts';

/** Over a target and the distance from it, where a rate has columns of its own for them. */
export const TARGET_HEADINGS = ['Chỉ tiêu\nđược giao %', 'Hơn, kém\n(điểm %)'] as const;

/** Each document that sets one of the targets, as a paragraph; nothing without targets. */
export function sourcesText(targets: readonly Target[]): readonly string[] {
  const sources = [...new Set(targets.map(({ source }) => source))];
  return sources.length === 0 ? [] : wrap(`Chỉ tiêu được giao theo: ${sources.join('; ')}.`, LINE_MAX, '  ');
}

/** Every target by the rate that it is set for: whose it is, when it holds and by which document in one paragraph; nothing without targets. */
export function targetsText(targets: readonly RateTarget[]): readonly string[] {
  return [...Map.groupBy(targets, setBy)].flatMap(([by, together]) => wrap(`Chỉ tiêu được giao (${by}): ${together.map(targetText).join('; ')}.`, LINE_MAX, '  '));
}

function setBy({ scope, validFrom, validTo, source }: Target): string {
  return `${lower(scopeText(scope))}, từ ${formatCivilDate(validFrom)}${validTo === undefined ? '' : ` đến ${formatCivilDate(validTo)}`}, theo ${source}`;
}

function targetText({ rate, percent }: RateTarget): string {
  return `${lower(rateDefinitions.find(({ id }) => id === rate)?.label ?? rate)} ${percentText(percent)} %`;
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
