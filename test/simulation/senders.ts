import type { Append, EventStore, Expectation, NewEvent, Verdict } from '@motcua/event-store';
import { canonicalJson, eventKey, isAppError } from '@motcua/kernel';
import { UNHOLDABLE } from './server.ts';
import type { SimulatedServer } from './server.ts';
import { Contradiction } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** Where a sender sends: one of the processes that run now. */
export type Door = { readonly store: EventStore; readonly isAlive: () => boolean };

/** What everybody was told together: what was acknowledged, and how far the log was known to be. */
export type Told = { readonly sent: Map<string, NewEvent>; readonly acknowledged: Map<string, number>; upTo: number };

const SOURCE = 'urn:simulated';
const STREAMS = ['alpha', 'beta', 'gamma'] as const;

export function newEvent(sourceId: string, of: Partial<NewEvent> = {}): NewEvent {
  return {
    id: eventKey(SOURCE, sourceId), type: 'Simulated', source: SOURCE, sourceId, subject: 's', occurredAt: '2024-01-02T01:00:00.000Z', schemaVersion: 1, data: { note: sourceId }, ...of,
  };
}

/**
 * Sends until an answer comes: again after a loss, to another process when one is gone, as a counter does. Everything that comes back
 * is compared at once with what the server holds.
 */
export class Sender {
  readonly #timeline: Timeline;
  readonly #server: SimulatedServer;
  readonly #doors: () => readonly Door[];
  readonly #told: Told;

  constructor({ timeline, server, doors, told }: { readonly timeline: Timeline; readonly server: SimulatedServer; readonly doors: () => readonly Door[]; readonly told: Told }) {
    this.#timeline = timeline;
    this.#server = server;
    this.#doors = doors;
    this.#told = told;
  }

