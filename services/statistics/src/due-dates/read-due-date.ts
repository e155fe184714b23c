import { authorityNames, procedureNames } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { dueDateStory, fold, impossibleHistory } from '@motcua/dossier';
import type { LatenessRule } from '@motcua/dossier';
import { AppError, civilDateOf, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { readHistory } from '../dossiers/history.ts';
import type { HistorySources } from '../dossiers/history.ts';
import { renderDueDate } from '../report/due-date-text.ts';
import { dueDateAnswerOf } from './answer.ts';
import type { DueDateAnswer, StoryNames } from './answer.ts';

/** Which due date is asked for. `at`: the instant that durations are counted to; what happened later is left out. */
export type DueDateQuery = { readonly code: string; readonly rule: LatenessRule; readonly at: Instant };

/**
 * Explains a due date from the dossier's own events and what was known of calendars and procedures.
 *
 * @throws AppError `DOSSIER_UNKNOWN`, `PROJECTION_BEHIND`, or `DOSSIER_NOT_RECEIVED` when nothing was due by then.
 */
export async function readDueDate(sources: HistorySources, { code, rule, at }: DueDateQuery): Promise<DueDateAnswer> {
  const { asOf, events, almanac, known: names } = await readHistory(sources, code, namesOf);
  const story = dueDateStory(events, rule, almanac, at);
  if (story === undefined) {
    const folding = fold(events, rule, almanac);
    if (folding.kind === 'unlawful') throw impossibleHistory(folding.at, folding.error);
    throw new AppError('DOSSIER_NOT_RECEIVED', 'The dossier had not been received by then: its limit begins with the reception, so there is no due date to explain.');
  }
  const answer = dueDateAnswerOf({ code, asOf, story, events, names });
  return { ...answer, text: renderDueDate(answer) };
}

async function namesOf({ tx, asOf }: Snapshot): Promise<StoryNames> {
  const on = civilDateOf(parseInstant(asOf.recordedAt ?? '') ?? 0);
  return { authorities: await authorityNames(tx, on), procedures: await procedureNames(tx, on) };
}
