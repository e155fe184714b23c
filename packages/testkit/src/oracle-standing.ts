import type { DossierClass, Placement } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import type { OracleCalendar } from './oracle-calendar.ts';
import { OracleDates } from './oracle-dates.ts';
import { dayOf } from './oracle-days.ts';
import { isEnd, placeAfter } from './oracle-story.ts';
import type { Story } from './oracle-story.ts';

/** Where a dossier stood: its class, the place that it counted in, and the due date in force while it was being worked on. */
export type Whereabouts = { readonly class: DossierClass; readonly place: Placement; readonly dueAt: Instant | undefined };

/** By which rule lateness is told, and the calendar that due dates nobody told are computed with. */
export type OracleRule = { readonly rule: string; readonly calendar: OracleCalendar | undefined };

/** Where the dossier stood after each of the first n events of its story, n from 0 on. */
export function standings(story: Story, { rule, calendar }: OracleRule): readonly Whereabouts[] {
  const dates = new OracleDates(story, rule, calendar);
  return [undefined, ...story].map((_, n) => ({ class: classAfter(story.slice(0, n), dates), place: placeAfter(story.slice(0, n)), dueAt: dates.inForce(n) }));
}

function classAfter(story: Story, dates: OracleDates): DossierClass {
  const turn = story.findLastIndex(({ type }) => type === 'DossierReopened' || isEnd(type));
  if (isEnd(story[turn]?.type ?? 'DossierReopened')) return endedAs(turn, story, dates);
  const takenUp = story.some(({ type }) => type === 'DossierReceived' || type === 'DossierReopened');
  const begun = takenUp || story.some(({ type }) => type === 'DossierSubmitted');
  if (!begun) return 'outside';
  if (!takenUp) return 'awaiting_reception';
  if (dates.isOverdue(story.length)) return 'overdue';
  return dates.isWaiting(story.length) ? 'paused' : 'in_progress';
}

function endedAs(at: number, story: Story, dates: OracleDates): DossierClass {
  const end = story[at];
  if (end?.type === 'DossierRefused') return 'refused';
  if (end?.type === 'DossierWithdrawn') return 'withdrawn';
  if (end?.type !== 'DossierResolved') return 'terminated';
  if (dates.wasEverLate(at + 1)) return 'resolved_late';
  const due = dates.dateThatCounts(at);
  if (due === undefined) return 'resolved_undated';
  return dayOf(end.occurredAt) < dayOf(due) ? 'resolved_early' : 'resolved_on_time';
}
