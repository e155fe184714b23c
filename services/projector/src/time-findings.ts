import type { FindingRow } from '@motcua/database';
import { evolve, OUTSIDE } from '@motcua/dossier';
import type { Dossier, DossierEvent, DossierEventOf } from '@motcua/dossier';
import { AppError, civilDateOf, formatInstant, minuteOf, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { warning } from './warning.ts';
import type { Applied } from './warning.ts';

/** What is wrong with the times that an event brought. */
export function timeFindings(applied: Applied): readonly FindingRow[] {
  return [...dueDate(applied), ...reappointment(applied), ...supplement(applied)];
}

/** The sender's due date counts; that the limit gives another day is for somebody to look at. */
function dueDate(applied: Applied): readonly FindingRow[] {
  const { event, after } = applied;
  const told = event.type === 'DossierReceived' ? instantOf(event.data.dueAt) : undefined;
  if (event.type !== 'DossierReceived' || told === undefined) return [];
  const computed = computedDueAt(event, after);
  if (computed === undefined || civilDateOf(computed) === civilDateOf(told)) return [];
  return [warning('due_date_differs', applied, { told: formatInstant(told), computed: formatInstant(computed) })];
}

/** The due date that the same reception would have had without one told. */
function computedDueAt(event: DossierEventOf<'DossierReceived'>, { rule, almanac }: Dossier): Instant | undefined {
  const situation = evolve(OUTSIDE, { ...event, data: { ...event.data, dueAt: undefined } }, rule, almanac);
  return situation instanceof AppError ? undefined : situation.dueAt;
}

/** A letter and the change of the due date that belongs to it name one date; only another date is another re-appointment. */
function reappointment(applied: Applied): readonly FindingRow[] {
  const dueAt = reappointedTo(applied.event);
  if (dueAt === undefined) return [];
  const earlier = applied.before.events.flatMap((event) => reappointedTo(event) ?? []);
  const last = earlier.at(-1);
  if (last === undefined || earlier.some((one) => minuteOf(one) === minuteOf(dueAt))) return [];
  return [warning('second_reappointment', applied, { earlier: formatInstant(last), newDueAt: formatInstant(dueAt) })];
}

function reappointedTo(event: DossierEvent): Instant | undefined {
  if (event.type === 'ApologyIssued') return instantOf(event.data.newDueAt);
  return event.type === 'DueDateChanged' && event.data.cause === 'apology' ? instantOf(event.data.newDueAt) : undefined;
}

/** Also when late news shows that an earlier request came after the reception. */
function supplement(applied: Applied): readonly FindingRow[] {
  const [was, is] = [applied.before.situation.supplements, applied.after.situation.supplements];
  return was < 2 && is >= 2 ? [warning('supplement_asked_twice', applied, {})] : [];
}

function instantOf(text: string | undefined): Instant | undefined {
  return text === undefined ? undefined : parseInstant(text);
}
