import { isOnlinePayment, UNKNOWN } from '@motcua/dossier';
import type { DossierEventOf, Placement, ServiceEventData, Step } from '@motcua/dossier';
import { civilDateOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Movement } from './movement.ts';

/**
 * Việc được ghi nhận: what is counted of dossiers beside where they stand. Nothing leaves such a class again: its flow in a period
 * is how often the fact happened. Dossiers, unless the name says what else is counted.
 */
export const FACT_CLASSES = [
  'fee_due', 'fee_paid_online', 'payment_online', 'payment_otherwise',
  'component_on_paper', 'component_by_applicant', 'component_by_counter', 'component_from_citizen_store', 'component_from_national_database', 'component_from_elsewhere',
  'input_digitized', 'result_electronic', 'digitized_throughout', 'slip_owed', 'slip_signed', 'slip_unsigned', 'rating_satisfied', 'rating_otherwise',
] as const;
export type FactClass = (typeof FACT_CLASSES)[number];

/**
 * The book that facts stand in beside the base rule's: like that of a lateness rule it is the base rule's legs and its own. So no
 * table of dossiers reads a fact, and a table of facts can hold both.
 */
export const FACT_BOOK = 'facts';

type Fact = { readonly class: FactClass; readonly amount: number };

/**
 * The facts of one step of a dossier, as movements at the place where the dossier stood then.
 *
 * @param step - Under the base rule: facts are the same under every rule.
 */
export function factsOf({ event, before, after }: Step): readonly Movement[] {
  return [...became(before, after), ...toldBy(event), ...owedFor({ event, before, after })].map((fact) => noted(event, after.placement, fact));
}

/** The facts of ratings; a unit's, and of no dossier. */
export function factsOfRatings(event: { readonly id: string; readonly occurredAt: Instant; readonly unit: string; readonly data: ServiceEventData<'ServiceRated'> }): readonly Movement[] {
  const { authority, procedure = UNKNOWN, field = UNKNOWN, channel = UNKNOWN, satisfied, otherwise } = event.data;
  const facts: readonly Fact[] = [{ class: 'rating_satisfied', amount: satisfied }, { class: 'rating_otherwise', amount: otherwise }];
  return facts.filter(({ amount }) => amount > 0).map((fact) => noted(event, { authority, receivingUnit: event.unit, procedure, field, channel }, fact));
}

function noted({ id, occurredAt }: { readonly id: string; readonly occurredAt: Instant }, placement: Placement, fact: Fact): Movement {
  return {
    eventId: id, effectiveOn: civilDateOf(occurredAt), cause: 'noted', rule: FACT_BOOK, amount: fact.amount,
    from: { class: 'outside', placement }, to: { class: fact.class, placement },
  };
}

/** What a dossier becomes once: with a fee, paid for online, digitized. */
function became(before: Step['before'], after: Step['after']): readonly Fact[] {
  const begins = (of: FactClass, holds: (situation: Step['after']) => boolean): readonly Fact[] => (holds(after) && !holds(before) ? [{ class: of, amount: 1 }] : []);
  return [
    ...begins('fee_due', ({ hasFee }) => hasFee), ...begins('fee_paid_online', ({ paidOnline }) => paidOnline),
    ...begins('input_digitized', ({ digitalComponents }) => digitalComponents > 0), ...begins('result_electronic', ({ electronicResult }) => electronicResult),
    ...begins('digitized_throughout', ({ components, digitalComponents, electronicResult }) => electronicResult && components > 0 && digitalComponents === components),
  ];
}

/** What an event tells of as often as it comes. */
function toldBy(event: Step['event']): readonly Fact[] {
  switch (event.type) {
    case 'FeePaid': return event.data.amount === 0 ? [] : [{ class: isOnlinePayment(event) ? 'payment_online' : 'payment_otherwise', amount: 1 }];
    case 'ComponentsDigitized': return componentsOf(event.data);
    case 'SlipIssued': case 'ApologyIssued': return [{ class: event.data.signed ? 'slip_signed' : 'slip_unsigned', amount: 1 }];
    default: return [];
  }
}

/** Every component in exactly one class. */
function componentsOf({ components, ...digital }: DossierEventOf<'ComponentsDigitized'>['data']): readonly Fact[] {
  const { byApplicant, byCounter, fromCitizenStore, fromNationalDatabase, fromElsewhere } = digital;
  const facts: readonly Fact[] = [
    { class: 'component_on_paper', amount: components - byApplicant - byCounter - fromCitizenStore - fromNationalDatabase - fromElsewhere },
    { class: 'component_by_applicant', amount: byApplicant }, { class: 'component_by_counter', amount: byCounter }, { class: 'component_from_citizen_store', amount: fromCitizenStore },
    { class: 'component_from_national_database', amount: fromNationalDatabase }, { class: 'component_from_elsewhere', amount: fromElsewhere },
  ];
  return facts.filter(({ amount }) => amount > 0);
}

/**
 * Phiếu phải có: whatever was issued, and a letter of apology for a dossier that became late without one. The first letter behind that
 * is the one that was owed, and no further slip.
 */
function owedFor({ event, before, after }: Step): readonly Fact[] {
  const owed: readonly Fact[] = [{ class: 'slip_owed', amount: 1 }];
  const isAwaited = before.everOverdue && before.apologies === 0;
  if (event.type === 'ApologyIssued') return isAwaited ? [] : owed;
  return event.type === 'SlipIssued' || (after.everOverdue && !before.everOverdue && after.apologies === 0) ? owed : [];
}
