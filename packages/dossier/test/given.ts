import { decide, emptyDossier } from '@motcua/dossier';
import type { Dossier, DossierEvent, DossierEventInput } from '@motcua/dossier';
import type { AppError } from '@motcua/kernel';
import { dossierCodeOf, fellOverdue, happened, vietnamTime } from '@motcua/testkit';

const PLACE = { authority: 'H57.01', procedure: '1.000001', field: 'F-01' } as const;

/** The dossier after events that must all be accepted, in this order of arrival. */
export function given(...events: readonly DossierEvent[]): Dossier {
  return events.reduce((dossier, event) => {
    const decision = decide(dossier, event);
    if (decision.kind === 'refused') throw new Error(`${event.type} was refused: ${decision.error.code}`);
    return decision.dossier;
  }, emptyDossier);
}

/** The class that an event leaves a dossier in, or the code with which it is refused. */
export function outcome(dossier: Dossier, event: DossierEvent): string {
  const decision = decide(dossier, event);
  return decision.kind === 'accepted' ? decision.dossier.situation.class : decision.error.code;
}

/** The refusal of an event; throws when it is accepted. */
export function refusal(dossier: Dossier, event: DossierEvent): AppError {
  const decision = decide(dossier, event);
  if (decision.kind === 'accepted') throw new Error(`${event.type} was accepted`);
  return decision.error;
}

/** All times as `2024-01-05 08:12` in Vietnam. */
export const submitted = (at: string): DossierEvent => happened('DossierSubmitted', at, PLACE);
export const received = (at: string, due?: string, more: Partial<DossierEventInput<'DossierReceived'>> = {}): DossierEvent =>
  happened('DossierReceived', at, { ...PLACE, receivingUnit: 'H57.90', channel: 'in_person', dueAt: local(due), ...more });
export const supplementAsked = (at: string): DossierEvent => happened('SupplementRequested', at, {});
export const supplementBack = (at: string, due?: string): DossierEvent => happened('SupplementReceived', at, { dueAt: local(due) });
export const paymentAsked = (at: string): DossierEvent => happened('PaymentRequested', at, {});
export const feePaid = (at: string, due?: string): DossierEvent => happened('FeePaid', at, { method: 'bank_transfer', dueAt: local(due) });
export const suspended = (at: string): DossierEvent => happened('ProcessingSuspended', at, { reason: 'court' });
export const resumed = (at: string, due?: string): DossierEvent => happened('ProcessingResumed', at, { dueAt: local(due) });
export const transferred = (at: string, to = 'H57.02', more: Partial<DossierEventInput<'DossierTransferred'>> = {}): DossierEvent => happened('DossierTransferred', at, { to, ...more });
export const opinionAsked = (at: string, office = 'H57.03', more: Partial<DossierEventInput<'OpinionRequested'>> = {}): DossierEvent => happened('OpinionRequested', at, { office, ...more });
export const opinionGiven = (at: string, office = 'H57.03'): DossierEvent => happened('OpinionGiven', at, { office });
export const delayAnnounced = (at: string, cause: DossierEventInput<'DelayAnnounced'>['cause'] = 'appraisal'): DossierEvent => happened('DelayAnnounced', at, { unit: 'H57.01.02', cause });
export const dueDateChanged = (at: string, due: string, cause: DossierEventInput<'DueDateChanged'>['cause'] = 'law'): DossierEvent =>
  happened('DueDateChanged', at, { newDueAt: local(due) ?? '', cause });
export const apology = (at: string, due?: string): DossierEvent =>
  happened('ApologyIssued', at, { letterNumber: '15/XL-UBND', cause: 'own_fault', unitAtFault: 'H57.01', newDueAt: local(due), signed: true });
export const mark = (due: string, rule = 'nd61'): DossierEvent => fellOverdue(dossierCodeOf(1), vietnamTime(due), rule);
export const resolved = (at: string, data: DossierEventInput<'DossierResolved'> = {}): DossierEvent => happened('DossierResolved', at, data);
export const ready = (at: string): DossierEvent => happened('ResultReady', at, {});
export const digitized = (at: string, more: Partial<DossierEventInput<'ComponentsDigitized'>> = {}): DossierEvent => happened('ComponentsDigitized', at, { components: 3, byCounter: 2, ...more });
export const slip = (at: string): DossierEvent => happened('SlipIssued', at, { kind: 'notice', signed: true });
export const returned = (at: string): DossierEvent => happened('ResultReturned', at, { method: 'counter' });
export const refusedAfterSubmission = (at: string): DossierEvent => happened('DossierRefused', at, { reason: 'incomplete' });
export const refusedAtCounter = (at: string): DossierEvent => happened('DossierRefused', at, { reason: 'not_competent', ...PLACE, receivingUnit: 'H57.90', channel: 'in_person' });
export const withdrawn = (at: string): DossierEvent => happened('DossierWithdrawn', at, {});
export const terminated = (at: string): DossierEvent => happened('ProcessingTerminated', at, { reason: 'no_supplement' });
export const reopened = (at: string, due?: string): DossierEvent => happened('DossierReopened', at, { reason: 'complaint', dueAt: local(due) });
export const reassigned = (at: string, to = 'H57.02'): DossierEvent => happened('DossierReassigned', at, { to });
export const corrected = (at: string, field: DossierEventInput<'DossierCorrected'>['field'], old: string | null, to: string): DossierEvent =>
  happened('DossierCorrected', at, field.endsWith('At')
    ? { field, old: old === null ? null : local(old) ?? null, new: local(to) ?? '', reason: 'typing_error' }
    : { field, old, new: to, reason: 'typing_error' });

function local(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${text.replace(' ', 'T')}:00+07:00`;
}
