import { authorityCode, SERVICE_EVENT_TYPES, serviceEventData, UNKNOWN } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { envelopeSchema, readEnvelope, recordOf } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';
import { toldFamily } from './told-family.ts';
import type { Told } from './told-family.ts';

const unit = authorityCode.refine((code) => code !== UNKNOWN, `a reserved word: ${UNKNOWN} stands for what nobody declared`);
const schemas = { ServiceRated: envelopeSchema('ServiceRated', unit, serviceEventData.ServiceRated) } as const;

/** Events about the service of a unit as a whole. */
export const serviceFamily: EventFamily<readonly string[], Told> = toldFamily(schemas, validate);

const KNOWN = `${SERVICE_EVENT_TYPES.join(', ')} is`;

function validate(value: unknown, now: number): Validated<Told> {
  const read = readEnvelope(value, schemas, now, KNOWN);
  if (read.kind === 'invalid') return read;
  const record = recordOf(read.envelope);
  return { kind: 'valid', valid: { stream: streams.service(record.subject), record, event: { id: record.id } } };
}
