/** From a value to a place, and the values that an axis names. */
export type Scale = { readonly ticks: readonly number[]; readonly place: (value: number) => number };

const TICKS = 5;

/**
 * @param values - What is shown. Bars begin at 0.
 * @param max - No tick lies above, such as 100 of a per cent.
 * @param from - The place of the lowest tick, `to` that of the highest.
 */
export function scaleOf(values: readonly number[], { fromZero, max, from, to }: { readonly fromZero: boolean; readonly max: number; readonly from: number; readonly to: number }): Scale {
  const [low, high] = [fromZero ? Math.min(0, ...values) : Math.min(...values), Math.max(...values, fromZero ? 1 : -Infinity)];
  const step = niceStep(high === low ? Math.abs(high) || 1 : high - low);
  const first = Math.floor(low / step);
  const last = Math.min(Math.max(Math.ceil(high / step), first + 1), Math.max(first + 1, Math.floor(max / step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(6)));
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];
  return { ticks, place: (value) => from + (to - from) * (value - bottom) / (top - bottom) };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(span: number): number {
  const rough = span / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}
