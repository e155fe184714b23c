import { DELAY_CAUSES } from '@motcua/dossier';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { z } from 'zod';
import { workingTimeSchema } from '../due-dates/answer-schema.ts';
import { asOfSchema } from '../figures/answer-schema.ts';
import { nextSchema } from '../paging.ts';

export const periodSchema = z.object({ scheme: z.enum(PERIOD_SCHEMES), id: z.string(), from: z.string(), to: z.string() });
const cause = { cause: z.enum(DELAY_CAUSES), causeLabel: z.string() };
const office = { office: z.string(), name: z.string().nullable().meta({ description: 'null when never declared' }) };

/** The answer of `GET /v1/delays`. */
export const delaysAnswer = z.object({
  asOf: asOfSchema, scope: z.string(), period: periodSchema,
  dossiers: z.int().meta({ description: 'Resolved late in the period, all pages together' }),
  late: workingTimeSchema.meta({ description: 'Of all of them together' }),
  totals: z.array(z.object({ ...office, ...cause, dossiers: z.int(), share: workingTimeSchema })).meta({ description: 'By office and cause, the largest first; over all pages, they add up to `late`' }),
  items: z.array(z.object({
    dossier: z.string(), authority: z.string(), authorityName: z.string().nullable(), resolvedOn: z.string(), late: workingTimeSchema,
    sentence: z.string().meta({ description: 'In Vietnamese', example: 'trễ 2 ngày 3 giờ do H57.07 Sở Xây dựng (cơ quan phối hợp) 2 ngày' }),
    shares: z.array(z.object({ ...office, ...cause, share: workingTimeSchema, percent: z.number().nullable() })).meta({ description: 'They add up to `late`' }),
  })).meta({ description: 'In order of resolution' }),
  next: nextSchema,
});
