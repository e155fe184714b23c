import { integerText, percentText } from '../cells.ts';
import type { Chart } from '../form-document.ts';
import { element, escaped } from '../html/markup.ts';
import { FEW_BARS, FEW_MARKS } from './density.ts';
import { scaleOf } from './scale.ts';
import { svgLegend } from './svg-legend.ts';
import { bar, dashOf, fills, label, mark, stroke, textWidth } from './svg-parts.ts';

const WIDTH = 720;
const PLOT_HEIGHT = 260;
const ROW = 24;
/** Right of an upright chart, at least. */
const EDGE = 10;
const TARGET_DASH = '6 3';

/**
 * A chart as SVG, for a page of html. Told apart by patterns, dashes and marks, so that it can be printed in black and white.
 *
 * @param prefix - Of the ids in it, another one for each chart of a page.
 */
export function svgOf(chart: Chart, prefix: string): string {
  const top = 34;
  const plot = chart.form === 'level_bars' ? levelBars(chart, prefix, top) : upright(chart, prefix, top);
  const legend = svgLegend(chart, prefix, plot.bottom + 12, WIDTH);
  const inner = [
    element('title', {}, escaped(chart.title)), fills(prefix).defs, label(chart.title, WIDTH / 2, 18, 'middle', { size: 14, bold: true }), plot.markup, legend.markup,
  ].join('');
  const height = plot.bottom + 12 + legend.height;
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`, 'font-family': "'Times New Roman', 'DejaVu Serif', serif" }, inner);
}

type Plot = { readonly markup: string; readonly bottom: number };

/** Upright bars, or lines: categories from left to right. */
function upright(chart: Chart, prefix: string, top: number): Plot {
  const { form, categories, categoryLabel, target } = chart;
  const bottom = top + PLOT_HEIGHT;
  const scale = scaleOf(shownValues(chart), { fromZero: form === 'bars' || chart.kind === 'integer', max: chart.kind === 'percent' ? 100 : Infinity, from: bottom, to: top + 12 });
  const left = 14 + Math.max(...scale.ticks.map((tick) => textWidth(valueText(chart, tick))));
  const [slots, room] = [Math.max(1, categories.length), WIDTH - left - EDGE];
  const names = namesWithin(categories, room / slots - NAME_GAP);
  const widest = Math.max(0, ...names.flat().map((one) => textWidth(one)));
  const under = bottom + NAME_LINE * Math.max(1, ...names.map((name) => name.length));
  // The last name stands in the middle of its slot, and must not leave the picture.
  const right = WIDTH - Math.max(EDGE, EDGE / 2 + widest / 2 - room / slots / 2);
  const slot = (right - left) / slots;
  const every = Math.max(1, Math.ceil((widest + NAME_GAP) / slot));
  return {
    markup: [
      ...scale.ticks.map((tick) => stroke(left, scale.place(tick), right, scale.place(tick), { colour: '#BBB', width: 0.6 }) + label(valueText(chart, tick), left - 6, scale.place(tick) + 4, 'end')),
      form === 'bars' ? bars(chart, prefix, left, slot, scale.place) : lines(chart, left, slot, scale.place),
      stroke(left, bottom, right, bottom),
      ...(target === undefined ? [] : [stroke(left, scale.place(target.value), right, scale.place(target.value), { width: 1.4, dash: TARGET_DASH })]),
      // Where not all have room, the last one does: it is what the chart leads to.
      ...names.flatMap((name, index) => (names.length - 1 - index) % every === 0 ? name.map((text, line) => label(text, left + slot * (index + 0.5), bottom + NAME_LINE * (line + 1), 'middle')) : []),
      label(categoryLabel, (left + right) / 2, under + 18, 'middle'),
    ].join(''),
    bottom: under + 22,
  };
}

/** Between names, and from a line of them to the next. */
const [NAME_GAP, NAME_LINE] = [8, 16];

/** The lines of each name: one, or two halves where not all names have room in one. */
function namesWithin(categories: readonly string[], width: number): readonly (readonly string[])[] {
  if (categories.every((name) => textWidth(name) <= width)) return categories.map((name) => [name]);
  return categories.map((name) => {
    const breaks = [...name.matchAll(/ /g)].map(({ index }) => index);
    const middle = breaks.toSorted((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
    return middle === undefined ? [name] : [name.slice(0, middle), name.slice(middle + 1)];
  });
}

function bars({ series, categories, ...chart }: Chart, prefix: string, left: number, slot: number, place: (value: number) => number): string {
  const paint = fills(prefix);
  const width = slot * 0.8 / series.length;
  return series.flatMap(({ values }, index) => values.map((value, category) => {
    if (value === null) return '';
    const x = left + slot * (category + 0.1) + width * index;
    const number = categories.length * series.length <= FEW_BARS ? barLabel(chart, value, index, { x: x + width / 2, top: place(value), bottom: place(0) }) : '';
    return bar(x, place(value), width, place(0) - place(value), paint.of(index)) + number;
  })).join('');
}

/** Above its bar; within it where a target may cross what stands above, if there is room. Only the first fill is dark, the others are patterns. */
function barLabel(chart: Pick<Chart, 'kind' | 'target'>, value: number, series: number, { x, top, bottom }: { readonly x: number; readonly top: number; readonly bottom: number }): string {
  const isWithin = chart.target !== undefined && bottom - top >= LABEL_ROOM;
  return label(numberText(chart, value), x, isWithin ? top + 14 : top - 4, 'middle', isWithin && series === 0 ? { size: 11, colour: '#fff' } : { size: 11, halo: true });
}

/** What a number takes of the height of its bar. */
const LABEL_ROOM = 20;

function lines({ series, categories }: Chart, left: number, slot: number, place: (value: number) => number): string {
  return series.map(({ values }, index) => {
    const points = values.map((value, category) => value === null ? undefined : { x: left + slot * (category + 0.5), y: place(value) });
    const path = points.map((point, at) => point === undefined ? '' : `${points[at - 1] === undefined ? 'M' : 'L'}${point.x.toFixed(2)},${point.y.toFixed(2)}`).join(' ');
    const drawn = element('path', { d: path, fill: 'none', stroke: '#000', 'stroke-width': 1.5, 'stroke-dasharray': dashOf(index) });
    return categories.length > FEW_MARKS ? drawn : drawn + points.map((point) => point === undefined ? '' : mark(index, point.x, point.y)).join('');
  }).join('');
}

/** Bars that lie, a row for each category and series: there is room for long names. */
function levelBars(chart: Chart, prefix: string, top: number): Plot {
  const { categories, series, target } = chart;
  const left = Math.min(WIDTH / 2, 14 + Math.max(0, ...categories.map((one) => textWidth(one))));
  const scale = scaleOf(shownValues(chart), { fromZero: true, max: chart.kind === 'percent' ? 100 : Infinity, from: left, to: WIDTH - 60 });
  const paint = fills(prefix);
  const [height, slot] = [ROW * 0.7, ROW * series.length + 6];
  const bottom = top + slot * categories.length;
  return {
    markup: [
      ...scale.ticks.map((tick) => stroke(scale.place(tick), top, scale.place(tick), bottom, { colour: '#BBB', width: 0.6 }) + label(valueText(chart, tick), scale.place(tick), bottom + 16, 'middle')),
      ...categories.map((category, index) => label(category, left - 6, top + slot * (index + 0.5) + 4, 'end')),
      ...series.flatMap(({ values }, index) => values.map((value, category) => {
        if (value === null) return '';
        const y = top + slot * category + 3 + ROW * index + (ROW - height) / 2;
        return bar(left, y, scale.place(value) - left, height, paint.of(index)) + label(numberText(chart, value), scale.place(value) + 5, y + height - 4, 'start');
      })),
      stroke(left, top, left, bottom),
      ...(target === undefined ? [] : [stroke(scale.place(target.value), top, scale.place(target.value), bottom, { width: 1.4, dash: TARGET_DASH })]),
    ].join(''),
    bottom: bottom + 22,
  };
}

function shownValues({ series, target }: Chart): readonly number[] {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  return [...values, ...(target === undefined ? [] : [target.value]), ...(values.length === 0 ? [0] : [])];
}

/** As tables print it. */
function numberText(chart: Pick<Chart, 'kind'>, value: number): string {
  return chart.kind === 'percent' ? percentText(value) : valueText(chart, value);
}

/** Of an axis. */
function valueText({ kind }: Pick<Chart, 'kind'>, value: number): string {
  if (kind === 'integer' && Number.isInteger(value)) return integerText(value);
  const text = String(Number(value.toFixed(2))).replace('.', ',');
  return kind === 'percent' ? `${text}%` : text;
}
