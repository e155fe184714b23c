import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';

/** Numbers that look random and follow from a seed alone. Stateful: every call moves it on. */
export type Random = {
  /** Uniform in [min, max], both included. */
  readonly int: (min: number, max: number) => number;
  /** Uniform in [0, 1). */
  readonly real: () => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** In [0, max], small values much more often than large ones. */
  readonly small: (max: number) => number;
  readonly pick: <T>(choices: Weighted<T>) => T;
};

/** Choices with running sums of their weights. */
export type Weighted<T> = { readonly first: T; readonly items: readonly T[]; readonly sums: readonly number[]; readonly total: number };

/**
 * Independent streams of one seed, one after another: their stretches of the generator's cycle never overlap, so what one
 * counter draws does not depend on any other.
 *
 * @param seed - An unsigned integer of 32 bits.
 */
export function* randomStreams(seed: number): Generator<() => Random, never> {
  const generator = xoroshiro128plus(seed);
  for (;;) {
    generator.jump();
    const start = generator.clone();
    yield () => randomFrom(start.clone());
  }
}

/** @throws TypeError when there is nothing to choose from. */
export function weighted<T>(items: readonly T[], weightOf: (item: T) => number): Weighted<T> {
  const [first] = items;
  if (first === undefined) throw new TypeError('Nothing to choose from');
  let total = 0;
  const sums = items.map((item) => total += weightOf(item));
  return { first, items, sums, total };
}

function randomFrom(generator: JumpableRandomGenerator): Random {
  const real = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  const int = (min: number, max: number): number => uniformInt(generator, min, max);
  return {
    int, real,
    chance: (probability) => real() < probability,
    small: (max) => Math.floor(real() ** 2 * (max + 1)),
    pick: (choices) => {
      const target = real() * choices.total;
      return choices.items[choices.sums.findIndex((sum) => target < sum)] ?? choices.first;
    },
  };
}
