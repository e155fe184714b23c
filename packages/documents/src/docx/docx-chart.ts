import { AlignmentType, Paragraph } from 'docx';
import { ChartRun } from 'docx/charts';
import type { BarChartBaseOptions, CategoryChartOptions, ChartLine, ChartMarker, ChartRunOptions, ChartSeries } from 'docx/charts';
import type { Chart } from '../form-document.ts';
import { FEW_BARS, FEW_MARKS } from '../charts/density.ts';
import { GREYS, isDark } from '../charts/shades.ts';

/** A chart as Word's own, with the numbers behind it; told apart by shades, dashes and marks, so that it can be copied in black and white. */
export function docxChart(chart: Chart, width: number): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, keepLines: true, children: [new ChartRun(optionsOf(chart, Math.min(WIDTH_MAX, Math.floor(width / TWIPS_A_PIXEL))))] });
}

const TWIPS_A_PIXEL = 15;
/** So that two fit on a sheet, whichever way it lies, and on an upright one what is signed under them. */
const WIDTH_MAX = 604;
const FONT = { name: 'Times New Roman', color: '000000' } as const;
const DASHES = ['solid', 'dash', 'shortDot', 'longDashDot'] as const satisfies readonly ChartLine['dash'][];
const MARKS = ['circle', 'square', 'triangle', 'diamond'] as const satisfies readonly ChartMarker['shape'][];

function optionsOf(chart: Chart, width: number): ChartRunOptions {
  const { title, form, kind, categories, categoryLabel, series, target } = chart;
  // Without a fixed number of decimals Excel's own format writes 100 without a comma behind it.
  const [ticks, format] = kind === 'integer' ? ['[$-42A]#,##0', '[$-42A]#,##0'] : ['[$-42A]General"%"', '[$-42A]0.00"%"'];
  const common = {
    title: { text: title, font: { size: 12, bold: true } }, font: FONT, categories, transformation: { width, height: Math.round(width * 0.5) },
    categoryAxis: { title: categoryLabel, ...(form === 'level_bars' ? { reverseOrder: true } : {}) },
    // With the first category above the others, the values would stand at the top.
    valueAxis: { numberFormat: ticks, ...(form === 'level_bars' ? { crossesAt: 'maximum' } : {}), ...(kind === 'percent' ? { maximum: 100 } : {}), ...(kind === 'integer' || form !== 'lines' ? { minimum: 0 } : {}) },
    ...(series.length + (target === undefined ? 0 : 1) === 1 ? { legend: false } : {}),
    altText: { name: title, description: descriptionOf(chart) },
  } as const satisfies Partial<CategoryChartOptions>;
  const goal = target === undefined ? [] : [{ name: target.label, values: categories.map(() => target.value), type: 'line', color: '000000', dataLabels: false, line: { dash: 'shortDash', width: 1, color: '000000' } } as const];
  if (form === 'lines') {
    const lines = series.map(({ label, values }, index) => ({
      name: label, values, color: '000000', line: { color: '000000', width: 1.5, dash: DASHES[index] ?? 'solid' }, markers: categories.length > FEW_MARKS ? false : { shape: MARKS[index] ?? 'circle', size: 7 },
    }));
    return { ...common, type: 'line', series: [...lines, ...goal] };
  }
  const bars = series.map(({ label, values }, index) => ({ name: label, values, color: GREYS[index] ?? '000000', ...(target === undefined || form !== 'bars' ? {} : labelsUnder(target.value, values, index, format)) }));
  const few = categories.length * series.length <= FEW_BARS;
  const shape = { ...common, gapWidth: 60, overlap: 0, dataLabels: { value: few, numberFormat: format } } as const satisfies Partial<BarChartBaseOptions>;
  // Level bars take no line across: the target stands in the description and in the text.
  return form === 'bars' ? { ...shape, type: 'column', series: [...bars, ...goal] } : { ...shape, type: 'bar', series: bars };
}

/** Numbers within their bars, where the line of the target does not cross them; above a bar that has no room for one. */
function labelsUnder(target: number, values: Chart['series'][number]['values'], series: number, numberFormat: string): Pick<ChartSeries, 'dataLabels' | 'pointLabels'> {
  const highest = Math.max(target, ...values.map((value) => value ?? 0));
  const above = { value: true, position: 'outsideEnd', numberFormat } as const;
  return {
    dataLabels: { value: true, position: 'insideEnd', numberFormat, font: { color: isDark(series) ? 'FFFFFF' : '000000' } },
    pointLabels: values.map((value) => (value !== null && value < highest * ROOM_FOR_LABEL ? above : undefined)),
  };
}

/** Of the axis: bars that are shorter have no room for their number. */
const ROOM_FOR_LABEL = 0.15;

function descriptionOf({ title, series, categories }: Chart): string {
  return `Biểu đồ: ${title}; ${series.map(({ label }) => label).join(', ')}; ${categories.length} mục.`;
}
