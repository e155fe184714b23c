import { cellLinksSchema, rateDistanceSchema, rateTargetSchema } from '@motcua/http';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { definitions, rowRates } from '@motcua/ledger';
import type { FigureId, RowRateId } from '@motcua/ledger';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';
import { COMPARED_BY } from './query.ts';

const count = z.object({
  before: z.int().nullable().meta({ description: 'null where the row was not there' }),
  after: z.int().nullable(),
  difference: z.int().meta({ description: 'after − before; a row that was not there counts 0. Over all rows they add up to that of the total' }),
  percentChange: z.number().nullable().meta({ description: 'The difference in per cent (%) of before, two decimals, half up in its size; null when before is 0 or a side is not there' }),
});

const rate = z.object({
  before: z.number().nullable().meta({ description: 'Per cent' }),
  after: z.number().nullable(),
  differencePoints: z.number().nullable().meta({ description: 'In percentage points (điểm phần trăm), never per cent: the rates as shown, one from the other' }),
  distance: z.object({ before: rateDistanceSchema, after: rateDistanceSchema }).meta({ description: 'How far each is from the target of its own period' }),
});

const countShape = Object.fromEntries(definitions.map(({ id, label }) => [id, count.meta({ description: label })])) as Record<FigureId, typeof count>;
const rateShape = Object.fromEntries(rowRates.map(({ id, label }) => [id, rate.meta({ description: label })])) as Record<RowRateId, typeof rate>;
const linesShape = {
  ...countShape, ...rateShape,
  links: z.object({ before: cellLinksSchema.nullable(), after: cellLinksSchema.nullable() }).meta({ description: 'Where the numbers of each side open' }),
};

const period = z.object({ scheme: z.enum(PERIOD_SCHEMES), id: z.string(), from: z.string(), to: z.string() });
const place = z.object({
  code: z.string(), name: z.string().nullable().meta({ description: 'null when it is not declared then' }), level: z.string(),
  inScope: z.boolean().meta({ description: 'Whether it is under the scope then' }),
});
const target = place.extend({
  fields: z.array(z.string()).optional().meta({ description: 'Only the dossiers of these fields; with receivingUnits, only those of both' }),
  receivingUnits: z.array(z.string()).optional().meta({ description: 'Only the dossiers of these receiving units' }),
});

/** The answer of `GET /v1/comparisons` and of `motcua compare --json`. */
export const comparisonAnswer = z.object({
  scope: z.string(),
  before: period, after: period,
  followsOn: z.boolean().meta({ description: 'Whether the later period begins on the day after the earlier one ends: then its opening stocks are the closing stocks of that' }),
  asOf: asOfSchema,
  by: z.enum(COMPARED_BY),
  rule: z.string(),
  targets: z.array(rateTargetSchema).meta({ description: 'Chỉ tiêu được giao: the targets of both periods that the rates are measured against' }),
  mapping: z.object({
    on: z.string().meta({ description: 'The day whose structure both periods stand in' }),
    authorities: z.array(z.object({
      from: place,
      into: z.array(target).meta({ description: 'Itself as it stands on that day, or the successors of one that has ended: all that nobody else is named for, unless fields or units are told' }),
      leavesRest: z.boolean().meta({ description: 'Whether some or all of its dossiers stay under its own code at the level unknown, because it has ended and nobody is named for them' }),
    })).meta({ description: 'The authorities of both periods that count elsewhere by this: on another level, in the scope or out of it, or in their successors' }),
  }).nullable().meta({ description: 'Null when nothing was mapped: each dossier stands where its authority stood then' }),
  rows: z.array(z.object({
    level: z.string().optional(), authority: z.string().optional(), procedure: z.string().optional(), field: z.string().optional(), channel: z.string().optional(),
    name: z.string().nullable().optional().meta({ description: 'As in the later period, if the row is there' }),
    absent: z.object({
      side: z.enum(['before', 'after']),
      because: z.enum(['not_yet', 'ended']).meta({ description: 'not_yet: it stands only from the day on; ended: it stood until the day' }),
      on: z.string().nullable(),
    }).nullable().meta({ description: 'Why the authority, or every authority of the level, was not there in one period' }),
    ...linesShape,
  })),
  total: z.object(linesShape),
}).meta({ description: 'Every figure and rate of two periods. Rows in which nothing counts in either are left out' });
