import { CORRECTABLE, decide, DOSSIER_EVENT_TYPES, emptyDossier } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import { formatInstant } from '@motcua/kernel';
import fc from 'fast-check';
import { fellOverdue, happened, vietnamTime } from './events.ts';
import { livedBy, pools } from './lifecycle.ts';
import type { Chance } from './lifecycle.ts';

/** An event as it comes in. The position of an accepted arrival is its place in the list, from 1. */
export type Arrival = { readonly dossier: string; readonly event: DossierEvent };

const chance: fc.Arbitrary<Chance> = fc.record({ move: fc.nat(9_999), gapKind: fc.nat(6), gap: fc.nat(99_999), pick: fc.nat(99_999) });

/** The code of the n-th made-up dossier. */
export function dossierCodeOf(index: number): string {
  return `H57.31-240105-${String(index).padStart(4, '0')}`;
}

/**
 * A lawful life of one dossier, in an order of arrival in which every event is accepted. All types of events come up;
 * no two lie in one minute, except overdue marks.
 */
export function lawfulHistory(code = dossierCodeOf(0), maxLength = 16): fc.Arbitrary<readonly DossierEvent[]> {
  return fc.array(chance, { minLength: Math.min(6, maxLength), maxLength }).map((chances) => livedBy(code, chances));
}

/** The same events as they might really come in: some of them much later than others. Not every order is lawful. */
export function delayed<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  const delay = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(12) });
  return fc.array(delay, { minLength: items.length, maxLength: items.length }).map((delays) =>
    items.map((item, index) => ({ item, due: index + (delays[index] ?? 0) })).toSorted((a, b) => a.due - b.due).map(({ item }) => item));
}

/** An event of any type at any time of the same weeks, most often impossible where it is put. */
export function strayEvent(code = dossierCodeOf(0)): fc.Arbitrary<DossierEvent> {
  const minute = fc.nat(45 * 24 * 60).map((minutes) => vietnamTime('2023-12-05 00:00') + minutes * 60_000);
  return fc.tuple(fc.constantFrom(...DOSSIER_EVENT_TYPES), minute, minute, fc.nat(9_999), fc.uuid()).map(([type, at, other, pick, id]) => {
    const due = formatInstant(at + (pick % 9_000) * 60_000);
    const authority = pools.authorities[pick % 3] ?? '';
    const place = { authority, receivingUnit: 'H57.90', procedure: '1.000001', field: 'F-02' };
    const when = formatInstant(at);
    switch (type) {
      case 'DossierSubmitted': return happened(type, when, place, id);
      case 'DossierReceived': return happened(type, when, { ...place, channel: pools.channels[pick % 3] ?? 'online', dueAt: due }, id);
      case 'DossierRefused': return happened(type, when, { reason: 'other', ...place }, id);
      case 'SupplementReceived': case 'FeePaid': case 'ProcessingResumed': return happened(type, when, pick % 2 === 0 ? {} : { dueAt: due }, id);
      case 'DossierTransferred': return happened(type, when, { to: authority, ...(pick % 2 === 0 ? {} : { dueAt: due }) }, id);
      case 'OpinionRequested': return happened(type, when, { office: authority, ...(pick % 2 === 0 ? {} : { dueAt: due }) }, id);
      case 'OpinionGiven': return happened(type, when, { office: authority }, id);
      case 'DelayAnnounced': return happened(type, when, { unit: authority, cause: 'appraisal' }, id);
      case 'DueDateChanged': return happened(type, when, { newDueAt: due, cause: 'law' }, id);
      case 'DossierFellOverdue': return fellOverdue(code, at);
      case 'ApologyIssued': return happened(type, when, { letterNumber: '1/XL', cause: 'unknown', unitAtFault: authority, signed: false }, id);
      case 'DossierReopened': return happened(type, when, { reason: 'court', dueAt: pick % 2 === 0 ? undefined : due }, id);
      case 'DossierReassigned': return happened(type, when, { to: authority }, id);
      case 'DossierCorrected': return strayCorrection(when, formatInstant(other), pick, id);
      case 'ComponentsDigitized': return happened(type, when, { components: 3, byCounter: pick % 4 }, id);
      case 'SlipIssued': return happened(type, when, { kind: 'notice', signed: pick % 2 === 0 }, id);
      case 'SupplementRequested': case 'PaymentRequested': case 'ProcessingSuspended': case 'DossierResolved': case 'ResultReady': case 'ResultReturned': case 'DossierWithdrawn': case 'ProcessingTerminated':
        return happened(type, when, {}, id);
    }
  });
}

function strayCorrection(at: string, other: string, pick: number, id: string): DossierEvent {
  const field = CORRECTABLE[pick % CORRECTABLE.length] ?? 'field';
  const [old, corrected] = field.endsWith('At') ? [pick % 2 === 0 || at === other ? null : at, other] : field === 'channel' ? ['online', 'postal'] : [pools.authorities[0], pools.authorities[2]];
  return happened('DossierCorrected', at, { field, old, new: corrected, reason: 'other' }, id);
}

/**
 * What comes in for several dossiers at once: their lives, some events late, some stray ones between.
 * What the decider refuses, {@link acceptedOf} drops.
 */
export function offeredArrivals(options: { readonly dossiers?: number; readonly atLeast?: number; readonly maxLength?: number; readonly strays?: number } = {}): fc.Arbitrary<readonly Arrival[]> {
  const { dossiers = 5, atLeast = 1, maxLength = 14, strays = 2 } = options;
  const one = (index: number): fc.Arbitrary<readonly Arrival[]> => {
    const code = dossierCodeOf(index);
    return fc.tuple(lawfulHistory(code, maxLength), fc.array(strayEvent(code), { maxLength: strays }))
      .chain(([life, others]) => delayed([...life, ...others]))
      .map((events) => events.map((event) => ({ dossier: code, event })));
  };
  return fc.array(fc.nat(), { minLength: atLeast, maxLength: dossiers })
    .chain((which) => fc.tuple(...which.map((_, index) => one(index))))
    .map((lists) => interleaved(lists));
}

/** One of each list after the other, as long as there are any. */
function interleaved<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

/**
 * The arrivals that the decider accepts, in the order in which it does: what is refused is offered again after every
 * round, as a patient counter would, until nothing more is accepted. Events with an id that was accepted are not offered again.
 */
export function acceptedOf(offered: readonly Arrival[]): readonly Arrival[] {
  const dossiers = new Map<string, Dossier>();
  const accepted: Arrival[] = [];
  let left = offered;
  for (let before = -1; before !== accepted.length;) {
    before = accepted.length;
    left = left.filter((arrival) => !offer(arrival, dossiers, accepted));
  }
  return accepted;
}

function offer(arrival: Arrival, dossiers: Map<string, Dossier>, accepted: Arrival[]): boolean {
  const { dossier: code, event } = arrival;
  const dossier = dossiers.get(code) ?? emptyDossier;
  if (dossier.events.some(({ id }) => id === event.id)) return true;
  const decision = decide(dossier, event);
  if (decision.kind === 'refused') return false;
  dossiers.set(code, decision.dossier);
  accepted.push(arrival);
  return true;
}
