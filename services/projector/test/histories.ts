import { decide, emptyDossier, readDossierEvent } from '@motcua/dossier';
import type { Dossier } from '@motcua/dossier';
import { formatInstant, parseInstant } from '@motcua/kernel';
import fc from 'fast-check';
import { dossierEvent } from './books.ts';
import type { Told } from './books.ts';

/** Lawful histories of several dossiers in order of arrival, a good part of them late news, and where each dossier ends. */
export type Histories = { readonly events: readonly Told[]; readonly dossiers: ReadonlyMap<string, Dossier> };

/** Something happens to a dossier at some hour; only what `decide` accepts becomes an event. */
export type Wish = { readonly dossier: number; readonly what: number; readonly hour: number; readonly other: number };

export const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
  fc.record({ dossier: fc.nat(5), what: fc.nat(13), hour: fc.nat(400), other: fc.nat(3) }), { minLength: 60, maxLength: 160 });

/** @param run - Other numbers give other dossiers and events. */
export function play(all: readonly Wish[], run: number): Histories {
  const events: Told[] = [];
  const dossiers = new Map<string, Dossier>();
  for (const [index, { dossier: number, what, hour, other }] of all.entries()) {
    const code = `H57.01-240102-${String(run * 10 + number).padStart(6, '0')}`;
    const dossier = dossiers.get(code) ?? emptyDossier;
    const told = wished(code, dossier, { what, time: at(hour), other }, String(index));
    const decision = decide(dossier, readDossierEvent(told.event));
    if (decision.kind === 'refused') continue;
    dossiers.set(code, decision.dossier);
    events.push(told);
  }
  return { events, dossiers };
}

const START = parseInstant('2024-01-02T08:00:00+07:00') ?? NaN;
const at = (hour: number): string => formatInstant(START + hour * 3_600_000);

function wished(code: string, dossier: Dossier, { what, time, other }: { what: number; time: string; other: number }, id: string): Told {
  const place = { authority: `H57.0${other}`, receivingUnit: 'H57.MC', procedure: `1.00000${other}` };
  const later = formatInstant((parseInstant(time) ?? NaN) + (1 + other) * 24 * 3_600_000);
  switch (what) {
    case 0: case 1: return dossierEvent(code, 'DossierSubmitted', time, place, id);
    case 2: case 3: return dossierEvent(code, 'DossierReceived', time, { ...place, channel: 'postal', ...(other === 3 ? {} : { dueAt: later }) }, id);
    case 4: return dossierEvent(code, 'SupplementRequested', time, {}, id);
    case 5: return dossierEvent(code, 'SupplementReceived', time, { dueAt: later }, id);
    case 6: case 7: {
      const dueAt = formatInstant(dossier.situation.dueAt ?? START);
      return dossierEvent(code, 'DossierFellOverdue', dueAt, { rule: 'nd61', dueAt }, id);
    }
    case 8: case 9: return dossierEvent(code, 'DossierResolved', time, { claimedOutcome: 'on_time' }, id);
    case 10: return dossierEvent(code, 'DossierReassigned', time, { to: `H57.0${other}` }, id);
    case 11: return dossierEvent(code, 'DossierReopened', time, { reason: 'error', dueAt: later }, id);
    case 12: {
      const old = dossier.situation.placement.procedure;
      return dossierEvent(code, 'DossierCorrected', time, { field: 'procedure', old, new: old === place.procedure ? '1.000009' : place.procedure, reason: 'other' }, id);
    }
    default: {
      const old = formatInstant(dossier.situation.receivedAt ?? START);
      return dossierEvent(code, 'DossierCorrected', time, { field: 'receivedAt', old, new: old === time ? later : time, reason: 'other' }, id);
    }
  }
}
