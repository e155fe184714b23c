import { Almanac, fold, isPastDue, ND61, readDossierEvent, RECEIVED_OPEN_CLASSES, replay } from '@motcua/dossier';
import type { Dossier, DossierEvent, LatenessRule, Step } from '@motcua/dossier';
import { formatInstant, overdueMarkId } from '@motcua/kernel';
import type { Simulation } from '../../src/index.ts';
import type { History } from './recount.ts';

const PERIOD_END = Date.parse('2024-03-15T00:00:00+07:00');

/** What the log knows of calendars and limits when the reference events were posted. */
export function almanacOf({ referenceEvents }: Simulation): Almanac {
  return new Almanac(referenceEvents.map(({ type, subject, data }, index) => ({ type, subject, data, position: index + 1 })));
}

/** The events of a dossier as the log holds them, without the clock's marks. */
export function recorded(history: History): readonly DossierEvent[] {
  return history.map(({ id, type, time, data }) => readDossierEvent({ id, type, occurredAt: time, data }));
}

/** The steps of a lawful history. */
export function stepsOf(events: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac): readonly Step[] {
  const folding = fold(events, rule, almanac);
  if (folding.kind === 'unlawful') throw folding.error;
  return folding.steps;
}

/** The dossier when the period is over and the clock has marked every due date that passed unfinished. */
export function atPeriodEnd(history: History, almanac: Almanac, rule: LatenessRule = ND61): Dossier {
  const events = recorded(history);
  return replay([...events, ...marks(stepsOf(events, rule, almanac), rule)], rule, almanac);
}

/** A mark for each due date in force and unfinished when the next event, or the end of the period, comes after it. */
function marks(steps: readonly Step[], rule: LatenessRule): readonly DossierEvent[] {
  const passed = steps.flatMap(({ after }, index) => {
    const open = RECEIVED_OPEN_CLASSES.some((one) => one === after.class);
    return open && isPastDue(after, steps[index + 1]?.event.occurredAt ?? PERIOD_END) ? [after.dueAt ?? Number.NaN] : [];
  });
  return [...new Set(passed)].map((dueAt) => {
    const text = formatInstant(dueAt);
    return { type: 'DossierFellOverdue', id: overdueMarkId('', rule.id, text), occurredAt: dueAt, data: { rule: rule.id, dueAt: text } };
  });
}
