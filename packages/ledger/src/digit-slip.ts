/** How one printed number becomes another: a slip of the hand, or no slip that is known. */
export type DigitSlip = 'swapped_digits' | 'one_digit' | 'other';

/** `swapped_digits`: two neighbouring digits changed places; `one_digit`: one digit is another. */
export function slipBetween(printed: number, meant: number): DigitSlip {
  const [a, b] = [String(printed), String(meant)];
  if (a.length !== b.length) return 'other';
  const different = [...a].flatMap((digit, index) => digit === b[index] ? [] : [index]);
  if (different.length === 1) return 'one_digit';
  const [first = 0, second = 0] = different;
  const swapped = different.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
  return swapped ? 'swapped_digits' : 'other';
}
