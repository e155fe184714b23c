import { rateDistanceSchema } from '@motcua/http';
import { definitions, rowRates } from '@motcua/ledger';
import type { FigureId, RowRateId } from '@motcua/ledger';
import { z } from 'zod';
import { rateSchema } from '../definitions/answer-schema.ts';
import { figuresAnswer } from '../figures/answer-schema.ts';

const lines = Object.fromEntries([...definitions, ...rowRates].map(({ id }) => [id, true])) as Record<FigureId | RowRateId, true>;
const parts = {
  distance: rateDistanceSchema,
  numerator: z.int().meta({ description: 'Counts of dossiers, added and subtracted as the definition says' }), denominator: z.int(),
  percent: z.number().nullable().meta({ description: 'Per cent, rounded as the definition says; null without a denominator' }),
};

/** The answer of `GET /v1/rates` and of `motcua rate --json`: what stands beside the lines of a table of figures stands here too. */
export const ratesAnswer = figuresAnswer.omit({ rows: true, total: true }).extend({
  definition: rateSchema.omit({ isDefault: true }),
  isDefault: z.boolean().meta({ description: 'Whether it is the rate that is given when one of its kind is asked for without a name' }),
  alternatives: z.array(z.string()).meta({ description: 'The other rates of the same kind, by their ids' }),
  rows: z.array(figuresAnswer.shape.rows.element.omit({ ...lines, distances: true }).extend(parts)),
  total: figuresAnswer.shape.total.omit({ ...lines, distances: true }).extend(parts),
}).meta({ description: 'One rate of every row of a table, with the counts that it follows from and how far it is from its target' });
