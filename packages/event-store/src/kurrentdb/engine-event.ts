import { inspect } from 'node:util';
import type { AllStreamRecordedEvent, EventData, RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import type { Actor, JsonObject, NewEvent, RecordedEvent } from '../port.ts';
import type { EncodedEvent } from '../encoded-append.ts';
import { END } from './place.ts';
import type { Place } from './place.ts';

/** An event as the engine gives it back: all but its position, which only who counts the log can tell. */
export type EngineEvent = Place & {
  readonly stream: string;
  readonly revision: number;
  readonly event: NewEvent;
  /** What the engine's clock or, of a copied event, the log that it was copied from said; it may fall along the log. */
  readonly recordedMs: number;
  /** Which call wrote it. */
  readonly writer: string | undefined;
};

/** Bytes that an append may have, type, data and metadata together: well under the megabyte that servers take. */
export const APPEND_BYTES_MAX = 900 * 1_024;

/**
 * The event as the client takes it: plain JSON that was serialised before, so nothing in it can make the client fail. Beside
 * the data stands what every event has.
 *
 * @param writer - Names the call, so that its own event is told from the same one of another call.
 * @param recordedAt - Of a copied event only: it keeps its instant.
 */
export function toClientEvent(event: EncodedEvent, writer: string, recordedAt?: string): { readonly event: EventData; readonly bytes: number } {
  const metadata = {
    source: event.source, sourceId: event.sourceId, subject: event.subject, occurredAt: event.occurredAt, schemaVersion: event.schemaVersion,
    ...(event.commandId === null ? {} : { commandId: event.commandId }),
    ...(event.actor === null ? {} : { actor: JSON.parse(event.actor) as Actor }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
    writer,
  };
  const bytes = Buffer.byteLength(event.type) + Buffer.byteLength(event.data) + Buffer.byteLength(JSON.stringify(metadata));
  return { event: { id: event.id, contentType: 'application/json', type: event.type, data: sealed(event.data), metadata: sealed(JSON.stringify(metadata)) }, bytes };
}

/** What the client's own trace shows as nothing but its kind: payloads belong into no log. */
class Sealed {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.#text);
  }

  [inspect.custom](): string {
    return '[sealed]';
  }
}

function sealed(text: string): Record<string, unknown> {
  return new Sealed(text) as unknown as Record<string, unknown>;
}

/**
 * @param prefix - What the names of the log's streams begin with.
 * @returns Undefined for an event of somebody else's stream.
 * @throws AppError `HISTORY_IMPOSSIBLE` for one in the log's streams that nobody here wrote, or without a place (server older than 22.6).
 */
export function fromClientEvent(found: ClientEvent | AllStreamRecordedEvent, prefix: string): EngineEvent | undefined {
  if (!found.streamId.startsWith(prefix)) return undefined;
  const where = `Event ${found.revision} of stream ${found.streamId.slice(prefix.length)}`;
  const { position: place } = found;
  if (place === undefined || place.commit === END) throw impossible(`${where} came without its place: the server is older than 22.6.`);
  const { recordedAt, writer, ...rest } = readMetadata(found.metadata, where);
  if (!isRecord(found.data) || !found.isJson) throw impossible(`${where} holds no JSON object.`);
  return {
    ...place, writer, stream: found.streamId.slice(prefix.length), revision: Number(found.revision),
    recordedMs: recordedAt === undefined ? found.created.getTime() : recordedAt,
    event: { id: found.id, type: found.type, ...rest, data: found.data as JsonObject },
  };
}

type Metadata = Pick<NewEvent, 'source' | 'sourceId' | 'subject' | 'occurredAt' | 'schemaVersion' | 'commandId' | 'actor'>
  & { readonly recordedAt: number | undefined; readonly writer: string | undefined };

function readMetadata(metadata: unknown, where: string): Metadata {
  const { source, sourceId, subject, occurredAt, schemaVersion, commandId, actor, recordedAt, writer } = isRecord(metadata) ? metadata : {};
  const isOptionalText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
  if (typeof source !== 'string' || typeof sourceId !== 'string' || typeof subject !== 'string' || typeof occurredAt !== 'string' || typeof schemaVersion !== 'number'
    || !isOptionalText(commandId) || !isOptionalText(recordedAt) || !isOptionalText(writer) || !(actor === undefined || isRecord(actor))) {
    throw impossible(`${where} does not have the metadata of this log.`);
  }
  const recordedMs = recordedAt === undefined ? undefined : parseInstant(recordedAt);
  if (recordedAt !== undefined && recordedMs === undefined) throw impossible(`${where} has a recordedAt that is no instant.`);
  return {
    source, sourceId, subject, occurredAt, schemaVersion, recordedAt: recordedMs, writer,
    ...(commandId === undefined ? {} : { commandId }), ...(actor === undefined ? {} : { actor: actor }),
  };
}

/** The event with its position and the instant that the count gave it. */
export function recordedEvent({ event, stream, revision }: EngineEvent, position: number, recordedMs: number): RecordedEvent {
  const { data, ...rest } = event;
  return { position, stream, revision, ...rest, recordedAt: formatInstant(recordedMs), data };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function impossible(what: string): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', what);
}
