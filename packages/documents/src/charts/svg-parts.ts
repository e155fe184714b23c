import { element, escaped } from '../html/markup.ts';
import { GREYS } from './shades.ts';

export type Anchor = 'start' | 'middle' | 'end';

const SIZE = 12;
/** An average letter is so wide, of its size. */
const LETTER = 0.52;

export function textWidth(text: string, size = SIZE): number {
  return text.length * size * LETTER;
}

/** `halo`: white around the letters, which lie on lines. */
export function label(text: string, x: number, y: number, anchor: Anchor, { size = SIZE, bold = false, halo = false, colour }: { readonly size?: number; readonly bold?: boolean; readonly halo?: boolean; readonly colour?: string | undefined } = {}): string {
  const around = halo ? { stroke: '#fff', 'stroke-width': 3, 'paint-order': 'stroke' } : {};
  return element('text', { x, y, 'text-anchor': anchor, 'font-size': size, 'font-weight': bold ? 'bold' : undefined, fill: colour, ...around }, escaped(text));
}

export function stroke(x1: number, y1: number, x2: number, y2: number, { colour = '#000', width = 1, dash }: { readonly colour?: string; readonly width?: number; readonly dash?: string | undefined } = {}): string {
  return element('line', { x1, y1, x2, y2, stroke: colour, 'stroke-width': width, 'stroke-dasharray': dash });
}

/** How the bars of each series are filled: told apart without colours. */
export function fills(prefix: string): { readonly defs: string; readonly of: (series: number) => string } {
  const hatch = (id: string, inner: string) => element('pattern', { id: `${prefix}-${id}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, `${element('rect', { width: 6, height: 6, fill: '#fff' })}${inner}`);
  const patterns = [
    hatch('1', element('path', { d: 'M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2', stroke: '#000', 'stroke-width': 1.2 })),
    hatch('2', element('circle', { cx: 3, cy: 3, r: 1.3, fill: '#000' })),
  ];
  const paints = [`#${GREYS[0]}`, `url(#${prefix}-1)`, `url(#${prefix}-2)`, `#${GREYS[3]}`];
  return { defs: element('defs', {}, patterns.join('')), of: (series) => paints[series] ?? '#fff' };
}

export function bar(x: number, y: number, width: number, height: number, fill: string): string {
  return element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill, stroke: '#000', 'stroke-width': 0.6 });
}

const DASHES = [undefined, '8 4', '2 3', '10 3 2 3'] as const;

export function dashOf(series: number): string | undefined {
  return DASHES[series];
}

/** A mark of its own for each series: disc, square, triangle, diamond. */
export function mark(series: number, x: number, y: number): string {
  const style = { fill: series % 2 === 0 ? '#000' : '#fff', stroke: '#000', 'stroke-width': 1.2 } as const;
  switch (series) {
    case 0: return element('circle', { cx: x, cy: y, r: 4, ...style });
    case 1: return element('rect', { x: x - 4, y: y - 4, width: 8, height: 8, ...style });
    case 2: return element('path', { d: pathOf([[x, y - 5], [x + 5, y + 4], [x - 5, y + 4]]), ...style });
    default: return element('path', { d: pathOf([[x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y]]), ...style });
  }
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' L')} Z`;
}
