import { authorityCode, isDossierEventType, isReferenceEventType, SERVICE_EVENT_TYPES, serviceEventData, UNKNOWN } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { envelopeSchema, readEnvelope, recordOf } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';
import { toldFamily } from './told-family.ts';
import type { Told } from './told-family.ts';

const unit = authorityCode.refine((code) => code !== UNKNOWN, `a reserved word: ${UNKNOWN} stands for what nobody declared`);
const schemas = { ServiceRated: envelopeSchema('ServiceRated', unit, serviceEventData.ServiceRated) } as const;

/** Events about the service of a unit as a whole. */
export const serviceFamily: EventFamily<readonly string[], Told> = toldFamily(schemas, validate);

function validate(value: unknown, now: number): Validated<Told> {
  const read = readEnvelope(value, schemas, now, elsewhere);
  if (read.kind === 'invalid') return read;
  const record = recordOf(read.envelope);
  return { kind: 'valid', valid: { stream: streams.service(record.subject), record, event: { id: record.id } } };
}

function elsewhere(type: string): string {
  if (isDossierEventType(type)) return 'This is an event of a dossier: send it to /v1/dossier-events.';
  if (isReferenceEventType(type)) return 'This is a reference event: send it to /v1/reference-events.';
  return `The type of the event is not known: ${SERVICE_EVENT_TYPES.join(', ')} is.`;
}
