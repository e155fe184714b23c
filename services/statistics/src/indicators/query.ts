import { ND61 } from '@motcua/dossier';
import { DIMENSIONS, indicatorDefinitions } from '@motcua/ledger';
import type { Dimension, IndicatorDefinition } from '@motcua/ledger';
import { z } from 'zod';
import { asOfParameter } from '../figures/as-of.ts';
import { figuresParameters, figuresQuery } from '../figures/query.ts';
import type { FiguresQuery } from '../figures/query.ts';
import { invalidParameter } from '../parameters.ts';

/** What a table of indicators can be split by: a share of one day says nothing. */
export const INDICATOR_DIMENSIONS = DIMENSIONS.filter((dimension) => dimension !== 'day');

/** Which indicators, of which table; facts and figures are counted in the book of each indicator's own rule. */
export type IndicatorsQuery = { readonly indicators: readonly IndicatorDefinition[]; readonly table: FiguresQuery & { readonly by: Exclude<Dimension, 'day'> } };

const IDS = indicatorDefinitions.map(({ id }) => id);

/** The parameters of `GET /v1/indicators`: those of a table of figures but the rule, which every indicator has its own, and perhaps which one. */
export const indicatorsParameters = figuresParameters.omit({ rule: true }).extend({
  asOf: asOfParameter,
  by: z.enum(INDICATOR_DIMENSIONS).default('level').meta({ description: 'What the rows of the table are' }),
  indicator: z.string().max(64).optional().meta({ description: `Chỉ số: only the one with this id, one of ${IDS.join(', ')}`, example: 'portalFeePaidOnline' }),
});

/** @throws AppError `PARAMETER_INVALID` that lists the indicators there are, and whatever a table of figures refuses. */
export function indicatorsQuery({ indicator, by, ...asked }: Omit<z.output<typeof indicatorsParameters>, 'asOf'>): IndicatorsQuery {
  const indicators = indicatorDefinitions.filter(({ id }) => indicator === undefined || id === indicator);
  if (indicators.length === 0) throw invalidParameter('/indicator', `There is no indicator of this id: known are ${IDS.join(', ')}.`);
  return { indicators, table: { ...figuresQuery({ ...asked, by, rule: ND61.id }), by } };
}
