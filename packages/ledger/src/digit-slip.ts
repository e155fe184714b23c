/** How one printed number becomes another: a known slip of the hand, or `replaced`. In the order in which repairs are told. */
export const DIGIT_SLIPS = ['one_digit', 'swapped_digits', 'lost_or_doubled_digit', 'replaced'] as const;
export type DigitSlip = (typeof DIGIT_SLIPS)[number];

/**
 * The slip that makes `printed` of what was meant: `swapped_digits`, two neighbours changed places; `one_digit`, one digit is
 * another; `lost_or_doubled_digit`, a digit is missing, or one stands twice; else `replaced`.
 *
 * @param decimals - The digits behind the point that both are printed with.
 */
export function slipBetween(printed: number, meant: number, decimals = 0): DigitSlip {
  if (Math.sign(printed) * Math.sign(meant) < 0) return 'replaced';
  const [a, b] = [printed.toFixed(decimals), meant.toFixed(decimals)];
  if (a.length === b.length) return slipOfSameLength(a, b);
  if (b.length === a.length + 1 && without(b).includes(a)) return 'lost_or_doubled_digit';
  return withoutDouble(a).includes(b) ? 'lost_or_doubled_digit' : 'replaced';
}

/** Every whole number that one known slip may have turned into `printed`, each once; numbers have no leading zeros. */
export function meantBy(printed: number): readonly number[] {
  const text = String(printed);
  const meant = [...withOtherDigit(text), ...withSwap(text), ...withOneMore(text), ...withoutDouble(text)];
  return [...new Set(meant.filter((digits) => digits !== '' && (digits === '0' || !digits.startsWith('0'))).map(Number))].filter((value) => value !== printed);
}

const DIGITS = [...'0123456789'];

function slipOfSameLength(a: string, b: string): DigitSlip {
  const different = [...a].flatMap((digit, index) => (digit === b[index] ? [] : [index]));
  const [first = 0, second = 0] = different;
  if (different.length === 1) return 'one_digit';
  // The point between two digits does not keep them apart for the eye.
  const isNeighbour = second === first + 1 || (second === first + 2 && a[first + 1] === '.');
  return different.length === 2 && isNeighbour && a[first] === b[second] && a[second] === b[first] ? 'swapped_digits' : 'replaced';
}

function without(text: string): readonly string[] {
  return [...text].map((_, index) => text.slice(0, index) + text.slice(index + 1));
}

function withoutDouble(text: string): readonly string[] {
  return [...text].flatMap((digit, index) => (digit === text[index + 1] ? [text.slice(0, index) + text.slice(index + 1)] : []));
}

function withOtherDigit(text: string): readonly string[] {
  return [...text].flatMap((_, index) => DIGITS.map((digit) => text.slice(0, index) + digit + text.slice(index + 1)));
}

function withSwap(text: string): readonly string[] {
  return [...text].slice(1).map((digit, index) => text.slice(0, index) + digit + (text[index] ?? '') + text.slice(index + 2));
}

function withOneMore(text: string): readonly string[] {
  return Array.from({ length: text.length + 1 }, (_, index) => DIGITS.map((digit) => text.slice(0, index) + digit + text.slice(index))).flat();
}
