import { isReferenceEventType, referenceEventData, REFERENCE_EVENT_TYPES, referenceSubjects } from '@motcua/dossier';
import type { ReferenceEventType } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { instantAt, isCivilDate } from '@motcua/kernel';
import { envelopeSchema, isAhead, readEnvelope, recordOf } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { toldFamily } from './told-family.ts';
import type { Told } from './told-family.ts';

const schemas = {
  AuthorityDeclared: envelopeSchema('AuthorityDeclared', referenceSubjects.AuthorityDeclared, referenceEventData.AuthorityDeclared)
    .refine(({ subject, data }) => data.parent !== subject, { path: ['data', 'parent'], message: 'the authority itself: name the one above it, or null at the top' }),
  ProcedureDeclared: envelopeSchema('ProcedureDeclared', referenceSubjects.ProcedureDeclared, referenceEventData.ProcedureDeclared),
  CalendarAnnounced: envelopeSchema('CalendarAnnounced', referenceSubjects.CalendarAnnounced, referenceEventData.CalendarAnnounced),
} as const satisfies Record<ReferenceEventType, unknown>;

/** Declarations of authorities and procedures, announcements of calendars. */
export const referenceFamily: EventFamily<readonly string[], Told> = toldFamily(schemas, validate);

const KNOWN = `${REFERENCE_EVENT_TYPES.join(', ')} are`;

function validate(value: unknown, now: number): Validated<Told> {
  const read = readEnvelope(value, schemas, now, KNOWN);
  if (read.kind === 'invalid') return read;
  const announcedAhead = announcedTooEarly(read.envelope, now);
  if (announcedAhead !== undefined) return { kind: 'invalid', refusal: announcedAhead };
  const record = recordOf(read.envelope);
  return { kind: 'valid', valid: { stream: streamOf(read.envelope), record, event: { id: record.id } } };
}

/** A calendar counts from the day on which the public learned it: nobody can know today what is announced next week. */
function announcedTooEarly({ type, data }: Envelope, now: number): Refusal | undefined {
  const announcedOn = type === 'CalendarAnnounced' && typeof data === 'object' && data !== null && 'announcedOn' in data ? data.announcedOn : undefined;
  if (typeof announcedOn !== 'string' || !isCivilDate(announcedOn) || !isAhead(instantAt(announcedOn, 0), now)) return undefined;
  return refusal('EVENT_INVALID', 'The announcement lies more than 24 hours ahead: send it when it has been made, and check the date.', [
    { pointer: '/data/announcedOn', detail: 'is more than 24 hours ahead' },
  ]);
}

function streamOf({ type, subject }: Envelope): string {
  if (!isReferenceEventType(type)) throw new TypeError(`${type} passed the schemas of reference events`);
  switch (type) {
    case 'AuthorityDeclared': return streams.authority(subject);
    case 'ProcedureDeclared': return streams.procedure(subject);
    case 'CalendarAnnounced': return streams.calendar(subject);
  }
}
