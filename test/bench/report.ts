import type { Spread } from './harness.ts';
import type { Machine } from './machine.ts';
import type { Findings } from './measurement.ts';

/** Everything of one run; what is written as JSON. `load`: at the beginning and at the end. */
export type Report = {
  readonly at: string;
  readonly machine: Machine;
  readonly load: readonly [number, number];
  readonly size: 'full' | 'quick' | 'long';
  readonly rounds: number;
  readonly measurements: readonly MeasurementReport[];
};

export type MeasurementReport = Findings & { readonly id: string; readonly title: string };

/** As small as it can be read: four digits are more than the machine repeats. */
export function reportJson(report: Report): string {
  const short = (_key: string, value: unknown): unknown =>
    (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value);
  const text = JSON.stringify(report, short, 1);
  // A spread and a line's figures on one line each.
  return `${text.replace(/\{\s*"median": ([^,]+),\s*"min": ([^,]+),\s*"max": ([^\s}]+)\s*\}/g, '{ "median": $1, "min": $2, "max": $3 }')}\n`;
}

/** One measurement for people: medians with their ranges. */
export function measurementText({ title, lines, ratios }: MeasurementReport): string {
  const rows = lines.flatMap(({ what, figures }) => Object.entries(figures).map(([figure, spread], index) =>
    ({ what: index === 0 ? what : '', figure: `${shown(spread)} ${UNITS[figure] ?? figure}` })));
  const compared = ratios.map(({ what, ratio, aim }) => ({ what, figure: `${shown(ratio)}${aim === undefined ? '' : `   aim ${aim}`}` }));
  const width = Math.max(...[...rows, ...compared].map(({ what }) => what.length));
  const text = (row: { readonly what: string; readonly figure: string }): string => `  ${row.what.padEnd(width)}  ${row.figure}`;
  return ['', title, ...rows.map(text), ...(compared.length > 0 ? ['  ratios, round by round', ...compared.map(text)] : [])].join('\n');
}

/** The heading of the whole. */
export function headingText({ machine, rounds, size }: Pick<Report, 'machine' | 'rounds' | 'size'>): string {
  const { cores, memory, system, processor, node, postgres, commit } = machine;
  return [
    `Benchmark of ${commit} on ${cores} cores (${processor}), ${memory} GB, ${system}; Node ${node}, PostgreSQL ${postgres}, fsync on`,
    `Medians of ${rounds} interleaved rounds, (least–most)${size === 'quick' ? '; QUICK: sizes so small that the numbers mean nothing' : ''}. Aims are for information.`,
  ].join('\n');
}

const UNITS: Readonly<Record<string, string>> = {
  eventsPerSecond: 'events/s', p50Ms: 'ms p50', p99Ms: 'ms p99', mostMs: 'ms at most', requestP50Ms: 'ms p50 of a request', requestP99Ms: 'ms p99 of a request', ms: 'ms', serverMs: 'ms of the server\'s processor', countingMs: 'ms counting', checkingMs: 'ms checking', rssMb: 'MB', firstThirdMb: 'MB in the first third', lastThirdMb: 'MB in the last third', processorMicrosecondsPerEvent: 'µs of its processor an event', megabytesPerSecond: 'MB/s',
  microsecondsPerEvent: 'µs an event', wholeSeconds: 's in all', switchMs: 'ms of waiting readers', eventsMeanwhile: 'events meanwhile', bytesPerEvent: 'bytes an event',
  answersMeanwhile: 'answers meanwhile', slowestAnswerMs: 'ms the slowest of them', groupByMs: 'ms for one group by', firstSeconds: 's the first time', againSeconds: 's the second time',
  datesPerSecond: 'dates/s', nanoseconds: 'ns each', heapGrowthBytes: 'bytes more on the heap after a year',
};

function shown({ median, min, max }: Spread): string {
  const middle = digits(median).padStart(9);
  return min === max ? middle : `${middle} (${digits(min)}–${digits(max)})`;
}

/** Three digits that count, thousands apart. */
export function digits(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
