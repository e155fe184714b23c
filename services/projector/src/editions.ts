import type { EditionPartRow, EditionRow } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { editionPartData, periodClosedData } from '@motcua/ledger';

/**
 * A stretch of the content of an edition, which another event has yet to make.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event does not have its form, or stands in the stream of another period.
 */
export function editionPartRow(event: RecordedEvent): EditionPartRow {
  const { data } = editionPartData.safeParse(event.data);
  if (data === undefined || data.edition !== `${event.stream.slice(PREFIX.length)}-${data.number}` || !event.stream.startsWith(PREFIX)) throw unfit(event);
  const { edition, sha256, part, text } = data;
  return { edition, sha256, part, position: event.position, text };
}

/** The edition that an event makes. @throws AppError as {@link editionPartRow}. */
export function editionRow(event: RecordedEvent, recordedAt: Instant): EditionRow {
  const { data } = periodClosedData.safeParse(event.data);
  if (data === undefined || event.stream !== streams.period(data.scheme, data.scope, data.period) || data.edition !== `${event.stream.slice(PREFIX.length)}-${data.number}`) throw unfit(event);
  const { edition, scope, scheme, period, number, from, to, sha256 } = data;
  return { edition, position: event.position, recorded_at: recordedAt, scope, scheme, period, number, from_on: from, to_on: to, sha256, data: JSON.stringify(data) };
}

const PREFIX = 'period-';

function unfit({ id, type, stream }: RecordedEvent): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `The event ${id} (${type}) does not have the form of its type, or does not belong into the stream ${stream}.`);
}
