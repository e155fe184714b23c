import type { LegsQuery } from '@motcua/database';
import { daysBetween, isCivilDate, parsePeriod, PERIOD_SCHEMES } from '@motcua/kernel';
import type { CivilDate, Period } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import type { Dimension } from '@motcua/ledger';
import { z } from 'zod';
import { invalidParameter, ruleOf, ruleParameter, scopeParameter } from '../parameters.ts';

/**
 * Which table is asked for. `rule`: the id of the lateness rule whose books are read. `until`: the day of the period at whose end
 * it is cut: stocks are those of that day, flows those up to it; the period's last unless told. `structureOn`: every dossier stands
 * where its authority stands on this day, with the names of it, for comparing across a reorganisation; on its own days unless told.
 */
export type FiguresQuery = {
  readonly scope: string; readonly period: Period; readonly by: Dimension; readonly rule: string;
  readonly until?: CivilDate | undefined;
  readonly structureOn?: CivilDate | undefined;
};

/** The parameters of a table of figures; nothing else may be given, so that a misspelt one is not silently ignored. */
export const figuresParameters = z.strictObject({
  scope: scopeParameter,
  period: z.string().max(40).meta({ description: 'Kỳ báo cáo: 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024, or two dates, both included, such as 2023-12-15..2024-03-14', example: '2024-Q1' }),
  scheme: z.enum(PERIOD_SCHEMES).default('vpcp-15-14').meta({ description: 'How periods are cut: vpcp-15-14 from the 15th to the 14th, calendar by the calendar, free for two dates' }),
  by: z.enum(DIMENSIONS).default('level').meta({ description: 'What the rows of the table are' }),
  rule: ruleParameter,
  until: z.string().max(10).optional().meta({
    description: 'Tính đến hết ngày: a day of the period at which it is cut; stocks are those of that day, flows those up to it; the period\'s last day without it', example: '2024-02-29',
  }),
  structureOn: z.string().max(10).optional().meta({
    description: 'Theo tổ chức ngày: every dossier stands where its authority stands on this day, as in a comparison across a reorganisation; on the days of its events without it', example: '2025-07-01',
  }),
});

/** A table by day has one row for every day; longer periods are asked for in parts. */
const DAYS_MAX = 400;

/**
 * @throws AppError `PARAMETER_INVALID` for an unreadable period, an unknown rule, a day outside the period, or too many days.
 */
export function figuresQuery({ scope, period: id, scheme, by, rule, until, structureOn }: z.output<typeof figuresParameters>): FiguresQuery {
  const period = parsePeriod(id, scheme);
  ruleOf(rule);
  if (until !== undefined && !isDayOf(period, until)) throw invalidParameter('/until', `Give a day of the period, from ${period.from} to ${period.to}.`);
  if (structureOn !== undefined && !isCivilDate(structureOn)) throw invalidParameter('/structureOn', 'Give a date such as 2025-07-01.');
  const days = daysBetween(period.from, until ?? period.to) + 1;
  if (by === 'day' && days > DAYS_MAX) throw invalidParameter('/period', `A table by day has at most ${DAYS_MAX} days; the period has ${days}.`);
  return { scope, period, by, rule, ...(until === undefined ? {} : { until }), ...(structureOn === undefined ? {} : { structureOn }) };
}

/** The days that a table counts: those of its period up to where it is cut. */
export function countedDays({ period: { from, to }, until }: Pick<FiguresQuery, 'period' | 'until'>): Pick<Period, 'from' | 'to'> {
  return { from, to: until ?? to };
}

/** The legs of a table. `upTo`: the last position that counts; all that is posted without it. */
export function tableLegs({ scope, rule, by: dimension, structureOn, ...days }: FiguresQuery, upTo?: number): LegsQuery {
  return { scope, period: countedDays(days), rule, dimension, structureOn, ...(upTo === undefined ? {} : { known: { upTo } }) };
}

/** Whether a text is a day that a period has. */
export function isDayOf({ from, to }: Pick<Period, 'from' | 'to'>, day: string): boolean {
  return isCivilDate(day) && from <= day && day <= to;
}
