import type { Chart } from '../form-document.ts';
import { FEW_MARKS } from './density.ts';
import { bar, dashOf, fills, label, mark, stroke, textWidth } from './svg-parts.ts';

const KEY = 34;
const LINE = 20;

/** What each fill or line means, as many in a row as there is room for. */
export function svgLegend({ form, series, target, categories }: Chart, prefix: string, top: number, width: number): { readonly markup: string; readonly height: number } {
  const keys = [
    ...series.map((one, index) => ({ text: one.label, key: (x: number, y: number) => keyOf({ form, categories }, prefix, index, x, y) })),
    ...(target === undefined ? [] : [{ text: target.label, key: (x: number, y: number) => stroke(x, y, x + KEY - 8, y, { width: 1.4, dash: '6 3' }) }]),
  ];
  // One alone is what the title says.
  if (keys.length === 1) return { markup: '', height: 0 };
  let [x, y] = [20, top + LINE / 2];
  const drawn = keys.map(({ text, key }) => {
    const needed = KEY + textWidth(text) + 24;
    if (x > 20 && x + needed > width) [x, y] = [20, y + LINE];
    const markup = key(x, y) + label(text, x + KEY, y + 4, 'start');
    x += needed;
    return markup;
  });
  return { markup: drawn.join(''), height: y - top + LINE / 2 + 4 };
}

function keyOf({ form, categories }: Pick<Chart, 'form' | 'categories'>, prefix: string, index: number, x: number, y: number): string {
  if (form !== 'lines') return bar(x, y - 6, KEY - 8, 12, fills(prefix).of(index));
  return stroke(x, y, x + KEY - 8, y, { width: 1.5, dash: dashOf(index) }) + (categories.length > FEW_MARKS ? '' : mark(index, x + (KEY - 8) / 2, y));
}
