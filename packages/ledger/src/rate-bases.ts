import type { FigureId, FigureSum } from './definitions.ts';
import { total } from './definitions.ts';
import { judgeRate } from './printed-rate.ts';
import type { PublishedFigures } from './published-report.ts';
import { rateDefinitions } from './rates.ts';
import type { RateId } from './rates.ts';

/** What a rate that does not follow would be a rate of. `rate`: the definition that counts so, if there is one. */
export type RateBase = { readonly numerator: FigureSum; readonly denominator: FigureSum; readonly rate: RateId | null };

/**
 * The bases with which a printed rate would be right: its own numerator over each denominator that the definitions know, and
 * each definition of the same kind. Each base once, as far as the node prints its counts.
 *
 * @param printed - As the node prints it.
 */
export function fittingBases(rate: RateId, printed: number, decimals: number | undefined, figures: PublishedFigures): readonly RateBase[] {
  const own = rateDefinitions.find(({ id }) => id === rate);
  if (own === undefined) return [];
  const bases: readonly RateBase[] = [
    ...rateDefinitions.filter(({ id, kind }) => id !== rate && kind === own.kind).map(({ id, numerator, denominator }) => ({ rate: id, numerator, denominator })),
    ...rateDefinitions.map(({ denominator }) => ({ rate: null, numerator: own.numerator, denominator })),
  ];
  const own_ = keyOf(own);
  const byKey = new Map(bases.toReversed().map((base) => [keyOf(base), base]));
  return [...byKey.values()].toReversed().filter((base) => keyOf(base) !== own_ && fits(base, printed, decimals, figures));
}

function fits({ numerator, denominator }: RateBase, printed: number, decimals: number | undefined, figures: PublishedFigures): boolean {
  if (![...numerator, ...denominator].every(({ figure }) => figures[figure] !== undefined)) return false;
  const known = figures as Readonly<Record<FigureId, number>>;
  return judgeRate(printed, total(numerator, known), total(denominator, known), decimals).kind === 'follows';
}

function keyOf({ numerator, denominator }: Pick<RateBase, 'numerator' | 'denominator'>): string {
  const text = (sum: FigureSum) => sum.map(({ figure, sign }) => `${sign}${figure}`).toSorted().join(' ');
  return `${text(numerator)} / ${text(denominator)}`;
}
