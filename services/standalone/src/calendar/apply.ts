import { readQuarantined, readReferences } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { AppError, eventKey, formatInstant, uuidV5 } from '@motcua/kernel';
import { calendarChange, dueDateMove } from '@motcua/ledger';
import type { CalendarChange, CalendarQuestion } from '@motcua/ledger';
import { appendDeclarations, OPERATOR_SOURCE } from '../imports/append-declarations.ts';
import type { Appended } from '../imports/append-declarations.ts';
import { calendarQuestion, historyOf, previewCalendars } from './preview.ts';
import type { CalendarPreview, PreviewOptions } from './preview.ts';

/** What was done. `outpaced`: the dossier changed meanwhile, so that its date is not the listed one any more. */
export type AppliedCalendars = {
  readonly preview: CalendarPreview;
  readonly imported: Appended;
  readonly moved: readonly CalendarChange[];
  readonly outpaced: readonly CalendarChange[];
};

const ROUNDS_MAX = 25;

/**
 * Brings calendars into the log and, if the operator says so, moves exactly the promised dates that the preview lists as movable.
 * Without that every promise stays; run again with it later, it finds the same dates.
 *
 * @throws AppError `WRITE_CONFLICT` when others keep writing; run again then.
 */
export async function applyCalendars(options: PreviewOptions & { readonly movePromised: boolean }): Promise<AppliedCalendars> {
  const { store, database: { db }, editions, now, movePromised } = options;
  const preview = await previewCalendars(options);
  const question = calendarQuestion(await readReferences(db), editions, now);
  const leftOut = new Set(await readQuarantined(db));
  const imported = await appendDeclarations(store, editions, now);
  const moved: CalendarChange[] = [];
  const outpaced: CalendarChange[] = [];
  for (const change of movePromised ? preview.changes.filter(({ kind }) => kind === 'movable') : []) {
    (await moveDueDate(options, question, leftOut, change) ? moved : outpaced).push(change);
  }
  return { preview, imported, moved, outpaced };
}

/** False when the dossier has another date to move by now, or none. */
async function moveDueDate({ store }: PreviewOptions, question: CalendarQuestion, leftOut: ReadonlySet<number>, change: CalendarChange): Promise<boolean> {
  const stream = streams.dossier(change.dossier);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const records = await store.readStream(stream);
    const revision = records.at(-1)?.revision ?? -1;
    const today = calendarChange(change.dossier, historyOf(records, leftOut), question);
    if (today?.kind !== 'movable' || today.promisedDueAt !== change.promisedDueAt || today.newDueAt !== change.newDueAt) return false;
    const verdict = await store.append({ stream, expect: { kind: 'exact', revision }, events: [moveEvent(change, revision, question)] });
    if (verdict.kind === 'appended') return true;
  }
  throw new AppError('WRITE_CONFLICT', `Có chương trình khác liên tục ghi hồ sơ ${change.dossier}: hãy chạy lại lệnh này.`);
}

/** The revision is part of the id: a date may be moved there, back, and there again. */
function moveEvent(change: CalendarChange, revision: number, { now }: CalendarQuestion): NewEvent {
  const { type, data } = dueDateMove(change, now);
  const sourceId = `due-${uuidV5('calendar move', change.dossier, data.oldDueAt ?? '', data.newDueAt, String(revision))}`;
  return { id: eventKey(OPERATOR_SOURCE, sourceId), type, source: OPERATOR_SOURCE, sourceId, subject: change.dossier, occurredAt: formatInstant(now), schemaVersion: 1, data };
}
