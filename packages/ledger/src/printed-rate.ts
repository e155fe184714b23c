import { cellKey } from './report-statements.ts';
import type { Counts, RateStatement } from './report-statements.ts';

/** Whether a printed rate follows from the counts beside it. `cut`: the digits behind the printed ones were dropped. */
export type RateVerdict = { readonly kind: 'follows' | 'cut' | 'wrong'; readonly expected: number | null };

/** Judges a rate at the number of decimals it is printed with, rounding half up; exact in integers. */
export function judgeRate(statement: RateStatement, counts: Counts): RateVerdict {
  const numerator = counts.get(cellKey(statement.numerator)) ?? 0;
  const denominator = counts.get(cellKey(statement.denominator)) ?? 0;
  if (denominator <= 0) return { kind: 'wrong', expected: null };
  const unit = 10 ** decimalsOf(statement.printed);
  const printed = Math.round(statement.printed * unit);
  const rounded = Math.floor((numerator * 200 * unit + denominator) / (2 * denominator));
  const cut = Math.floor((numerator * 100 * unit) / denominator);
  const kind = printed === rounded ? 'follows' : printed === cut ? 'cut' : 'wrong';
  return { kind, expected: rounded / unit };
}

function decimalsOf(value: number): number {
  return (String(value).split('.')[1] ?? '').length;
}
