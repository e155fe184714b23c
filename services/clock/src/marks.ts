import { DOSSIER_EVENTS_MAX, dueDateToMark, fold, impossibleHistory, LATENESS_RULES, readDossierEvent } from '@motcua/dossier';
import type { Almanac, DossierEvent, LatenessRule } from '@motcua/dossier';
import type { NewEvent, RecordedEvent } from '@motcua/event-store';
import { AppError, CLOCK_SOURCE, eventKey, formatInstant, minuteOf, overdueMarkId } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';

/** An overdue mark that the log does not hold yet. */
export type Mark = { readonly dueAt: Instant; readonly event: NewEvent };

/** What deciding needs besides the dossier. `leftOut`: positions that the operator set aside. */
export type MarkBasis = { readonly almanac: Almanac; readonly leftOut: ReadonlySet<number>; readonly now: Instant };

/**
 * The marks that a dossier lacks: for each rule, of its due date in force when that lies in a minute that is over, and of every
 * one that passed unfinished before the dossier ended or got another date.
 *
 * @param recorded - All events of the dossier's stream.
 * @returns In due order; as many as the dossier has room for.
 * @throws AppError `HISTORY_IMPOSSIBLE` for a history that no rule allows, `DOSSIER_TOO_LONG` when there is no room for any.
 */
export function missingMarks(code: string, recorded: readonly RecordedEvent[], { almanac, leftOut, now }: MarkBasis): readonly Mark[] {
  const counted = recorded.filter(({ position }) => !leftOut.has(position)).map(readDossierEvent);
  const held = new Set(recorded.map(({ id }) => id));
  const missing = LATENESS_RULES.flatMap((rule) => missingUnder(rule, code, counted, { held, almanac, now })).sort((a, b) => a.dueAt - b.dueAt);
  const room = DOSSIER_EVENTS_MAX - counted.length;
  if (missing.length > 0 && room <= 0) throw new AppError('DOSSIER_TOO_LONG', `The dossier holds ${counted.length} events and has no room for an overdue mark.`);
  return missing.slice(0, room);
}

type Held = Pick<MarkBasis, 'almanac' | 'now'> & { readonly held: ReadonlySet<string> };

/** A later due date that passed too shows when the one before it is marked. */
function missingUnder(rule: LatenessRule, code: string, counted: readonly DossierEvent[], { held, almanac, now }: Held): readonly Mark[] {
  const missing: Mark[] = [];
  for (let events = counted; events.length < DOSSIER_EVENTS_MAX || missing.length === 0;) {
    const dueAt = passedDueDate(events, rule, almanac, now);
    const mark = dueAt === undefined ? undefined : markOf(code, rule, dueAt);
    if (mark === undefined || held.has(mark.event.id) || missing.some(({ event }) => event.id === mark.event.id)) break;
    missing.push(mark);
    events = [...events, readDossierEvent(mark.event)];
  }
  return missing;
}

function passedDueDate(events: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac, now: Instant): Instant | undefined {
  const folding = fold(events, rule, almanac);
  if (folding.kind === 'unlawful') throw impossibleHistory(folding.at, folding.error);
  const dueAt = dueDateToMark(folding.situation);
  return dueAt !== undefined && minuteOf(dueAt) < minuteOf(now) ? dueAt : undefined;
}

/** The same for every clock that ever writes it, so that the log holds it once. */
function markOf(code: string, rule: LatenessRule, due: Instant): Mark {
  const dueAt = formatInstant(due);
  const sourceId = overdueMarkId(code, rule.id, dueAt);
  return {
    dueAt: due,
    event: {
      id: eventKey(CLOCK_SOURCE, sourceId), type: 'DossierFellOverdue', source: CLOCK_SOURCE, sourceId, subject: code, occurredAt: dueAt,
      schemaVersion: 1, actor: { role: 'clock' }, data: { rule: rule.id, dueAt },
    },
  };
}
