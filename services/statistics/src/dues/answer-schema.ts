import { z } from 'zod';
import { workingTimeSchema } from '../due-dates/answer-schema.ts';
import { asOfSchema } from '../figures/answer-schema.ts';
import { nextSchema } from '../paging.ts';

const dossier = { dossier: z.string(), authority: z.string(), authorityName: z.string().nullable() };
const common = {
  asOf: asOfSchema, at: z.string().meta({ description: 'The instant that times are counted from, RFC 3339 in UTC' }), scope: z.string(), rule: z.string(),
};

/** The answer of `GET /v1/due`. */
export const dueAnswer = z.object({
  ...common, within: z.int(),
  count: z.int().meta({ description: 'All pages together' }),
  items: z.array(z.object({ ...dossier, dueAt: z.string(), remaining: workingTimeSchema })).meta({ description: 'The next due dates first' }),
  next: nextSchema,
  unannouncedYears: z.array(z.int()).meta({ description: 'Years up to the last of these working days and due dates of which only the holidays of fixed date are known: the dates may still change' }),
});

/** The answer of `GET /v1/overdue`. */
export const overdueAnswer = z.object({
  ...common, count: z.int().meta({ description: 'All pages together' }),
  items: z.array(z.object({
    ...dossier, dueAt: z.string().nullable().meta({ description: 'null where the rule counts it as late while its due date stands still' }),
    exceeded: workingTimeSchema.nullable().meta({ description: 'Beyond the first due date that was missed' }),
    sentence: z.string().meta({ description: 'In Vietnamese', example: 'quá hạn 2 ngày 3 giờ' }),
  })).meta({ description: 'The oldest due dates first' }),
  next: nextSchema,
});
