import type { AcceptedDifferenceRow } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { differencesAcceptedData } from '@motcua/ledger';

/**
 * A decision that figures may change with a rebuild; it changes nothing by itself.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event does not have the form of its type, or stands in another stream.
 */
export function acceptedDifferenceRow({ id, type, stream, position, data }: RecordedEvent, recordedAt: Instant): AcceptedDifferenceRow {
  const { data: read } = differencesAcceptedData.safeParse(data);
  if (read === undefined || stream !== streams.rebuild) {
    throw new AppError('HISTORY_IMPOSSIBLE', `The event ${id} (${type}) does not have the form of its type, or does not belong into the stream ${stream}.`);
  }
  return { position, recorded_at: recordedAt, reason: read.reason, data: JSON.stringify(read) };
}
