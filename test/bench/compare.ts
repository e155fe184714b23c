import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spread } from './harness.ts';
import { shortDescription } from './machine.ts';
import { digits } from './report.ts';
import type { MeasurementReport, Report } from './report.ts';

/** Every result that is kept in a folder, newest first. */
export async function keptReports(folder: string): Promise<readonly Report[]> {
  const names = await readdir(folder).catch(() => []);
  const reports = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => readReport(join(folder, name))));
  return reports.toSorted((a, b) => b.at.localeCompare(a.at));
}

/** @throws Error that names the file when there is no result in it. */
export async function readReport(file: string): Promise<Report> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch (cause) {
    throw new Error(`${file} is not a result of the benchmark.`, { cause });
  }
}

/**
 * How a result differs from an earlier one of the same machine and size, measurement by measurement; each is compared with the
 * newest earlier result that has it. Drift is `now ÷ then`; it is only called faster or slower when the ranges do not meet.
 *
 * @param kept - As `keptReports`; the result itself and later ones may be among them.
 */
export function comparisonText(now: Report, kept: readonly Report[]): string {
  const earlier = kept.filter((one) => one.at < now.at && one.size === now.size && isSameMachine(one, now));
  if (earlier.length === 0) return `\nNothing to compare with: no earlier result of size ${now.size} from a machine like this one (${machineText(now)}) is kept.`;
  const parts = now.measurements.map((measured) => {
    const before = earlier.find(({ measurements }) => measurements.some(({ id }) => id === measured.id));
    const then = before?.measurements.find(({ id }) => id === measured.id);
    return before === undefined || then === undefined
      ? `\n${measured.title}\n  nothing to compare with: no earlier result has ${measured.id}`
      : `\n${measured.title}: ${now.machine.commit} ÷ ${before.machine.commit} of ${before.at.slice(0, 10)} (load ${before.load[0]}, now ${now.load[0]})\n${drifts(measured, then).join('\n')}`;
  });
  return ['\nDrift, now ÷ then (of the medians; ratios say more than times, because both sides of a ratio met the same machine)', ...parts].join('\n');
}

function isSameMachine(a: Report, b: Report): boolean {
  return machineText(a) === machineText(b);
}

function machineText({ machine }: Report): string {
  return `${shortDescription(machine)}, ${machine.processor}`;
}

function drifts(now: MeasurementReport, then: MeasurementReport): readonly string[] {
  const [after, before] = [valuesOf(now), valuesOf(then)];
  const rows = [...after].flatMap(([what, spread]) => {
    const old = before.get(what);
    return old === undefined ? [] : [{ what, drift: digits(spread.median / old.median), word: wordOf(what, spread, old) }];
  });
  const gone = after.size - rows.length;
  const width = Math.max(0, ...rows.map(({ what }) => what.length));
  return [
    ...rows.map(({ what, drift, word }) => `  ${what.padEnd(width)}  ${drift.padStart(7)}${word}`),
    ...(gone === 0 ? [] : [`  ${gone} figures were not measured then`]),
  ];
}

/** Every figure and ratio of a measurement by a name of its own. */
function valuesOf({ lines, ratios }: MeasurementReport): ReadonlyMap<string, Spread> {
  return new Map([
    ...lines.flatMap(({ what, figures }) => Object.entries(figures).map(([figure, spread]) => [`${what}: ${figure}`, spread] as const)),
    ...ratios.map(({ what, ratio }) => [what, ratio] as const),
  ]);
}

/** A figure a second is the better the higher; times, sizes and costs the lower; of a ratio nobody says. */
function wordOf(what: string, now: Spread, then: Spread): string {
  if (now.min <= then.max && then.min <= now.max) return '';
  const isHigher = now.median > then.median;
  if (!what.includes(': ')) return isHigher ? '  higher' : '  lower';
  return isHigher === /PerSecond$/.test(what) ? '  better' : '  worse';
}
