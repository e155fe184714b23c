import type { RecordedEvent } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';

/** The error of an event whose type does not belong into its stream. */
export function unknownType({ type, stream }: RecordedEvent): AppError {
  return new AppError('EVENT_TYPE_UNKNOWN', `The projection knows no event of type ${type} in the stream ${stream}.`);
}

/** The error of an event whose data are not those of its type. */
export function unreadable({ id, type }: RecordedEvent): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `The event ${id} (${type}) does not have the form of its type.`);
}
