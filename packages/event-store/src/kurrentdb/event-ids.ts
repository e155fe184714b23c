import type { RecordedEvent } from '../port.ts';
import type { Marks } from './marks.ts';
import type { Count } from './place.ts';

/** Where each event id was first used: of the events behind the last mark in memory, of all others beside the marks. */
export class EventIds {
  readonly #marks: Marks;
  /** The events behind the last mark, in their order. */
  #current: string[] = [];
  /** Of events that no written mark covers: where each id was first used among them. */
  readonly #recent = new Map<string, number>();

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  /** The event that was counted next. */
  push({ eventId, position }: Count): void {
    this.#current.push(eventId);
    if (!this.#recent.has(eventId)) this.#recent.set(eventId, position);
  }

  /** Those since the last call: a mark is made of them. */
  take(): readonly string[] {
    const taken = this.#current;
    this.#current = [];
    return taken;
  }

  /** A mark at a position was written, with these ids. */
  written(ids: readonly string[], upTo: number): void {
    for (const id of ids) if ((this.#recent.get(id) ?? upTo + 1) <= upTo) this.#recent.delete(id);
  }

  /** Of counted events those whose id an earlier one has: by position, where it was used first. */
  async secondUses(events: readonly RecordedEvent[]): Promise<ReadonlyMap<number, number>> {
    // Memory first: what a mark takes from there meanwhile is in PostgreSQL by then.
    const recent = new Map(events.flatMap(({ id }) => { const at = this.#recent.get(id); return at === undefined ? [] : [[id, at] as const]; }));
    const older = await this.#marks.firstUses(events.map(({ id }) => id));
    return new Map(events.flatMap(({ id, position }) => {
      const first = older.get(id) ?? recent.get(id) ?? position;
      return first < position ? [[position, first] as const] : [];
    }));
  }
}
