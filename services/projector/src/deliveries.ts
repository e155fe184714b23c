import type { RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { REPORT_DELIVERED, reportDeliveredData } from '@motcua/ledger';

/**
 * Takes in that a report was delivered. Nothing of it is in the read model: whoever delivers reads the log.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the event does not have the form of its type, or stands in the stream of another schedule.
 */
export function assertDelivery({ id, type, subject, stream, data }: RecordedEvent): void {
  const { data: read } = reportDeliveredData.safeParse(data);
  if (type === REPORT_DELIVERED && read?.schedule === subject) return;
  throw new AppError('HISTORY_IMPOSSIBLE', `The event ${id} (${type}) does not have the form of its type, or does not belong into the stream ${stream}.`);
}
