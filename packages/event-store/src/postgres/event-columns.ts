import type { Actor, JsonObject, RecordedEvent } from '../port.ts';

/** An instant as RFC 3339 in UTC with milliseconds, whatever the session's settings are. */
export function utcText(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** What {@link decodeRow} reads, in its order. */
export const EVENT_COLUMNS = `e.position, e.stream, e.revision, e.event_id, e.type, e.subject, e.source, e.source_id,
  ${utcText('e.occurred_at')}, ${utcText('e.recorded_at')}, e.schema_version, e.command_id, e.actor, e.data`;

/** As pg gives it: every value as its text. */
export type EventRow = [
  position: string, stream: string, revision: string, id: string, type: string, subject: string, source: string, sourceId: string,
  occurredAt: string, recordedAt: string, schemaVersion: string, commandId: string | null, actor: string | null, data: string,
];

export function decodeRow(row: EventRow): RecordedEvent {
  const [position, stream, revision, id, type, subject, source, sourceId, occurredAt, recordedAt, schemaVersion, commandId, actor, data] = row;
  return {
    position: Number(position), stream, revision: Number(revision), id, type, subject, source, sourceId, occurredAt, recordedAt,
    schemaVersion: Number(schemaVersion),
    ...(commandId === null ? {} : { commandId }),
    ...(actor === null ? {} : { actor: JSON.parse(actor) as Actor }),
    data: JSON.parse(data) as JsonObject,
  };
}
