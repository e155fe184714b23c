/** Whether a printed rate follows from the counts beside it. `cut`: the digits behind the printed ones were dropped. */
export type RateVerdict = { readonly kind: 'follows' | 'cut' | 'wrong'; readonly expected: number | null };

/**
 * Judges a printed per cent at the number of decimals that it is printed with, rounding half up; exact in integers.
 *
 * @returns `expected`: the rate at as many decimals; null when there is nothing to divide by, and then no rate follows.
 */
export function judgeRate(printed: number, numerator: number, denominator: number): RateVerdict {
  if (denominator <= 0) return { kind: 'wrong', expected: null };
  const unit = 10 ** decimalsOf(printed);
  const shown = Math.round(printed * unit);
  const rounded = Math.floor((numerator * 200 * unit + denominator) / (2 * denominator));
  const cut = Math.floor((numerator * 100 * unit) / denominator);
  const kind = shown === rounded ? 'follows' : shown === cut ? 'cut' : 'wrong';
  return { kind, expected: rounded / unit };
}

/** How many decimals a number is printed with. */
export function decimalsOf(value: number): number {
  return (String(value).split('.')[1] ?? '').length;
}
