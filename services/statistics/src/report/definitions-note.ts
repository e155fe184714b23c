import { definitions, factDefinitions, indicatorDefinitions, rateDefinitions } from '@motcua/ledger';
import type { IndicatorDefinition, RateDefinition } from '@motcua/ledger';
import { indicatorQuotientText } from './formula-text.ts';
import { LINE_MAX, wrap } from './text.ts';

/**
 * Chú thích định nghĩa: what stands under every printed table, as one paragraph: the definition of each printed line with its
 * version, for rates with the quotient of figures that they are, and how rates are rounded.
 *
 * @param ids - Of the printed lines, in their order.
 */
export function definitionsNote(ids: readonly string[]): readonly string[] {
  const rates: readonly RateDefinition[] = rateDefinitions;
  const lines: readonly Line[] = [...definitions, ...factDefinitions, ...rates, ...indicatorDefinitions];
  const printed = ids.flatMap((id) => lines.filter((line) => line.id === id));
  const rounding = printed.some(({ numerator }) => numerator !== undefined) ? ' Tỷ lệ tính bằng phần trăm, làm tròn nửa lên đến hai số lẻ.' : '';
  return wrap(`Định nghĩa: ${printed.map(lineText).join('; ')}.${rounding} Chi tiết: motcua definitions.`, LINE_MAX, '  ');
}

type Line = { readonly id: string; readonly version: number; readonly label: string } & Partial<Pick<RateDefinition, 'numerator' | 'denominator' | 'rule'>> & Pick<IndicatorDefinition, 'countedBy'>;

function lineText({ id, version, label, countedBy, numerator, denominator, rule }: Line): string {
  const name = `${label} (${id}@${version})`;
  if (numerator === undefined || denominator === undefined) return name;
  return `${name} = ${indicatorQuotientText({ countedBy, numerator, denominator })}${rule === undefined ? '' : `, theo quy tắc ${rule}`}`;
}
