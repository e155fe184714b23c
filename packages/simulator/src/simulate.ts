import { LEVELS } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { countsOf } from './catalogue/authorities.ts';
import { buildCatalogue, partnersOf, proceduresOf } from './catalogue/catalogue.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { referenceEvents } from './catalogue/reference-events.ts';
import type { SimulatedFeedbackEvent, SimulatedReferenceEvent } from './cloud-events.ts';
import { simulateCounter } from './counter.ts';
import type { SimulatedCounter } from './counter.ts';
import { simulateFeedback } from './feedback.ts';
import { randomStreams } from './random.ts';
import { spreadPaths } from './spread.ts';
import { SAMPLE_DOSSIERS, samplePaths, totalsOf } from './targets.ts';
import type { Totals } from './targets.ts';
import { SAMPLE_PERIOD } from './working-time.ts';

/** `authorities`: 3 to 100,000 over all levels (the root not counted). `dossiers`: 1 to 20,000,000. `seed`: 0 to 2³² − 1. */
export type SimulationParameters = { readonly seed: number; readonly authorities: number; readonly dossiers: number };

/** A simulated quarter: what is sent, by whom, and what it must add up to. Nothing is generated before it is asked for. */
export type Simulation = {
  readonly parameters: SimulationParameters;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate };
  readonly catalogue: Catalogue;
  /** To be posted before anything else. */
  readonly referenceEvents: readonly SimulatedReferenceEvent[];
  /** One per authority; counters are independent of each other and may be played in any order or at once. */
  readonly counters: readonly SimulatedCounter[];
  /** Phản ánh, kiến nghị: the same few of every size, in order of each. */
  readonly feedbackEvents: readonly SimulatedFeedbackEvent[];
  /** What the dossiers of each level add up to over the period, and all together. */
  readonly targets: Readonly<Record<Level | 'all', Totals>>;
};

/** The sample quarter as it is played by default. */
export const SAMPLE_PARAMETERS: SimulationParameters = { seed: 2024, authorities: 171, dossiers: SAMPLE_DOSSIERS };

/**
 * The sample quarter of a province, 15/12/2023–14/03/2024: the events of all its counters.
 * The same parameters give the same bytes, so a play that stopped half-way is simply played again.
 *
 * @throws AppError `PARAMETER_INVALID` when a parameter is out of range.
 */
export function simulate(options: Partial<SimulationParameters> = {}): Simulation {
  const parameters = { ...SAMPLE_PARAMETERS, ...options };
  checkParameters(parameters);
  const catalogue = buildCatalogue(countsOf(parameters.authorities));
  const paths = samplePaths(parameters.dossiers);
  const streams = randomStreams(parameters.seed);
  const spread = spreadPaths(streams.next().value(), catalogue.authorities, paths);
  const partners = partnersOf(catalogue);
  const counters = catalogue.authorities.map((authority, index) =>
    simulateCounter(streams.next().value, authority, { procedures: proceduresOf(catalogue, authority), partners: partners[authority.level] }, spread[index] ?? []));
  const { province, district, commune } = paths;
  return {
    parameters, period: SAMPLE_PERIOD, catalogue, referenceEvents: referenceEvents(catalogue), counters, feedbackEvents: simulateFeedback(catalogue.authorities),
    targets: {
      province: totalsOf(province), district: totalsOf(district), commune: totalsOf(commune),
      all: totalsOf(LEVELS.flatMap((level) => paths[level])),
    },
  };
}

/** @throws AppError `PARAMETER_INVALID` that names everything out of range. */
export function checkParameters({ seed, authorities, dossiers }: SimulationParameters): void {
  const ranges = [
    ['seed', seed, 0, 0xffff_ffff], ['authorities', authorities, LEVELS.length, 100_000], ['dossiers', dossiers, 1, 20_000_000],
  ] as const;
  const errors = ranges.flatMap(([name, value, min, max]) =>
    Number.isInteger(value) && value >= min && value <= max ? [] : [{ pointer: `/${name}`, detail: `must be a whole number from ${min} to ${max}` }]);
  if (errors.length > 0) throw new AppError('PARAMETER_INVALID', `The sample cannot be made: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join(', ')}.`, { errors });
}
