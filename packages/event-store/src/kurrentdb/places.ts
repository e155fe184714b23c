import { comparePlaces } from './place.ts';
import type { Count, Place } from './place.ts';

/** Events between two marks. */
export const MARK_EVERY = 1_000;

/** Where some events in a row stand and when they were recorded, one after the other. */
export class Places {
  /** What lies before the first one. */
  readonly before: Place & { readonly position: number; readonly recordedMs: number };
  readonly #commits: bigint[] = [];
  readonly #prepares: bigint[] = [];
  readonly #instants: number[] = [];

  constructor(before: Places['before']) {
    this.before = before;
  }

  get length(): number {
    return this.#instants.length;
  }

  /** The position of the last one. */
  get last(): number {
    return this.before.position + this.length;
  }

  push({ commit, prepare, recordedMs }: Pick<Count, 'commit' | 'prepare' | 'recordedMs'>): void {
    this.#commits.push(commit);
    this.#prepares.push(prepare);
    this.#instants.push(recordedMs);
  }

  placeAt(position: number): Place {
    const index = position - this.before.position - 1;
    const [commit, prepare] = [this.#commits[index], this.#prepares[index]];
    if (commit === undefined || prepare === undefined) throw new RangeError(`Position ${position} is not among these places`);
    return { commit, prepare };
  }

  instantAt(position: number): number {
    const instant = this.#instants[position - this.before.position - 1];
    if (instant === undefined) throw new RangeError(`Position ${position} is not among these places`);
    return instant;
  }

  /** The position of the event at a place; undefined when none stands there. */
  positionOf(place: Place): number | undefined {
    const position = this.#lastWhere((at) => comparePlaces(this.placeAt(at), place) <= 0);
    return position > this.before.position && comparePlaces(this.placeAt(position), place) === 0 ? position : undefined;
  }

  /** The last position that was recorded up to an instant; `before.position` when none was. */
  lastUntil(instant: number): number {
    return this.#lastWhere((at) => this.instantAt(at) <= instant);
  }

  /** How far each lies behind the one before, as numbers of variable length: mostly five bytes an event. */
  pack(): Buffer {
    const bytes: number[] = [];
    let before = this.before;
    for (let position = before.position + 1; position <= this.last; position += 1) {
      const [place, recordedMs] = [this.placeAt(position), this.instantAt(position)];
      writeNumber(bytes, place.commit - before.commit);
      writeNumber(bytes, place.commit - place.prepare);
      writeNumber(bytes, BigInt(recordedMs - (Number.isFinite(before.recordedMs) ? before.recordedMs : 0)));
      before = { ...place, position, recordedMs };
    }
    return Buffer.from(bytes);
  }

  /** What {@link pack} wrote. */
  static unpack(before: Places['before'], packed: Buffer): Places {
    const places = new Places(before);
    let [commit, recordedMs] = [before.commit, Number.isFinite(before.recordedMs) ? before.recordedMs : 0];
    for (let at = 0; at < packed.length;) {
      const numbers: bigint[] = [];
      for (let n = 0; n < 3; n += 1) {
        const { value, next } = readNumber(packed, at);
        numbers.push(value);
        at = next;
      }
      const [further = 0n, back = 0n, later = 0n] = numbers;
      commit += further;
      recordedMs += Number(later);
      places.push({ commit, prepare: commit - back, recordedMs });
    }
    return places;
  }

  /** Halving: `holds` is true up to some position and false behind it. */
  #lastWhere(holds: (position: number) => boolean): number {
    let [low, high] = [this.before.position, this.last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (holds(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Seven bits a byte, the lowest first, a set eighth bit says that more follow; signs are folded in (0, -1, 1, -2 …). */
function writeNumber(bytes: number[], value: bigint): void {
  let rest = value < 0n ? -2n * value - 1n : 2n * value;
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}

function readNumber(bytes: Buffer, from: number): { readonly value: bigint; readonly next: number } {
  let folded = 0n;
  for (let at = from, shift = 0n; ; at += 1, shift += 7n) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError('The packed places end in the middle of a number');
    folded |= BigInt(byte & 127) << shift;
    if (byte < 128) return { value: folded & 1n ? -(folded + 1n) / 2n : folded / 2n, next: at + 1 };
  }
}
