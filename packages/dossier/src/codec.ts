import { AppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { z } from 'zod';
import { dossierEventData } from './event-schemas.ts';
import { isDossierEventType } from './events.ts';
import type { DossierEvent } from './events.ts';
import { feedbackEventData, isFeedbackEventType } from './feedback-events.ts';
import type { FeedbackEvent } from './feedback-events.ts';

/** The parts of a log record that an event is read from. */
export type DossierRecord = { readonly id: string; readonly type: string; readonly occurredAt: string; readonly position?: number; readonly data: unknown };

/**
 * Reads a dossier's event from the log, checking its form again: what stands in a log may have been written by other hands.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when the record is no event of a dossier.
 */
export function readDossierEvent(record: DossierRecord): DossierEvent {
  const { type, id, position } = record;
  if (!isDossierEventType(type)) throw unreadable(record, UNKNOWN_TYPE);
  return { type, id, ...(position === undefined ? {} : { position }), ...readBy(dossierEventData[type], record) } as DossierEvent;
}

/** The same of a feedback's event. @throws AppError as {@link readDossierEvent}. */
export function readFeedbackEvent(record: DossierRecord): FeedbackEvent {
  const { type, id } = record;
  if (!isFeedbackEventType(type)) throw unreadable(record, UNKNOWN_TYPE);
  return { type, id, ...readBy(feedbackEventData[type], record) } as FeedbackEvent;
}

const UNKNOWN_TYPE = 'its type or time is not known';

function readBy(schema: z.ZodType, record: DossierRecord): { readonly occurredAt: Instant; readonly data: unknown } {
  const occurredAt = parseInstant(record.occurredAt);
  if (occurredAt === undefined) throw unreadable(record, UNKNOWN_TYPE);
  const parsed = schema.safeParse(record.data);
  if (!parsed.success) throw unreadable(record, parsed.error.issues.map((issue) => `/${issue.path.join('/')}`).join(', '));
  return { occurredAt, data: parsed.data };
}

function unreadable(record: DossierRecord, why: string): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `The event ${record.id} (${record.type}) cannot be read: ${why}.`);
}
