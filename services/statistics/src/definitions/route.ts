import type { HttpServer } from '@motcua/http';
import { definitions, DIMENSIONS, identities, indicatorDefinitions, rateDefinitions, transferCauses } from '@motcua/ledger';
import type { Definition, Identity, IndicatorDefinition, RateDefinition } from '@motcua/ledger';
import { z } from 'zod';

const term = z.object({
  measure: z.enum(['opening', 'flow', 'closing']).meta({ description: 'Legs before the period, in it, or both' }),
  classes: z.array(z.string()), causes: z.union([z.literal('transfer'), z.array(z.string())]).optional(),
  side: z.enum(['from', 'to']).optional(), channels: z.array(z.string()).optional(), sign: z.union([z.literal(1), z.literal(-1)]),
});
const figure = z.object({ id: z.string(), version: z.int(), label: z.string(), source: z.string(), terms: z.array(term) });
const rate = z.object({ id: z.string(), version: z.int(), label: z.string(), source: z.string(), numerator: z.string(), denominator: z.string(), rounding: z.string() });
const indicator = z.object({
  id: z.string(), version: z.int(), label: z.string(), source: z.string(), rule: z.string().meta({ description: 'The lateness rule in whose book it is counted' }),
  numerator: z.array(z.string()), denominator: z.array(z.string()), maximumPoints: z.int().meta({ description: 'The points of 100 per cent' }), rounding: z.string(),
});
const side = z.array(z.object({ figure: z.string(), sign: z.union([z.literal(1), z.literal(-1)]) }));
const answer = z.object({
  figures: z.array(figure), rates: z.array(rate), indicators: z.array(indicator),
  identities: z.array(z.object({ id: z.string(), label: z.string(), left: side, right: side })),
  transfers: z.record(z.string(), z.array(z.string())).meta({ description: 'Which causes count as transfers in a table split by a dimension' }),
});

const schema = {
  tags: ['statistics'],
  summary: 'Định nghĩa chỉ tiêu: how every figure is counted',
  description: 'A figure is the sum of the legs of movements that fit its terms. Each definition names its version and the source of its rule.',
  response: { 200: answer },
};

/** `GET /v1/definitions`. */
export function addDefinitionsRoute(server: HttpServer): void {
  server.get('/v1/definitions', { schema }, async () => ({
    figures: definitions.map(figureOf), rates: rateDefinitions.map(rateOf), indicators: indicatorDefinitions.map(indicatorToShow), identities: identities.map(identityOf),
    transfers: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, [...transferCauses(dimension)]])),
  }));
}

function figureOf({ id, version, label, source, terms }: Definition): z.input<typeof figure> {
  return {
    id, version, label, source,
    terms: terms.map(({ measure, classes, causes, side: of, channels, sign }) => ({
      measure, classes: [...classes], sign,
      ...(causes === undefined ? {} : { causes: causes === 'transfer' ? causes : [...causes] }),
      ...(of === undefined ? {} : { side: of }), ...(channels === undefined ? {} : { channels: [...channels] }),
    })),
  };
}

function rateOf({ id, version, label, source, numerator, denominator }: RateDefinition): z.input<typeof rate> {
  return { id, version, label, source, numerator, denominator, rounding: 'half up to two decimals' };
}

function indicatorToShow({ id, version, label, source, rule, numerator, denominator, maximumPoints }: IndicatorDefinition): z.input<typeof indicator> {
  return { id, version, label, source, rule, numerator: [...numerator], denominator: [...denominator], maximumPoints, rounding: 'half up to two decimals' };
}

function identityOf({ id, label, left, right }: Identity): z.input<typeof answer>['identities'][number] {
  return { id, label, left: [...left], right: [...right] };
}