  pause(low: number, high: number): Promise<void> {
    return new Promise((resolve) => { this.#timeline.at(this.#timeline.between(low, high), 'sender goes on', resolve); });
  }

  async send(append: Append): Promise<Verdict | undefined> {
    for (const event of append.events) if (!this.#told.sent.has(event.id)) this.#told.sent.set(event.id, event);
    const known = this.#told.upTo;
    const before = this.#server.lastRevision(append.stream);
    for (;;) {
      const outcome = await this.#sendOnce(append);
      if (outcome === 'refused') {
        this.#check(append.events.some(({ data }) => JSON.stringify(data).includes(UNHOLDABLE)), 'an event was refused that could be held');
        return undefined;
      }
      if (outcome !== 'unknown') {
        this.#checkVerdict(append, outcome, { known, before });
        return outcome;
      }
      this.#timeline.mark('sent again');
      await this.pause(1, 200);
    }
  }

  async #sendOnce(append: Append): Promise<Verdict | 'refused' | 'unknown'> {
    const doors = this.#doors();
    const door = doors[Math.floor(this.#timeline.chance() * doors.length)];
    if (door === undefined) return 'unknown';
    return unlessGone(this.#timeline, door, door.store.append(append).catch((error: unknown) => this.#read(error)));
  }

  #read(error: unknown): 'refused' | 'unknown' {
    if (isAppError(error) && error.code === 'EVENT_INVALID') {
      this.#timeline.mark('refused as a value that nobody can hold');
      return 'refused';
    }
    if (isAppError(error) && (error.code === 'DATABASE_UNAVAILABLE' || error.code === 'STOPPING')) {
      this.#timeline.mark(`append ended with ${error.code}`);
      return 'unknown';
    }
    this.#timeline.fail(error);
    throw error;
  }

  #checkVerdict(append: Append, verdict: Verdict, { known, before }: { readonly known: number; readonly before: number }): void {
    this.#timeline.mark(`verdict ${verdict.kind}`);
    const rows = append.events.map(({ id }) => this.#server.row(this.#server.placeOf(id) ?? 0));
    switch (verdict.kind) {
      case 'appended': case 'duplicate':
        this.#check(verdict.positions.every((position, index) => position === Number(rows[index]?.[0])), 'an event is not where its verdict says');
        this.#check(rows.every((row, index) => row?.[1] === append.stream && row[13] === contentOf(append, index)), 'something else is where the verdict says');
        this.#check(verdict.revision === Math.max(...rows.map((row) => Number(row?.[2]))), 'the revision is not the one of the last event');
        if (verdict.kind === 'appended') this.#check((verdict.positions[0] ?? 0) > known, 'an append was put before one that had been acknowledged when it was called');
        for (const [index, { id }] of append.events.entries()) this.#told.acknowledged.set(id, verdict.positions[index] ?? 0);
        this.#told.upTo = Math.max(this.#told.upTo, ...verdict.positions);
        return;
      case 'wrong_revision':
        this.#check(verdict.current >= before && verdict.current <= this.#server.lastRevision(append.stream), 'the current revision is none that the stream had meanwhile');
        return;
      case 'id_reused':
        this.#check(rows.some((row, index) => row !== undefined && (row[1] !== append.stream || row[13] !== contentOf(append, index))), 'nobody used the id otherwise');
    }
  }

  #check(holds: boolean, otherwise: string): void {
    if (!holds) this.#timeline.fail(new Contradiction(otherwise));
  }
}

/** What a process answers, or that it is gone: it answers no more. */
export async function unlessGone<T>(timeline: Timeline, { isAlive }: Pick<Door, 'isAlive'>, answer: Promise<T>): Promise<T | 'unknown'> {
  let isOver = false;
  const gone = new Promise<'unknown'>((resolve) => {
    const look = (): void => {
      if (isOver) return;
      if (isAlive()) timeline.at(500, 'sender looks', look);
      else resolve('unknown');
    };
    timeline.at(500, 'sender looks', look);
  });
  const outcome = await Promise.race([gone, answer]);
  isOver = true;
  return outcome;
}

/** A counter that sends all kinds of appends, some of them wrong in every way that the store has a verdict for. */
export async function sendByChance(sender: Sender, timeline: Timeline, { name, appends }: { readonly name: string; readonly appends: number }): Promise<void> {
  const own: Append[] = [];
  let revision = -1;
  for (let n = 0; n < appends; n += 1) {
    await sender.pause(0, 120);
    const kind = timeline.chance();
    const events = Array.from({ length: 1 + Math.floor(timeline.chance() * 3) }, (_, index) => newEvent(`${name}-${n}-${index}`));
    const old = own[Math.floor(timeline.chance() * own.length)];
    if (kind < 0.1 && old !== undefined) await sender.send(old);
    else if (kind < 0.15 && old !== undefined) await sender.send({ ...old, stream: `${name}-other` });
    else if (kind < 0.2 && old !== undefined) await sender.send({ ...old, events: old.events.map((event) => ({ ...event, data: { note: 'other' } })) });
    else if (kind < 0.25) await sender.send({ stream: name, expect: { kind: 'any' }, events: [newEvent(`${name}-${n}-bad`, { data: { note: UNHOLDABLE } })] });
    else if (kind < 0.55) {
      const verdict = await sender.send({ stream: name, expect: expectationOf(revision), events });
      if (verdict?.kind === 'appended' || verdict?.kind === 'duplicate') revision = verdict.revision;
      else if (verdict !== undefined) timeline.fail(new Contradiction(`nobody else writes ${name}, and its writer was told ${verdict.kind}`));
    } else {
      const append: Append = { stream: timeline.oneOf(STREAMS), expect: byChance(timeline), events };
      if ((await sender.send(append))?.kind === 'appended') own.push(append);
    }
  }
}

function contentOf({ events }: Append, index: number): string {
  return canonicalJson(events[index]?.data ?? {});
}

function expectationOf(revision: number): Expectation {
  return revision < 0 ? { kind: 'none' } : { kind: 'exact', revision };
}

function byChance(timeline: Timeline): Expectation {
  return timeline.oneOf<Expectation>([{ kind: 'any' }, { kind: 'any' }, { kind: 'exists' }, { kind: 'none' }, { kind: 'exact', revision: Math.floor(timeline.chance() * 4) }]);
}
