import { AppError } from '@motcua/kernel';
import { defaultRateOf, RATE_KINDS, rateDefinitions } from '@motcua/ledger';
import type { FigureId, RateDefinition, RateKind } from '@motcua/ledger';
import { ND61 } from '@motcua/dossier';
import { z } from 'zod';
import { asOfParameter } from '../figures/as-of.ts';
import { figuresParameters, figuresQuery } from '../figures/query.ts';
import type { FiguresQuery } from '../figures/query.ts';
import { invalidParameter, ruleParameter } from '../parameters.ts';

/** Which rate, of which table. `table.rule`: the rule of the rate when it has one of its own. */
export type RateQuery = { readonly rate: RateDefinition<FigureId>; readonly table: FiguresQuery };

const RATES: readonly RateDefinition<FigureId>[] = rateDefinitions;
const IDS = RATES.map(({ id }) => id);

/** The parameters of `GET /v1/rates`: those of a table of figures, and the rate. */
export const ratesParameters = figuresParameters.extend({
  asOf: asOfParameter,
  rule: ruleParameter.removeDefault().optional(),
  rate: z.string().max(64).optional().meta({ description: `Tỷ lệ: the id of a definition, one of ${IDS.join(', ')}; without it the default of the kind`, example: 'onTimeDuePercent' }),
  kind: z.enum(RATE_KINDS).optional().meta({ description: 'Without a rate: the default of which kind, on-time unless told' }),
});

/**
 * @throws AppError `RATE_UNKNOWN` that lists the rates there are; `PARAMETER_INVALID` for a rate of another kind than the one
 *   named, a rule that is not the rate's own, and whatever a table of figures refuses.
 */
export function rateQuery({ rate: id, kind, rule, ...table }: z.output<typeof ratesParameters>): RateQuery {
  const rate = rateOf(id, kind);
  if (rate.rule !== undefined && rule !== undefined && rule !== rate.rule) {
    throw invalidParameter('/rule', `The rate ${rate.id} is counted in the book of ${rate.rule}: leave the rule out.`);
  }
  return { rate, table: figuresQuery({ ...table, rule: rate.rule ?? rule ?? ND61.id }) };
}

/** The other rates of the same kind, by their ids. */
export function alternativesTo({ id, kind }: RateDefinition<FigureId>): readonly string[] {
  return RATES.filter((other) => other.kind === kind && other.id !== id).map((other) => other.id);
}

function rateOf(id: string | undefined, kind: RateKind | undefined): RateDefinition<FigureId> {
  const rate = id === undefined ? defaultRateOf(kind ?? 'on-time', RATES) : RATES.find((known) => known.id === id);
  if (rate === undefined) {
    const detail = `There is no rate "${(id ?? '').slice(0, 64)}": known are ${IDS.join(', ')}.`;
    throw new AppError('RATE_UNKNOWN', detail, { errors: [{ pointer: '/rate', detail: `one of ${IDS.join(', ')}` }] });
  }
  if (kind !== undefined && rate.kind !== kind) throw invalidParameter('/kind', `The rate ${rate.id} is of the kind ${rate.kind}: leave the kind out.`);
  return rate;
}
