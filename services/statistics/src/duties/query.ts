import { authorityCode, DELAY_CAUSES, LEVELS, UNKNOWN } from '@motcua/dossier';
import { addDays, formatInstant, instantAt, parsePeriod } from '@motcua/kernel';
import type { Instant, Period } from '@motcua/kernel';
import { z } from 'zod';
import { figuresParameters } from '../figures/query.ts';
import { pageParameters } from '../paging.ts';
import { atParameter, instantOf } from '../parameters.ts';
import { DUTY_DIMENSIONS, DUTY_STATUSES } from './answer-schema.ts';

const common = figuresParameters.pick({ scope: true, period: true, scheme: true }).extend({ at: atParameter });

/** The parameters of `GET /v1/apology-duties`. */
export const dutiesParameters = common.extend({ by: z.enum(DUTY_DIMENSIONS).default('level').meta({ description: 'What the rows are' }) });

/** The parameters of `GET /v1/apology-duties/list`. */
export const dutyListParameters = common.extend({
  status: z.enum(DUTY_STATUSES).optional().meta({ description: 'Only duties that stand so' }),
  level: z.enum([...LEVELS, UNKNOWN]).optional(), authority: authorityCode.optional(), cause: z.enum(DELAY_CAUSES).optional(),
  ...pageParameters,
});

/** Which duties are asked for, and as of when. */
export type DutiesQuestion = { readonly scope: string; readonly period: Period; readonly at: Instant; readonly atIs: 'end_of_period' | 'now' | 'asked' };

/**
 * The end of the period or now, whichever is earlier, unless an instant is asked for.
 *
 * @throws AppError `PARAMETER_INVALID` for an unreadable period.
 */
export function dutiesQuestion({ scope, period: id, scheme, at }: z.output<typeof common>, now: Instant): DutiesQuestion {
  const period = parsePeriod(id, scheme);
  if (at !== undefined) return { scope, period, at: instantOf(at, now), atIs: 'asked' };
  const end = instantAt(addDays(period.to, 1), 0) - 1;
  return { scope, period, ...(end <= now ? { at: end, atIs: 'end_of_period' } : { at: now, atIs: 'now' }) };
}

/** The address of the list behind a count, as of the same instant. */
export function listLink({ scope, period, at }: DutiesQuestion, only: Readonly<Record<string, string>>): string {
  return `/v1/apology-duties/list?${new URLSearchParams({ scope, period: period.id, scheme: period.scheme, at: formatInstant(at), ...only }).toString()}`;
}
