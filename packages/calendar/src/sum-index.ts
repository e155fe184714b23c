/** Running sums over the working days in their order, and a way to find the day on which a sum is reached, in constant time. */
export type SumIndex = {
  /** `sums[r]`: the sum of the first r working days. */
  readonly sums: Float64Array;
  readonly step: number;
  /** `reached[k]`: the first working day with which the sum reaches k steps. */
  readonly reached: Uint16Array;
};

/**
 * @param values - Of each working day, > 0.
 * @param step - About as much as one working day adds, so that few days lie within one step.
 */
export function sumIndex(values: Float64Array, step: number): SumIndex {
  const count = values.length;
  const sums = new Float64Array(count + 1);
  for (let rank = 0; rank < count; rank += 1) sums[rank + 1] = (sums[rank] ?? 0) + (values[rank] ?? 0);
  const reached = new Uint16Array(Math.floor((sums[count] ?? 0) / step) + 1);
  for (let k = 0, at = 0; k < reached.length; k += 1) {
    while (at < count && (sums[at + 1] ?? Infinity) < k * step) at += 1;
    reached[k] = at;
  }
  return { sums, step, reached };
}

/** The first working day with which the sum reaches a target > 0; -1 when no working day does. */
export function rankReaching({ sums, step, reached }: SumIndex, target: number): number {
  const steps = Math.floor(target / step);
  if (steps >= reached.length) return -1;
  let rank = reached[steps] ?? 0;
  while (rank < sums.length - 1 && (sums[rank + 1] ?? Infinity) < target) rank += 1;
  return rank < sums.length - 1 ? rank : -1;
}
