import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from './port.ts';

/**
 * What every engine asks of events that are imported behind a head: the next positions, instants that never fall, revisions
 * of each stream one after the other, and values that the log can hold. Not looked at: the streams' revisions before.
 *
 * @throws AppError `LOG_IMPORT_REFUSED` (another place in the log), `EVENT_INVALID` (what no log holds).
 */
export function refuseUnfitting(events: readonly RecordedEvent[], head: { readonly position: number; readonly recordedAt: string | undefined }): void {
  const revisions = new Map<string, number>();
  let { position, recordedAt } = head;
  for (const event of events) {
    position += 1;
    if (event.position !== position) throw unfitting(event, `behind position ${position - 1} of the log comes ${position}`);
    if (recordedAt !== undefined && event.recordedAt < recordedAt) throw unfitting(event, 'it was recorded before the one in front of it');
    const before = revisions.get(event.stream);
    if (before !== undefined && event.revision !== before + 1) throw unfitting(event, `it is number ${event.revision} of its stream, behind number ${before}`);
    refuseUnholdable(event);
    revisions.set(event.stream, event.revision);
    ({ recordedAt } = event);
  }
}

function unfitting({ position }: RecordedEvent, reason: string): AppError {
  return new AppError('LOG_IMPORT_REFUSED', `The events do not continue the log: at position ${position}, ${reason}. Nothing of them was written.`);
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const UTC_MILLISECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const INTEGER_MAX = 2 ** 31 - 1;

/** What would come back changed, or would be hashed as something else. JSON is looked at where it is written. */
function refuseUnholdable(event: RecordedEvent): void {
  const { id, stream, type, subject, source, sourceId, commandId = '', occurredAt, recordedAt, revision, schemaVersion } = event;
  const holds = UUID.test(id) && stream !== ''
    && [occurredAt, recordedAt].every((instant) => UTC_MILLISECONDS.test(instant) && !Number.isNaN(Date.parse(instant)))
    && [revision, schemaVersion].every((number) => Number.isInteger(number) && number >= 0 && number <= INTEGER_MAX)
    && [stream, type, subject, source, sourceId, commandId].every((text) => text.isWellFormed());
  if (!holds) throw new AppError('EVENT_INVALID', `The log cannot hold the event at position ${event.position}: an id, an instant, a number or a text of it has no form that the log knows.`);
}
