import type { RecordedEvent } from '../port.ts';
import type { Counted } from './counting.ts';

/** What a tail may hold; the last event stays in any case. */
const EVENTS_MAX = 8_192;
const CHARACTERS_MAX = 16_000_000;

/** The last events of the log in memory: what was just written is mostly asked for next. */
export class Tail {
  #events: Counted[] = [];
  /** How many at the beginning of the list are gone already. */
  #gone = 0;
  #characters = 0;
  readonly #byRevision = new Map<string, Counted>();

  push(counted: Counted, characters: number): void {
    this.#events.push(counted);
    this.#sizes.push(characters);
    this.#characters += characters;
    this.#byRevision.set(keyOf(counted.event), counted);
    while (this.#events.length - this.#gone > 1 && (this.#events.length - this.#gone > EVENTS_MAX || this.#characters > CHARACTERS_MAX)) this.#dropFirst();
  }

  find(stream: string, revision: number): Counted | undefined {
    return this.#byRevision.get(keyOf({ stream, revision }));
  }

  /** Events behind a position, at most `limit`; undefined when the first of them is not in memory. */
  page(afterPosition: number, limit: number): readonly RecordedEvent[] | undefined {
    const first = this.#events[this.#gone]?.event.position;
    if (first === undefined || afterPosition + 1 < first) return undefined;
    const from = this.#gone + afterPosition + 1 - first;
    return this.#events.slice(from, from + limit).map(({ event }) => event);
  }

  readonly #sizes: number[] = [];

  #dropFirst(): void {
    const first = this.#events[this.#gone];
    if (first !== undefined) this.#byRevision.delete(keyOf(first.event));
    this.#characters -= this.#sizes[this.#gone] ?? 0;
    this.#gone += 1;
    if (this.#gone < EVENTS_MAX) return;
    this.#events = this.#events.slice(this.#gone);
    this.#sizes.splice(0, this.#gone);
    this.#gone = 0;
  }
}

function keyOf({ stream, revision }: { readonly stream: string; readonly revision: number }): string {
  return `${revision} ${stream}`;
}
