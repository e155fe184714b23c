import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant } from '@motcua/kernel';
import { chanceOf } from '@motcua/testkit';

/** Two minutes before the year ends in Việt Nam. */
const BEGINNING = Date.UTC(2023, 11, 31, 16, 58);
/** A second of the world is a minute on its clocks. */
const SPEED = 60;

type Happening = { readonly at: number; readonly what: string; readonly run: () => void };

/** Thrown by whoever sees that something is wrong; it ends the run. */
export class Contradiction extends Error {}

/**
 * The time of a simulated world. Nothing in it waits: what is to happen stands in a list, and the earliest happens next. All that
 * is by chance comes from one seed, so the same seed gives the same run, which the trace shows.
 */
export class Timeline {
  readonly chance: () => number;
  /** How often what was reached that a run is there to reach. */
  readonly marks = new Map<string, number>();
  now = 0;
  steps = 0;
  readonly #coming: Happening[] = [];
  #wrong: Error | undefined;
  #ids = 0;
  readonly #trace = createHash('sha256');
  readonly #listen: (line: string) => void;

  constructor(seed: number, listen: (line: string) => void = () => undefined) {
    this.chance = chanceOf(seed);
    this.#listen = listen;
  }

  /** What a right clock shows. */
  get instant(): Instant {
    return BEGINNING + Math.floor(this.now * SPEED);
  }

  /** Stands for everything that happened, in its order. Ends the trace. */
  get fingerprint(): string {
    return this.#trace.digest('hex').slice(0, 16);
  }

  /** @param afterMs - From now on; never negative. */
  at(afterMs: number, what: string, run: () => void): void {
    const happening = { at: this.now + Math.max(0, afterMs), what, run };
    let [low, high] = [0, this.#coming.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#coming[middle]?.at ?? 0) > happening.at) low = middle + 1;
      else high = middle;
    }
    this.#coming.splice(low, 0, happening);
  }

  /** Between these bounds, most often near the lower one. */
  between(low: number, high: number): number {
    return low + (high - low) * this.chance() ** 3;
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[Math.floor(this.chance() * choices.length)] ?? choices[0];
  }

  newId(): string {
    this.#ids += 1;
    return `command-${this.#ids}`;
  }

  mark(name: string): void {
    this.marks.set(name, (this.marks.get(name) ?? 0) + 1);
  }

  note(line: string): void {
    const whole = `${this.now.toFixed(3)} ${line}\n`;
    this.#trace.update(whole);
    this.#listen(whole);
  }

  /** Notes what must not be; the run ends with the first. */
  fail(error: unknown): void {
    this.#wrong ??= error instanceof Error ? error : new Error(String(error));
  }

  /** @throws the first error that was noted; Contradiction when it is not over after so many steps, or nothing more would happen. */
  async play(isOver: () => boolean, stepsMax: number): Promise<void> {
    for (const end = this.steps + stepsMax; ;) {
      await nextTurn();
      if (this.#wrong !== undefined) throw this.#wrong;
      if (isOver()) return;
      const next = this.#coming.pop();
      if (next === undefined) throw new Contradiction('nothing would ever happen again');
      if (this.steps >= end) throw new Contradiction(`not over after ${stepsMax} steps`);
      this.steps += 1;
      this.now = next.at;
      this.note(next.what);
      next.run();
    }
  }
}
