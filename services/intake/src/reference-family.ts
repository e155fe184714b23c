import { isDossierEventType, referenceEventData, referenceSubjects } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { envelopeSchema, readEnvelope, recordOf } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';

const schemas = {
  AuthorityDeclared: envelopeSchema('AuthorityDeclared', referenceSubjects.AuthorityDeclared, referenceEventData.AuthorityDeclared)
    .refine(({ subject, data }) => data.parent !== subject, { path: ['data', 'parent'], message: 'the authority itself: name the one above it, or null at the top' }),
  ProcedureDeclared: envelopeSchema('ProcedureDeclared', referenceSubjects.ProcedureDeclared, referenceEventData.ProcedureDeclared),
};

type Declared = { readonly id: string };

/** Declarations of authorities and procedures: any valid one is accepted, so a stream's state is the ids it holds. */
export const referenceFamily: EventFamily<readonly string[], Declared> = {
  schemas,
  validate,
  empty: [],
  replay: (records) => records.map((record) => record.id),
  holds: (ids, id) => ids.includes(id),
  decide: (ids, event) => ({ kind: 'accepted', state: [...ids, event.id] }),
};

function validate(value: unknown, now: number): Validated<Declared> {
  const read = readEnvelope(value, schemas, now, (type) => isDossierEventType(type)
    ? 'This is an event of a dossier: send it to /v1/dossier-events.'
    : 'The type of the event is not known: AuthorityDeclared and ProcedureDeclared are.');
  if (read.kind === 'invalid') return read;
  const record = recordOf(read.envelope);
  const stream = record.type === 'AuthorityDeclared' ? streams.authority(record.subject) : streams.procedure(record.subject);
  return { kind: 'valid', valid: { stream, record, event: { id: record.id } } };
}
