import { civilDateOf, reportingYear } from '@motcua/kernel';
import type { Instant, PeriodScheme } from '@motcua/kernel';
import { z } from 'zod';

/** The schemes whose periods have names. */
export const NAMED_SCHEMES = ['vpcp-15-14', 'calendar'] as const satisfies readonly PeriodScheme[];

/** The parameters of `GET /v1/periods`. */
export const periodsParameters = z.strictObject({
  scheme: z.enum(NAMED_SCHEMES).default('vpcp-15-14').meta({ description: 'How the year is cut; free ranges have no names to list' }),
  // From 1901: each period tells the one before it.
  year: z.coerce.number().int().min(1901).max(2099).optional().meta({ description: 'Năm báo cáo; the one that today lies in unless told', example: 2024 }),
});

/** The year to list, with today's as default. */
export function periodsYear({ scheme, year }: z.output<typeof periodsParameters>, now: Instant): number {
  return year ?? reportingYear(civilDateOf(now), scheme);
}
