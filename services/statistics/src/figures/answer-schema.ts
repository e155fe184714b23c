import { cellLinksSchema, rateDistanceSchema, rateTargetSchema } from '@motcua/http';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { definitions, DIMENSIONS, rowRates } from '@motcua/ledger';
import type { FigureId, RowRateId } from '@motcua/ledger';
import { z } from 'zod';
import { sumText } from '../report/formula-text.ts';

/** Up to where the log counts in an answer. */
export const asOfSchema = z.object({
  position: z.int().meta({ description: 'The last event of the log that is counted; 0 for an empty log' }),
  recordedAt: z.string().nullable().meta({ description: 'When the log learned that event, RFC 3339 in UTC' }),
});

const figureShape = Object.fromEntries(definitions.map(({ id, label }) => [id, z.int().meta({ description: label })])) as Record<FigureId, z.ZodInt>;
const rateShape = Object.fromEntries(rowRates.map(({ id, label, numerator, denominator }) =>
  [id, z.number().nullable().meta({ description: `${label}: ${sumText(numerator)} / ${sumText(denominator)}, per cent, half up to two decimals; null without a denominator` })])) as Record<RowRateId, z.ZodNullable<z.ZodNumber>>;

const distanceShape = Object.fromEntries(rowRates.map(({ id }) => [id, rateDistanceSchema])) as Record<RowRateId, typeof rateDistanceSchema>;

/** Every figure and rate by its id. */
const linesShape = { ...figureShape, ...rateShape, distances: z.object(distanceShape).meta({ description: 'How far each rate is from its target' }), links: cellLinksSchema };

/** The answer of `GET /v1/figures` and of `motcua figures --json`. */
export const figuresAnswer = z.object({
  scope: z.string(),
  period: z.object({ scheme: z.enum(PERIOD_SCHEMES), id: z.string(), from: z.string(), to: z.string() }),
  until: z.string().meta({ description: 'The day at whose end the period is cut; its last unless told' }),
  structureOn: z.string().optional().meta({ description: 'The day on which every authority is taken to stand where it stands, if one was asked for' }),
  asOf: asOfSchema,
  by: z.enum(DIMENSIONS),
  rule: z.string(),
  targets: z.array(rateTargetSchema).meta({ description: 'Chỉ tiêu được giao: the targets that the rates of this answer are measured against' }),
  rows: z.array(z.object({
    level: z.string().optional().meta({ description: 'province, district, commune or unknown; by level and by authority' }),
    authority: z.string().optional(),
    procedure: z.string().optional(),
    field: z.string().optional().meta({ description: 'By field, and the field of the procedure by procedure' }),
    channel: z.string().optional().meta({ description: 'online, in_person, postal or unknown' }),
    day: z.string().optional().meta({ description: 'Civil date; opening and closing are those of the day' }),
    name: z.string().nullable().optional().meta({ description: 'As declared for the period\'s end; null when never declared' }),
    ...linesShape,
  })),
  total: z.object(linesShape),
}).meta({ description: 'Counts of dossiers in order of the rows: levels from province to commune, then codes or dates; unknown last' });
