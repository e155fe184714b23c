import { CLOCK_SOURCE, minuteOf, overdueMarkId } from '@motcua/kernel';
import { decide, dossierCode, dossierEventData, DOSSIER_EVENT_TYPES, emptyDossier, LATENESS_RULES, readDossierEvent, replay } from '@motcua/dossier';
import type { Correctable, Dossier, DossierEvent } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { envelopeSchema, readEnvelope, recordOf, wrongTime } from './envelope.ts';
import type { EventFamily, Validated } from './family.ts';
import { blameOf } from './fault.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';

const schemas = Object.fromEntries(DOSSIER_EVENT_TYPES.map((type) => [type, envelopeSchema(type, dossierCode, dossierEventData[type])]));

/** Events of dossiers: one stream a dossier, decided by the law of its whole history. */
export const dossierFamily: EventFamily<Dossier, DossierEvent> = {
  schemas,
  validate,
  empty: emptyDossier,
  replay: (records) => replay(records.map(readDossierEvent)),
  holds: (dossier, id) => dossier.events.some((event) => event.id === id),
  decide: (dossier, event) => {
    const decision = decide(dossier, event);
    return decision.kind === 'accepted' ? { kind: 'accepted', state: decision.dossier } : { ...decision, blame: blameOf(dossier, event, decision.error.code) };
  },
};

const KNOWN = `/docs lists the ${DOSSIER_EVENT_TYPES.length} types of dossier events`;

function validate(value: unknown, now: number): Validated<DossierEvent> {
  const read = readEnvelope(value, schemas, now, KNOWN);
  if (read.kind === 'invalid') return read;
  const record = recordOf(read.envelope);
  const event = { type: record.type, id: record.id, occurredAt: read.occurredAt, data: record.data } as DossierEvent;
  const wrong = wrongContent(event, read.envelope, now);
  if (wrong !== undefined) return { kind: 'invalid', refusal: wrong };
  return { kind: 'valid', valid: { stream: streams.dossier(record.subject), record, event } };
}

function wrongContent(event: DossierEvent, envelope: Mark, now: number): Refusal | undefined {
  if (event.type === 'DossierFellOverdue') return wrongMark(event.data, envelope, now);
  if (event.type === 'DossierCorrected' && HAPPENED.has(event.data.field)) return wrongTime(event.data.new, now);
  return undefined;
}

/** A corrected time of these is a time that the sender states, like the one of the envelope. */
const HAPPENED: ReadonlySet<string> = new Set<Correctable>(['submittedAt', 'receivedAt', 'resolvedAt']);

/** The lateness rules that have books; a mark of another one would change no figure. */
const RULES: readonly string[] = LATENESS_RULES.map(({ id }) => id);

type Mark = { readonly source: string; readonly id: string; readonly time: string; readonly subject: string };

function wrongMark(data: { readonly rule: string; readonly dueAt: string }, mark: Mark, now: number): Refusal | undefined {
  const errors = [
    ...(RULES.includes(data.rule) ? [] : [{ pointer: '/data/rule', detail: `must be a rule that has books: ${RULES.join(', ')}` }]),
    ...(mark.source === CLOCK_SOURCE ? [] : [{ pointer: '/source', detail: `must be ${CLOCK_SOURCE}` }]),
    ...(mark.time === data.dueAt ? [] : [{ pointer: '/time', detail: 'must be the due date, /data/dueAt' }]),
    ...(minuteOf(Date.parse(data.dueAt)) < minuteOf(now) ? [] : [{ pointer: '/data/dueAt', detail: 'has not passed yet' }]),
    ...(mark.id === overdueMarkId(mark.subject, data.rule, data.dueAt) ? [] : [{ pointer: '/id', detail: 'must be the id that follows from dossier, rule and due date' }]),
  ];
  return errors.length === 0 ? undefined : refusal('EVENT_INVALID', `Overdue marks come from the clock alone, one for each dossier, rule and due date: ${errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join(', ')}.`, errors);
}
