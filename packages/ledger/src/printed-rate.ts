/** Whether a printed rate follows from the counts beside it. `cut`: the digits behind the printed ones were dropped. */
export type RateVerdict = { readonly kind: 'follows' | 'cut' | 'wrong'; readonly expected: number | null };

/** Nobody prints more; a rate with more is what a spreadsheet computed, and is judged at so many. */
const DECIMALS_MAX = 6;

/**
 * Judges a printed per cent at the number of decimals that it is printed with, rounding half up; exact in integers.
 *
 * @param decimals - As printed, where trailing zeros are known to have been there; else those of the number, six at the most.
 * @returns `expected`: the rate at as many decimals; null when there is nothing to divide by, and then no rate follows.
 */
export function judgeRate(printed: number, numerator: number, denominator: number, decimals = decimalsOf(printed)): RateVerdict {
  if (denominator <= 0) return { kind: 'wrong', expected: null };
  const unit = 10 ** decimals;
  const [part, whole] = [BigInt(numerator) * BigInt(unit), BigInt(denominator)];
  const shown = Math.round(printed * unit);
  const rounded = Number(floorOf(part * 200n + whole, 2n * whole));
  const kind = shown === rounded ? 'follows' : shown === Number((part * 100n) / whole) ? 'cut' : 'wrong';
  return { kind, expected: rounded / unit };
}

/** How many decimals a number is printed with, six at the most. */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.min(DECIMALS_MAX, Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent)));
}

function floorOf(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
