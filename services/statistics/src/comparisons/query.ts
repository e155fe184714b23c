import { isAppError, parsePeriod, previousPeriod, samePeriodLastYear } from '@motcua/kernel';
import type { Period, PeriodScheme } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import type { Dimension } from '@motcua/ledger';
import { z } from 'zod';
import { asOfParameter } from '../figures/as-of.ts';
import { figuresParameters, figuresQuery } from '../figures/query.ts';
import type { FiguresQuery } from '../figures/query.ts';
import { invalidParameter } from '../parameters.ts';

/** What the rows of a comparison can be: the days of two periods are not the same rows. */
export const COMPARED_BY = DIMENSIONS.filter((dimension) => dimension !== 'day');

/** Which comparison is asked for. `mapped`: the dossiers of both periods stand where their authority stands at the later period's end. */
export type ComparisonQuery = { readonly before: FiguresQuery; readonly after: FiguresQuery & { readonly by: Exclude<Dimension, 'day'> }; readonly mapped: boolean };

const WITH = { previous: previousPeriod, 'last-year': samePeriodLastYear } as const satisfies Record<string, (period: Period) => Period>;

/** The parameters of `GET /v1/comparisons`: those of a table of figures, and the earlier period. */
export const comparisonParameters = figuresParameters.omit({ until: true, structureOn: true }).extend({
  asOf: asOfParameter,
  by: z.enum(COMPARED_BY).default('level').meta({ description: 'What the rows are' }),
  with: z.string().max(40).default('last-year').meta({ description: 'Kỳ so sánh: last-year for the same period of the year before, previous for the period before, or a period that begins earlier', example: 'last-year' }),
  mapped: z.enum(['true', 'false']).default('false').meta({ description: 'Quy đổi: whether the dossiers of both periods stand where their authority stands at the end of the later one, so that rows from before and after a reorganisation mean the same' }),
});

/**
 * @throws AppError `PARAMETER_INVALID` for a period to compare with that cannot be read or does not begin earlier, and for what
 *   a table of figures refuses.
 */
export function comparisonQuery({ with: other, mapped, ...table }: Omit<z.output<typeof comparisonParameters>, 'asOf'>): ComparisonQuery {
  const after = { ...figuresQuery(table), by: table.by };
  const period = otherPeriod(other, after.period, table.scheme);
  if (period.from >= after.period.from) throw invalidParameter('/with', `The period to compare with begins on ${period.from}, not before ${after.period.from}: name the later one as the period.`);
  const before = { ...after, period };
  return mapped === 'true'
    ? { before: { ...before, structureOn: after.period.to }, after: { ...after, structureOn: after.period.to }, mapped: true }
    : { before, after, mapped: false };
}

function otherPeriod(id: string, period: Period, scheme: PeriodScheme): Period {
  if (isNamed(id)) return WITH[id](period);
  try {
    return parsePeriod(id, scheme);
  } catch (error) {
    throw isAppError(error) ? invalidParameter('/with', `Write last-year, previous, or a period. ${error.message}`) : error;
  }
}

function isNamed(id: string): id is keyof typeof WITH {
  return Object.hasOwn(WITH, id);
}
