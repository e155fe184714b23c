import { AppError, canonicalJson } from '@motcua/kernel';
import type { Actor, Append, Expectation, JsonObject, NewEvent } from './port.ts';

/** One append as the engines take it: what its events hold as texts, made when the caller calls. */
export type EncodedAppend = {
  readonly stream: string;
  /** null = any, -2 = exists, -1 = none, else the last revision. */
  readonly expected: number | null;
  readonly events: readonly EncodedEvent[];
  /** Payload characters, a measure of the statement's size. */
  readonly size: number;
};

export type EncodedEvent = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly source: string;
  readonly sourceId: string;
  readonly occurredAt: string;
  readonly schemaVersion: number;
  readonly commandId: string | null;
  readonly actor: string | null;
  readonly data: string;
};

/**
 * @throws AppError `EVENT_INVALID` for what a database would take and give back changed: no event at all, an instant in
 *   another form, half a surrogate pair, data that is no JSON.
 */
export function encodeAppend(append: Append): EncodedAppend {
  if (append.events.length === 0) throw invalid('an append needs at least one event');
  const events = append.events.map(encodeEvent);
  const stream = wellFormed(append.stream);
  if (stream === '') throw invalid('the stream needs a name');
  return { stream, expected: encodeExpectation(append.expect), events, size: events.reduce((sum, event) => sum + event.data.length, 0) };
}

function encodeExpectation(expectation: Expectation): number | null {
  switch (expectation.kind) {
    case 'any': return null;
    case 'exists': return -2;
    case 'none': return -1;
    case 'exact': return ordinal(expectation.revision, 'an exact revision');
  }
}

const INTEGER_MAX = 2 ** 31 - 1;

function ordinal(value: number, name: string): number {
  if (!Number.isInteger(value) || value < 0 || value > INTEGER_MAX) throw invalid(`${name} is a whole number from 0 to ${INTEGER_MAX}`);
  return value;
}

function encodeEvent(event: NewEvent): EncodedEvent {
  return {
    id: encodeId(event.id),
    type: wellFormed(event.type),
    subject: wellFormed(event.subject),
    source: wellFormed(event.source),
    sourceId: wellFormed(event.sourceId),
    occurredAt: encodeInstant(event.occurredAt),
    schemaVersion: ordinal(event.schemaVersion, 'the schema version'),
    commandId: event.commandId === undefined ? null : wellFormed(event.commandId),
    actor: event.actor === undefined ? null : encodeJson(event.actor),
    data: encodeJson(event.data),
  };
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** PostgreSQL knows more ways to write a UUID; in one way only, equal ids are equal texts. */
function encodeId(text: string): string {
  const id = text.toLowerCase();
  if (!UUID.test(id)) throw invalid('the id is not a UUID');
  return id;
}

const UTC_MILLISECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function encodeInstant(text: string): string {
  if (!UTC_MILLISECONDS.test(text)) throw invalid('occurredAt is RFC 3339 in UTC with milliseconds');
  return text;
}

function encodeJson(value: Actor | JsonObject): string {
  try {
    return canonicalJson(value);
  } catch (cause) {
    throw new AppError('EVENT_INVALID', 'The log cannot hold this event: its data has no JSON form', { cause });
  }
}

/** UTF-8 has no half surrogate pairs: sent as they are, they would come back as another text. */
function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw invalid('a text holds half a surrogate pair');
  return text;
}

function invalid(reason: string): AppError {
  return new AppError('EVENT_INVALID', `The log cannot hold this event: ${reason}`);
}
