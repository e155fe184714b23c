import { z } from 'zod';

/** A target as answers carry it. */
export const targetSchema = z.object({
  indicator: z.string(), percent: z.number(), scope: z.string().meta({ description: 'The authority that it is set for, with all below it' }),
  validFrom: z.string(), validTo: z.string().optional().meta({ description: 'Of periods that end on these days' }), source: z.string().meta({ description: 'The document that sets it' }),
});

/** The target of a rate as answers carry it. */
export const rateTargetSchema = z.object({ rate: z.string().meta({ description: 'The rate that it is set for, by the indicator that takes its share from it' }), ...targetSchema.shape });

/** How far a rate of an answer is from its target. */
export const rateDistanceSchema = z.object({
  targetPercent: z.number().meta({ description: 'Chỉ tiêu được giao, per cent' }),
  differencePoints: z.number().nullable().meta({ description: 'The rate as shown less the target, in percentage points (điểm phần trăm): less than 0 falls short; null without a rate' }),
}).nullable().meta({ description: 'How far it is from its target; null where none is set for the scope and the period' });
