import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { appends } from './appends.ts';
import { startBenchServer } from './bench-server.ts';
import { closing } from './closing.ts';
import { comparisonText, keptReports, readReport } from './compare.ts';
import { dueDates } from './due-dates.ts';
import { http } from './http.ts';
import { importing } from './import.ts';
import { kurrentdb } from './kurrentdb.ts';
import { describeMachine, load, shortDescription } from './machine.ts';
import type { Measurement } from './measurement.ts';
import { memory } from './memory.ts';
import { readOptions, USAGE } from './options.ts';
import type { BenchOptions } from './options.ts';
import { progressOn } from './progress.ts';
import { projector } from './projector.ts';
import { withPromises } from './promises.ts';
import { query } from './query.ts';
import { rebuilding } from './rebuild.ts';
import { headingText, measurementText, reportJson } from './report.ts';
import type { MeasurementReport, Report } from './report.ts';
import { FULL, LONG, QUICK } from './sizes.ts';
import type { Sizes } from './sizes.ts';
import { starting } from './start.ts';
import { steady } from './steady.ts';
import { year } from './year.ts';

// npm run bench: how fast the ledger is on this machine, beside what the machine can do. See options.ts for the words.
const SIZES = { full: FULL, quick: QUICK, long: LONG };
const MEASUREMENTS: readonly Measurement[] = [appends, http, importing, projector, query, closing, memory, dueDates, rebuilding, kurrentdb, year, steady, starting];

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => { interrupted.abort('Interrupted: everything that was begun is removed, nothing is written.'); });
}
const options = askedFor(process.argv.slice(2));
if (options !== undefined) {
  try {
    const folder = options.out ?? join(import.meta.dirname, 'results');
    await (options.promises ? writePromises(folder) : compareOrMeasure(options, folder));
  } catch (error) {
    console.error(interrupted.signal.aborted ? `\n${String(interrupted.signal.reason)}` : error);
    process.exitCode = interrupted.signal.aborted ? 130 : 1;
  }
}

async function compareOrMeasure(options: BenchOptions, folder: string): Promise<void> {
  const [given, earlier] = await Promise.all(options.results.map(readReport));
  const report = given ?? await run(options, interrupted.signal);
  if (options.compare) console.log(comparisonText(report, earlier === undefined ? await keptReports(folder) : [earlier]));
  if (given === undefined) console.log(`\nWritten to ${relative('.', await write(report, folder))}`);
}

async function writePromises(folder: string): Promise<void> {
  const readme = join(import.meta.dirname, '..', '..', 'README.md');
  await writeFile(readme, withPromises(await readFile(readme, 'utf8'), await keptReports(folder)));
}

function askedFor(words: readonly string[]): BenchOptions | undefined {
  try {
    return readOptions(words, MEASUREMENTS.map(({ id }) => id));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exitCode = 1;
    return undefined;
  }
}

async function run({ only, rounds, size, load: asked }: BenchOptions, signal: AbortSignal): Promise<Report> {
  const progress = progressOn(process.stderr);
  progress.show('starting a server of its own');
  const server = await startBenchServer();
  try {
    const about = { machine: await describeMachine(server.version), rounds, size } as const;
    const [at, loadBefore] = [new Date().toISOString(), load()];
    progress.clear();
    console.log(headingText(about));
    const measurements: MeasurementReport[] = [];
    const wanted = MEASUREMENTS.filter(({ id }) => only.includes(id));
    for (const [index, { id, title, measure }] of wanted.entries()) {
      signal.throwIfAborted();
      const onRun = (what: string): void => { progress.show(`[${index + 1} of ${wanted.length}] ${id}: ${what}`); };
      const findings = { id, title, ...await measure({ server, sizes: sizesOf(size, asked), rounds, warmUps: size === 'quick' ? 0 : 1, signal, onRun }) };
      progress.clear();
      console.log(measurementText(findings));
      measurements.push(findings);
    }
    return { at, ...about, load: [loadBefore, load()], measurements };
  } finally {
    progress.clear();
    await server.stop();
  }
}

function sizesOf(size: BenchOptions['size'], { rate, seconds }: BenchOptions['load']): Sizes {
  const { steady: usual, ...others } = SIZES[size];
  return { ...others, steady: { ...usual, perSecond: rate === undefined ? usual.perSecond : [rate], seconds: seconds ?? usual.seconds } };
}

async function write(report: Report, folder: string): Promise<string> {
  const parts = report.measurements.length === MEASUREMENTS.length ? [] : report.measurements.map(({ id }) => id);
  const name = [report.at.slice(0, 10), shortDescription(report.machine), report.machine.commit.replace('+', '-changed'), ...(report.size === 'full' ? [] : [report.size]), ...parts].join('-');
  const file = join(folder, `${name}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, reportJson(report));
  return file;
}
