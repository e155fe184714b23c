import { Almanac, isPastDue, isReceivedOpen, LATENESS_RULES, replay } from '@motcua/dossier';
import type { DossierEvent, ReferenceRecord } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';
import fc from 'fast-check';
import { fellOverdue, sketch } from './events.ts';
import { acceptedOf, offeredArrivals } from './histories.ts';
import type { Arrival } from './histories.ts';
import { announcements } from './reference-data.ts';
import type { Announcement } from './reference-data.ts';

/** A log: what was announced and what was accepted of dossiers, every record with its position. */
export type World = { readonly records: readonly ReferenceRecord[]; readonly arrivals: readonly Arrival[] };

/** How chance mixes a log: at which arrivals announcements come in, and when a clock looks for due dates that have passed. */
type Mixing = { readonly slots: readonly number[]; readonly visits: readonly boolean[] };

const mixing: fc.Arbitrary<Mixing> = fc.record({
  slots: fc.array(fc.oneof(fc.constant(0), fc.nat(999)), { minLength: 1, maxLength: 8 }), visits: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
});

/**
 * Whole logs of several dossiers, calendars and procedures, with the marks that a clock would write for due dates told and
 * computed, under every rule.
 */
export function worlds(options: Parameters<typeof offeredArrivals>[0] = {}): fc.Arbitrary<World> {
  return fc.tuple(offeredArrivals(options), announcements(), mixing).map(([offered, announced, mixed]) => worldOf(acceptedOf(offered), announced, mixed));
}

/** The log that comes of accepted arrivals and announcements. */
function worldOf(accepted: readonly Arrival[], announced: readonly Announcement[], { slots, visits }: Mixing): World {
  const log = new Log();
  const due = announced.map((one, index) => ({ one, slot: (slots[index % slots.length] ?? 0) % (accepted.length + 1) }));
  for (const [index, arrival] of accepted.entries()) {
    for (const { one, slot } of due) if (slot === index) log.learn(one);
    log.take(arrival);
    if (visits[index % visits.length] === true) log.markOverdue();
  }
  return log.world();
}

/** The whole log, one record a line in its order, to be shown in a failing test. */
export function sketchOfWorld({ records, arrivals }: World): string {
  return [
    ...records.map(({ position, type, subject, data }) => ({ position, text: `${type} ${subject} ${JSON.stringify(data)}` })),
    ...arrivals.map(({ dossier, event }) => ({ position: event.position ?? 0, text: `${dossier} ${sketch(event)}` })),
  ].toSorted((a, b) => a.position - b.position).map(({ position, text }) => `${position} ${text}`).join('\n');
}

/** A log being written. */
class Log {
  readonly #records: ReferenceRecord[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #almanac = new Almanac();
  readonly #dossiers = new Map<string, DossierEvent[]>();
  #now: Instant = 0;

  learn(announced: Announcement): void {
    const record = { ...announced, position: this.#next() };
    this.#records.push(record);
    this.#almanac.learn(record);
  }

  take({ dossier, event }: Arrival): void {
    const recorded = { ...event, position: this.#next() };
    this.#arrivals.push({ dossier, event: recorded });
    this.#dossiers.set(dossier, [...this.#dossiers.get(dossier) ?? [], recorded]);
    this.#now = Math.max(this.#now, event.occurredAt);
  }

  /** As the clock does: one mark for every due date in force that has passed, under every rule. */
  markOverdue(): void {
    for (const [dossier, events] of [...this.#dossiers]) {
      for (const rule of LATENESS_RULES) {
        const { situation } = replay(events, rule, this.#almanac);
        if (situation.dueAt === undefined || !isReceivedOpen(situation.class) || !isPastDue(situation, this.#now)) continue;
        const event = fellOverdue(dossier, situation.dueAt, rule.id);
        if (!events.some(({ id }) => id === event.id)) this.take({ dossier, event });
      }
    }
  }

  world(): World {
    return { records: this.#records, arrivals: this.#arrivals };
  }

  #next(): number {
    return this.#records.length + this.#arrivals.length + 1;
  }
}
