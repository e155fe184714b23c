import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from '../port.ts';
import { EventIds } from './event-ids.ts';
import type { Mark, Marks } from './marks.ts';
import { comparePlaces } from './place.ts';
import type { Count, Place } from './place.ts';
import { MARK_EVERY, Places } from './places.ts';

/** A thousand times a thousand events: about 50 MB. */
const RESIDENT_MAX = 1_000;

/**
 * Where each position stands, and which position stands at a place: what was counted here or read before in memory, all else in
 * PostgreSQL. Every {@link MARK_EVERY} events it leaves a mark there.
 */
export class PlaceIndex {
  readonly #marks: Marks;
  /** Since the last mark. */
  #current: Places;
  /** Complete, in order of their positions; those still to be written are among them. */
  #resident: readonly Places[] = [];
  /** Where this process came by: counts at marks, the first being where it started. */
  readonly #counts: Count[];
  readonly #unwritten: Mark[] = [];
  readonly #ids: EventIds;
  #writing: Promise<void> | undefined;

  constructor(marks: Marks, start: Count) {
    this.#marks = marks;
    this.#current = new Places(start);
    this.#counts = [start];
    this.#ids = new EventIds(marks);
  }

  /** The event that was counted next. */
  push(count: Count): void {
    this.#current.push(count);
    this.#ids.push(count);
    if (count.position % MARK_EVERY !== 0) return;
    this.#unwritten.push({ count, places: this.#current, ids: this.#ids.take() });
    this.#keep(this.#current);
    this.#counts.push(count);
    this.#current = new Places(count);
  }

  /**
   * Writes the marks that are due, in their order.
   *
   * @throws pg's error; then they are still due. AppError `HISTORY_IMPOSSIBLE` when somebody else's mark is another one.
   */
  writeMarks(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => { this.#writing = undefined; });
    return this.#writing;
  }

  /** Marks that are due. */
  get due(): number {
    return this.#unwritten.length;
  }

  /** The positions of places that were counted already, in the order asked. @throws AppError `HISTORY_IMPOSSIBLE` when nothing was counted there. */
  async positionsOf(places: readonly Place[]): Promise<readonly { readonly position: number; readonly recordedMs: number }[]> {
    const found: { position: number; recordedMs: number }[] = [];
    for (const place of places) {
      const around = this.#around((at) => beginsBefore(at, place), (at) => comparePlaces(place, at.placeAt(at.last)) <= 0) ?? this.#loaded(await this.#marks.placesAround(place));
      const position = around?.positionOf(place);
      if (around === undefined || position === undefined) throw new AppError('HISTORY_IMPOSSIBLE', `At ${place.commit}/${place.prepare} stands an event that the count of the log does not have.`);
      found.push({ position, recordedMs: around.instantAt(position) });
    }
    return found;
  }

  /** Places that have a position; it must have been counted. */
  async placesOf(position: number): Promise<Places> {
    const found = this.#around((at) => position > at.before.position, (at) => position <= at.last) ?? this.#loaded(await this.#marks.placesOf(position));
    if (found === undefined) throw new AppError('HISTORY_IMPOSSIBLE', `Position ${position} is in no mark of the log.`);
    return found;
  }

  /** The last mark up to and including a position. */
  async markUpTo(position: number): Promise<Count> {
    return this.#counts.findLast((count) => count.position <= position) ?? this.#marks.lastUpTo(position);
  }

  /** The last position recorded up to an instant; 0 when none was. */
  async lastUntil(instant: number): Promise<number> {
    let position = await this.#marks.lastUntil(instant);
    for (;;) {
      if (position >= this.#current.last) return position;
      const places = await this.placesOf(position + 1);
      const last = places.lastUntil(instant);
      if (last < places.last) return last;
      position = last;
    }
  }

  /** As the store's. */
  secondUses(events: readonly RecordedEvent[]): Promise<ReadonlyMap<number, number>> {
    return this.#ids.secondUses(events);
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      await this.#marks.add(next);
      this.#unwritten.shift();
      this.#ids.written(next.ids, next.count.position);
    }
  }

  /** Among those in memory, the last one that begins before, if it also reaches so far. */
  #around(begins: (places: Places) => boolean, reaches: (places: Places) => boolean): Places | undefined {
    if (begins(this.#current)) return this.#current;
    let [low, high] = [-1, this.#resident.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const places = this.#resident[middle];
      if (places !== undefined && begins(places)) low = middle;
      else high = middle - 1;
    }
    const found = this.#resident[low];
    return found !== undefined && reaches(found) ? found : undefined;
  }

  #loaded(places: Places | undefined): Places | undefined {
    if (places !== undefined) this.#keep(places);
    return places;
  }

  #keep(places: Places): void {
    const others = this.#resident.filter(({ before }) => before.position !== places.before.position);
    const unwritten = new Set(this.#unwritten.map((mark) => mark.places));
    const dropped = others.length >= RESIDENT_MAX ? others.find((other) => !unwritten.has(other)) : undefined;
    this.#resident = [...others.filter((other) => other !== dropped), places].sort((a, b) => a.before.position - b.before.position);
  }
}

/** Nothing stands before the first event, wherever that is. */
function beginsBefore({ before }: Places, place: Place): boolean {
  return before.position === 0 || comparePlaces(before, place) < 0;
}
