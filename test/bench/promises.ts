import type { Spread } from './harness.ts';
import { digits } from './report.ts';
import type { Report } from './report.ts';

/** Something that the project promises about its speed; which figure of which measurement shows it. */
type Promised = {
  readonly what: string;
  /** A ratio's name, or a line's and its figure's, both as patterns. */
  readonly shownBy: { readonly id: string; readonly ratio: RegExp } | { readonly id: string; readonly line: RegExp; readonly figure: string };
  readonly unit?: string;
  readonly sense: '≥' | '≤';
  readonly promised: number;
  /** What is possible on such a machine. */
  readonly limit: string;
  /** Words of `npm run bench --`, or the name of a long form. */
  readonly command: string;
};

const PROMISES: readonly Promised[] = [
  { what: 'appends of 16 callers ÷ one-row inserts over 16 connections', shownBy: { id: 'appends', ratio: /16 callers ÷ 16 bare/ }, sense: '≥', promised: 2, limit: '2.5', command: 'bench -- --only appends' },
  { what: 'appends of 256 callers ÷ `COPY`', shownBy: { id: 'appends', ratio: /256 callers ÷ COPY/ }, sense: '≥', promised: 0.6, limit: '0.7', command: 'bench -- --only appends' },
  { what: 'durable events over HTTP ÷ bare `unnest`', shownBy: { id: 'http', ratio: /^intake over HTTP ÷ unnest/ }, sense: '≥', promised: 0.4, limit: '1', command: 'bench -- --only http' },
  { what: 'single POSTs, 64 connections: p99 ÷ that of bare one-row inserts', shownBy: { id: 'http', ratio: /^p99 of single POSTs/ }, sense: '≤', promised: 5, limit: '', command: 'bench -- --only http' },
  { what: 'import of a file ÷ bare `unnest`', shownBy: { id: 'import', ratio: /import ÷ unnest/ }, sense: '≥', promised: 0.4, limit: '1', command: 'bench -- --only import' },
  { what: 'projecting ÷ reading the same events', shownBy: { id: 'projector', ratio: /projector ÷ reading/ }, sense: '≥', promised: 0.35, limit: '1', command: 'bench -- --only projector' },
  { what: 'projecting 1.3 million events: cost in the last tenth ÷ in the first', shownBy: { id: 'year', ratio: /cost of an event/ }, sense: '≤', promised: 1.2, limit: '1', command: 'test:year' },
  { what: 'memory of the import, last third of a year ÷ first third', shownBy: { id: 'year', ratio: /memory of the import/ }, sense: '≤', promised: 1.2, limit: '1', command: 'test:year' },
  { what: 'rebuilding by 2 workers ÷ counting the same log by one `group by`', shownBy: { id: 'rebuild', ratio: /^rebuild by 2 workers ÷ one group by/ }, sense: '≥', promised: 0.6, limit: '1', command: 'bench -- --only rebuild' },
  { what: 'rebuilding: cost of an event in the longest log ÷ in 0.5 million', shownBy: { id: 'rebuild', ratio: /^cost of an event in/ }, sense: '≤', promised: 1.2, limit: '1', command: 'bench -- --long --only rebuild' },
  { what: 'memory of a rebuild of 0.5 million events', shownBy: { id: 'rebuild', line: /, 1 worker$/, figure: 'rssMb' }, unit: 'MB', sense: '≤', promised: 512, limit: '', command: 'bench -- --only rebuild' },
  { what: 'from the log to the read model at 1,000 events a second over HTTP, p99', shownBy: { id: 'steady', line: /read model at 1,000$/, figure: 'p99Ms' }, unit: 'ms', sense: '≤', promised: 50, limit: '15 ms', command: 'bench -- --only steady' },
  { what: 'the same at 10,000 wanted, for ten minutes', shownBy: { id: 'steady', line: /read model at 10,000$/, figure: 'p99Ms' }, unit: 'ms', sense: '≤', promised: 50, limit: '15 ms', command: 'test:steady' },
  { what: '10,000 events a second for ten minutes: reached ÷ wanted', shownBy: { id: 'steady', ratio: /^10,000 .*reached ÷ wanted/ }, sense: '≥', promised: 1, limit: '1', command: 'test:steady' },
  { what: 'a quarter\'s table by level behind ten times as long a log', shownBy: { id: 'query', ratio: /table by level: .* ÷/ }, sense: '≤', promised: 1.5, limit: '1', command: 'bench -- --only query' },
  { what: '`npm start` to its end with the report, everything installed', shownBy: { id: 'start', line: /^npm start/, figure: 'firstSeconds' }, unit: 's', sense: '≤', promised: 60, limit: '', command: 'bench -- --only start' },
  { what: 'closing a province\'s quarter of 330,000 events, counting and checking: the server\'s processor time', shownBy: { id: 'closing', line: /closing/, figure: 'serverMs' }, unit: 'ms', sense: '≤', promised: 1_000, limit: '', command: 'bench -- --only closing' },
];

/** What stands around the table in README.md. */
export const [BEGIN, END] = ['<!-- promises: made by npm run bench -- --promises -->', '<!-- promises end -->'];

/** The promises as a table of Markdown, each by the newest of these results that shows it. */
export function promisesTable(kept: readonly Report[]): string {
  const rows = PROMISES.map((one) => {
    const found = kept.flatMap((report) => {
      const measured = valueIn(report, one);
      return measured === undefined ? [] : [{ report, measured }];
    })[0];
    const { what, sense, promised, unit = '', limit, command } = one;
    const [wanted, run] = [`${sense} ${promised.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`, `\`npm run ${command}\``];
    if (found === undefined) return `| ${what} | not measured yet | ${wanted} | ${limit} | | ${run} |`;
    const { measured, report: { at, load, machine } } = found;
    const isKept = sense === '≥' ? measured.median >= promised : measured.median <= promised;
    return `| ${what} | ${shown(measured, unit)} | ${wanted} | ${limit} | ${isKept ? 'yes' : '**no**'} | ${run}; ${at.slice(0, 10)}, ${machine.commit}, load ${load[0]} |`;
  });
  return ['| | Measured | Promised | Possible | Kept | Repeated by; measured when, at which commit |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** @throws Error when the text has no place for it. */
export function withPromises(readme: string, kept: readonly Report[]): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`There is no place for the table: ${BEGIN} … ${END}.`);
  return `${readme.slice(0, from + BEGIN.length)}\n${promisesTable(kept)}\n${readme.slice(to)}`;
}

function valueIn({ measurements }: Report, { shownBy }: Promised): Spread | undefined {
  const measured = measurements.find(({ id }) => id === shownBy.id);
  if ('ratio' in shownBy) return measured?.ratios.find(({ what }) => shownBy.ratio.test(what))?.ratio;
  return measured?.lines.find(({ what }) => shownBy.line.test(what))?.figures[shownBy.figure];
}

function shown({ median, min, max }: Spread, unit: string): string {
  return min === max ? digitsOf(median, unit) : `${digitsOf(median, unit)} (${digits(min)}–${digits(max)})`;
}

function digitsOf(value: number, unit: string): string {
  return `${digits(value)}${unit === '' ? '' : ` ${unit}`}`;
}
