export { Almanac } from './almanac.ts';
export type { ProcedureLimit, ReferenceRecord } from './almanac.ts';
export { apologyDuties, apologyStatus } from './apology-duty.ts';
export type { ApologyDuty, ApologyStatus } from './apology-duty.ts';
export { delayOf } from './delay.ts';
export type { Delay, DelayShare } from './delay.ts';
export { readDossierEvent } from './codec.ts';
export type { DossierRecord } from './codec.ts';
export { comesLast, decide, DOSSIER_EVENTS_MAX, emptyDossier, replay } from './dossier.ts';
export type { Decision, Dossier } from './dossier.ts';
export { authorityCode, CHANNELS, CORRECTABLE, DELAY_CAUSES, DUE_DATE_CAUSES, PAYMENT_METHODS, dossierCode, dossierEventData, fieldCode, instantText, procedureCode } from './event-schemas.ts';
export { DOSSIER_EVENT_TYPES, isDossierEventType } from './events.ts';
export type { Channel, Correctable, DelayCause, DossierEvent, DossierEventData, DossierEventInput, DossierEventOf, DossierEventType } from './events.ts';
export { evolve } from './evolve.ts';
export { fold, impossibleHistory } from './history.ts';
export type { Folding, Step } from './history.ts';
export { isPastDue, LATENESS_RULES, ND61, ND61_EXTENDED, PORTAL_766 } from './lateness-rule.ts';
export type { LatenessRule } from './lateness-rule.ts';
export { isReferenceEventType, LEVELS, REFERENCE_EVENT_TYPES, SERVICE_CLASSES, referenceEventData, referenceSubjects } from './reference-events.ts';
export type { Level, ReferenceEventData, ReferenceEventType } from './reference-events.ts';
export { QUARANTINED, quarantineData, quarantineOf } from './quarantine.ts';
export type { Quarantine } from './quarantine.ts';
export {
  CLOSED_CLASSES, DOSSIER_CLASSES, isClosed, isReceivedOpen, isResolved, OPEN_CLASSES, OUTSIDE, RECEIVED_OPEN_CLASSES, RESOLVED_CLASSES, UNKNOWN,
} from './situation.ts';
export type { DossierClass, Placement, Situation, Waiting } from './situation.ts';
