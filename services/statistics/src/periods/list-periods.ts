import { followsOn, periodName, periodsOfYear, previousPeriod, samePeriodLastYear } from '@motcua/kernel';
import type { Period, PeriodScheme } from '@motcua/kernel';
import { periodLabel } from '@motcua/ledger';
import type { z } from 'zod';
import type { periodsAnswer } from './answer-schema.ts';

/** The answer of `GET /v1/periods`. */
export type PeriodsAnswer = z.output<typeof periodsAnswer>;

/** Các kỳ báo cáo của một năm, from the months to the year. Pure. */
export function listPeriods(year: number, scheme: PeriodScheme): PeriodsAnswer {
  return { scheme, year, periods: periodsOfYear(year, scheme).map(shown) };
}

function shown(period: Period): PeriodsAnswer['periods'][number] {
  const previous = previousPeriod(period);
  return {
    id: period.id, unit: periodName(period)?.unit ?? 'month', from: period.from, to: period.to, label: periodLabel(period),
    previous: previous.id, followsOnPrevious: followsOn(previous, period), lastYear: samePeriodLastYear(period).id,
  };
}
