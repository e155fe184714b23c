import { cellLinksSchema, targetSchema } from '@motcua/http';
import { factDefinitions, definitions, rowRates } from '@motcua/ledger';
import type { FactId, FigureId, RowRateId } from '@motcua/ledger';
import { z } from 'zod';
import { indicatorSchema } from '../definitions/answer-schema.ts';
import { figuresAnswer } from '../figures/answer-schema.ts';

const target = targetSchema.extend({
  differencePoints: z.number().nullable().meta({ description: 'The rate from the target, in percentage points: less than 0 falls short; null without a rate' }),
});

const cell = z.object({
  numerator: z.int().meta({ description: 'The sum that the definition names, or the number of procedures where it counts these' }), denominator: z.int(), ratePercent: z.number().nullable().meta({ description: 'Per cent, half up to two decimals; null without a denominator' }),
  points: z.number().nullable().meta({ description: 'Of the maximum that the definition names; null without one' }),
  target: target.nullable(), links: cellLinksSchema,
});

const factShape = Object.fromEntries(factDefinitions.map(({ id, label }) => [id, z.int().meta({ description: label })])) as Record<FactId, z.ZodInt>;
const cells = {
  indicators: z.record(z.string(), cell).meta({ description: 'By the ids of the definitions; the links take the figures that numerator and denominator name' }),
  facts: z.object(factShape).meta({ description: 'Everything that is counted beside the table of figures, by its id' }),
  links: cellLinksSchema,
};
const lines = Object.fromEntries([...definitions, ...rowRates].map(({ id }) => [id, true])) as Record<FigureId | RowRateId, true>;

/** The answer of `GET /v1/indicators` and of `motcua indicators --json`. */
export const indicatorsAnswer = figuresAnswer.omit({ rows: true, total: true, rule: true, targets: true }).extend({
  definitions: z.array(indicatorSchema),
  rows: z.array(figuresAnswer.shape.rows.element.omit({ ...lines, distances: true, links: true }).extend(cells)),
  total: z.object(cells),
}).meta({ description: 'Indicators of every row of a table, with the counts that they follow from, and how far they are from their targets' });
