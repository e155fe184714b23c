import { CLOCK_SOURCE, eventKey } from '@motcua/kernel';
import { authorityCode, instantText, isDossierEventType, isFeedbackEventType, isReferenceEventType, isServiceEventType } from '@motcua/dossier';
import type { JsonObject, NewEvent } from '@motcua/event-store';
import { describeIssues } from '@motcua/http';
import { z } from 'zod';
import { refusal, tooEarly } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export const eventId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, 'not an event id: 1 to 128 of A-Z a-z 0-9 . _ : -');
export const eventSource = z.string().regex(/^[A-Za-z0-9:/._~#?=&%-]{1,200}$/, 'not a URI reference of at most 200 characters');

/** Senders' clocks go wrong; more than a day ahead is a typing error. */
const AHEAD_MS_MAX = 24 * 3_600_000;

/** In whose name the operator's own commands write to the log; never a sender. */
const OPERATOR = 'urn:motcua:operator';

const attributes = {
  specversion: z.literal('1.0'),
  id: eventId,
  source: eventSource,
  time: instantText,
  datacontenttype: z.literal('application/json').optional(),
  schemaversion: z.literal(1).optional(),
  actorunit: authorityCode.optional(),
  actorrole: z.string().regex(/^[a-z_]{1,40}$/, 'not a role such as receiving_officer').optional(),
  commandid: z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, 'not a command id: 1 to 128 of A-Z a-z 0-9 . _ : -').optional(),
} as const;

/** CloudEvents 1.0 in JSON, strict: nothing but these attributes, and the data of its type. */
export function envelopeSchema<T extends string, S extends z.ZodType<string>, D extends z.ZodType>(type: T, subject: S, data: D) {
  return z.strictObject({ ...attributes, type: z.literal(type), subject, data });
}

/** An envelope after its schema; instants are RFC 3339 in UTC. */
export type Envelope = {
  readonly id: string; readonly source: string; readonly type: string; readonly subject: string; readonly time: string;
  readonly actorunit?: string | undefined; readonly actorrole?: string | undefined; readonly commandid?: string | undefined;
  readonly data: unknown;
};

export type ReadEnvelope =
  | { readonly kind: 'valid'; readonly envelope: Envelope; readonly occurredAt: number }
  | { readonly kind: 'invalid'; readonly refusal: Refusal };

/** Checks an item against the schema of its type, which `schemas` names; `known`: which types these are, for a sender of another one. */
export function readEnvelope(
  value: unknown, schemas: Readonly<Record<string, z.ZodType>>, now: number, known: string,
): ReadEnvelope {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return invalid('The event is not a JSON object: send a CloudEvent.', [{ pointer: '', detail: 'must be an object' }]);
  }
  const type = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return invalid('The event does not say its type as a text.', [{ pointer: '/type', detail: type === undefined ? 'is missing' : 'must be text' }]);
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) {
    return { kind: 'invalid', refusal: refusal('EVENT_TYPE_UNKNOWN', elsewhere(type) ?? `The type of the event is not known: ${known}.`, [{ pointer: '/type', detail: 'is not known here' }]) };
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return invalidForm(type, parsed.error.issues, value);
  return asSender(parsed.data as Envelope, now);
}

/** Where a type belongs that is not one of a family. */
function elsewhere(type: string): string | undefined {
  if (isDossierEventType(type)) return 'This is an event of a dossier: send it to /v1/dossier-events.';
  if (isReferenceEventType(type)) return 'This is a reference event: send it to /v1/reference-events.';
  if (isServiceEventType(type)) return 'This is an event about a service as a whole: send it to /v1/service-events.';
  if (isFeedbackEventType(type)) return 'This is an event of feedback on procedures: send it to /v1/feedback-events.';
  return undefined;
}

/** Whether a time that a sender states can only be an error. */
export function isAhead(instant: number, now: number): boolean {
  return instant > now + AHEAD_MS_MAX;
}

/** What is wrong with a time that a correction gives; nothing with one that it takes back. */
export function wrongTime(corrected: string | null, now: number): Refusal | undefined {
  if (corrected === null || !isAhead(Date.parse(corrected), now)) return undefined;
  return tooEarly('The corrected time lies more than 24 hours ahead: check the clock and the date.', '/data/new');
}

/** Ids count by source: whoever could write under a reserved one could take an id for ever that is not his. */
function asSender(envelope: Envelope, now: number): ReadEnvelope {
  if (envelope.source === OPERATOR || (envelope.source === CLOCK_SOURCE && envelope.type !== 'DossierFellOverdue')) {
    return invalid('The source is reserved for the system itself: send events under a source of your own.', [{ pointer: '/source', detail: 'is reserved' }]);
  }
  const occurredAt = Date.parse(envelope.time);
  if (!isAhead(occurredAt, now)) return { kind: 'valid', envelope, occurredAt };
  return { kind: 'invalid', refusal: tooEarly('The event lies more than 24 hours ahead: check the clock and the date.', '/time') };
}

/** The form in which the log keeps it. */
export function recordOf(envelope: Envelope): NewEvent {
  const { actorunit, actorrole, commandid } = envelope;
  return {
    id: eventKey(envelope.source, envelope.id), type: envelope.type, source: envelope.source, sourceId: envelope.id,
    subject: envelope.subject, occurredAt: envelope.time, schemaVersion: 1,
    ...(commandid === undefined ? {} : { commandId: commandid }),
    ...(actorunit === undefined && actorrole === undefined ? {} : { actor: { ...(actorunit && { unit: actorunit }), ...(actorrole && { role: actorrole }) } }),
    data: envelope.data as JsonObject,
  };
}

function invalidForm(type: string, issues: readonly z.core.$ZodIssue[], value: unknown): ReadEnvelope {
  const { errors, unknownFields } = describeIssues(issues, value, 'is not a field of this event');
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const first = errors[0];
  return { kind: 'invalid', refusal: refusal('EVENT_INVALID', `The ${type} does not have the form of its type: ${first?.pointer ?? ''} ${first?.detail ?? ''}${more}.`, errors, unknownFields) };
}

function invalid(detail: string, errors: Refusal['errors']): ReadEnvelope {
  return { kind: 'invalid', refusal: refusal('EVENT_INVALID', detail, errors) };
}
