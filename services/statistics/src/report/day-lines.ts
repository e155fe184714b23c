import { formatWorkingDuration } from '@motcua/calendar';
import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { DueDateAnswer } from '../due-dates/answer.ts';

type Explanation = NonNullable<DueDateAnswer['entries'][number]['explanation']>;
type Unit = DueDateAnswer['limit']['unit'];

/** Days in a row that read the same. */
type Run = { readonly first: CivilDate; readonly last: CivilDate; readonly days: number; readonly text: string; readonly minutes: number };

/** Every counted and every skipped day in order of date; full days in a row, and days off of one name, in one line. */
export function dayLines({ counted, skipped, rolledForward }: Explanation, unit: Unit): readonly string[] {
  const full = Math.max(0, ...counted.map(({ minutes }) => minutes));
  const days = [
    ...counted.map(({ date, hours, minutes }) => ({ date, minutes, text: unit === 'calendar_days' || (unit === 'working_days' && minutes === full) ? '' : hours.join(', ') })),
    ...skipped.map(({ date, name, verified }) => ({ date, minutes: 0, text: `nghỉ, ${name}${verified === 'verified' ? '' : ' (chưa có văn bản xác nhận)'}` })),
    ...rolledForward.filter(({ date }) => !skipped.some((day) => day.date === date)).map(({ date, name }) => ({ date, minutes: 0, text: `dời sang ngày sau, ${name}` })),
  ].toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : Number(a.text !== '') - Number(b.text !== '')));
  const runs: Run[] = [];
  for (const { date, minutes, text } of days) {
    const run = runs.at(-1);
    if (run !== undefined && run.text === text && addDays(run.last, 1) === date && !isHours(unit, run)) runs[runs.length - 1] = { ...run, last: date, days: run.days + 1 };
    else runs.push({ first: date, last: date, days: 1, text, minutes });
  }
  return runs.map((run) => lineOf(run, unit));
}

/** Counted hours are told day by day. */
function isHours(unit: Unit, { minutes }: Run): boolean {
  return unit === 'hours' && minutes > 0;
}

function lineOf({ first, last, days, text, minutes }: Run, unit: Unit): string {
  const dates = first === last ? short(first) : `${short(first)}–${short(last)}`;
  if (text === '') return `${dates}: ${days} ${unit === 'calendar_days' ? 'ngày' : 'ngày làm việc'}`;
  return `${dates}: ${text}${minutes > 0 ? ` (${formatWorkingDuration(minutes)})` : ''}`;
}

/** `02/01`; the year stands where the limit begins and ends. */
function short(date: CivilDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}`;
}
