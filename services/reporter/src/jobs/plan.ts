import type { WorkingTime } from '@motcua/calendar';
import { addDays, instantAt, nextPeriod, parsePeriod, periodName, periodsOfYear, reportingYear } from '@motcua/kernel';
import type { Instant, Period } from '@motcua/kernel';
import type { AfterPeriod, Schedule } from './schedule.ts';

/** Kỳ đến hạn gửi. `deadlineAt`: undefined where the schedule has none. */
export type Planned = { readonly period: Period; readonly beginAt: Instant; readonly deadlineAt: Instant | undefined };

/** What a plan follows from. `workingTime`: of the scope's authority, as it is known. */
export type PlanBasis = { readonly workingTime: Pick<WorkingTime, 'addWorkingDays'>; readonly now: Instant };

/** The periods of a schedule whose time has come, and the next one; in order. */
export function planOf(schedule: Schedule, { workingTime, now }: PlanBasis): { readonly due: readonly Planned[]; readonly next: Planned } {
  const due: Planned[] = [];
  for (let period = firstPeriod(schedule); ; period = nextPeriod(period)) {
    const planned = plannedOf(schedule, period, workingTime);
    if (planned.beginAt > now) return { due, next: planned };
    due.push(planned);
  }
}

/** The first period of the schedule's length that ends on its first day or later. */
function firstPeriod({ scheme, every, since }: Pick<Schedule, 'scheme' | 'every' | 'since'>): Period {
  const year = reportingYear(since, scheme);
  const found = [...periodsOfYear(year, scheme), ...periodsOfYear(year + 1, scheme)].find((period) => periodName(period)?.unit === every && period.to >= since);
  return found ?? parsePeriod(String(year), scheme);
}

function plannedOf({ begin, deadline }: Schedule, period: Period, workingTime: PlanBasis['workingTime']): Planned {
  return { period, beginAt: instantOf(begin, period, workingTime), deadlineAt: deadline && instantOf(deadline, period, workingTime) };
}

function instantOf(after: AfterPeriod, { to }: Period, workingTime: PlanBasis['workingTime']): Instant {
  const day = 'days' in after ? addDays(to, after.days) : workingTime.addWorkingDays(to, after.workingDays);
  const [hours = 0, minutes = 0] = after.at.split(':').map(Number);
  return instantAt(day, hours * 60 + minutes);
}
