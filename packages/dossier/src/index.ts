export { readDossierEvent } from './codec.ts';
export type { DossierRecord } from './codec.ts';
export { comesLast, decide, DOSSIER_EVENTS_MAX, emptyDossier, replay } from './dossier.ts';
export type { Decision, Dossier } from './dossier.ts';
export { authorityCode, CHANNELS, CORRECTABLE, DELAY_CAUSES, dossierCode, dossierEventData, fieldCode, instantText, procedureCode } from './event-schemas.ts';
export { DOSSIER_EVENT_TYPES, isDossierEventType } from './events.ts';
export type { Channel, Correctable, DelayCause, DossierEvent, DossierEventData, DossierEventInput, DossierEventOf, DossierEventType } from './events.ts';
export { evolve } from './evolve.ts';
export { fold, impossibleHistory } from './history.ts';
export type { Folding, Step } from './history.ts';
export { isPastDue, ND61 } from './lateness-rule.ts';
export type { LatenessRule } from './lateness-rule.ts';
export { isReferenceEventType, LEVELS, REFERENCE_EVENT_TYPES, referenceEventData, referenceSubjects } from './reference-events.ts';
export type { Level, ReferenceEventData, ReferenceEventType } from './reference-events.ts';
export { QUARANTINED, quarantineData, quarantineOf } from './quarantine.ts';
export type { Quarantine } from './quarantine.ts';
export {
  CLOSED_CLASSES, DOSSIER_CLASSES, isClosed, isReceivedOpen, isResolved, OPEN_CLASSES, OUTSIDE, RECEIVED_OPEN_CLASSES, RESOLVED_CLASSES, UNKNOWN,
} from './situation.ts';
export type { DossierClass, Placement, Situation } from './situation.ts';
