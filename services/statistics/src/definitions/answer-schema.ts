import { CHANNELS } from '@motcua/dossier';
import { CAUSES, FACT_UNITS, LEG_CLASSES, RATE_KINDS } from '@motcua/ledger';
import { z } from 'zod';

const term = z.object({
  measure: z.enum(['opening', 'flow', 'closing']).meta({ description: 'Legs before the period, in it, or both' }),
  classes: z.array(z.enum(LEG_CLASSES)), causes: z.union([z.literal('transfer'), z.array(z.enum(CAUSES))]).optional(),
  side: z.enum(['from', 'to']).optional(), channels: z.array(z.enum(CHANNELS)).optional(), sign: z.union([z.literal(1), z.literal(-1)]),
});
const sum = z.array(z.object({ figure: z.string(), sign: z.union([z.literal(1), z.literal(-1)]) })).meta({ description: 'Figures added and subtracted' });
const definition = { id: z.string(), version: z.int(), label: z.string(), source: z.string() };

const figureSchema = z.object({ ...definition, terms: z.array(term) });
const factSchema = figureSchema.extend({ unit: z.enum(FACT_UNITS).meta({ description: 'What is counted' }) });

/** A rate's definition as every answer with a rate carries it. */
export const rateSchema = z.object({
  ...definition, kind: z.enum(RATE_KINDS).meta({ description: 'What question it answers' }),
  isDefault: z.boolean().meta({ description: 'Given when a rate of its kind is asked for without a name' }),
  numerator: sum, denominator: sum, rounding: z.string(),
  rule: z.string().nullable().meta({ description: 'The lateness rule in whose book it is counted; null: the rule that the question names' }),
});

/** An indicator's definition as every answer with indicators carries it. */
export const indicatorSchema = z.object({
  ...definition, rate: z.string().nullable().meta({ description: 'The rate that it takes its share from; null when its share is its own' }),
  rule: z.string().meta({ description: 'The lateness rule in whose book it is counted' }),
  countedBy: z.enum(['procedure']).nullable().meta({ description: 'procedure: numerator and denominator are how many procedures there are of which the sum is more than 0, in the whole each once; null: they are the sums' }),
  numerator: sum, denominator: sum, maximumPoints: z.int().nullable().meta({ description: 'The points of 100 per cent; null where none are given' }), rounding: z.string(),
});

/** The answer of `GET /v1/definitions` and of `motcua definitions --json`. */
export const definitionsAnswer = z.object({
  figures: z.array(figureSchema), facts: z.array(factSchema).meta({ description: 'What is counted beside the table of figures' }), rates: z.array(rateSchema), indicators: z.array(indicatorSchema),
  identities: z.array(z.object({ id: z.string(), label: z.string(), left: sum, right: sum })),
  transfers: z.record(z.string(), z.array(z.string())).meta({ description: 'Which causes count as transfers in a table split by a dimension' }),
});

export type DefinitionsAnswer = z.infer<typeof definitionsAnswer>;
export type IndicatorAnswer = z.infer<typeof indicatorSchema>;
export type RateAnswer = z.infer<typeof rateSchema>;
