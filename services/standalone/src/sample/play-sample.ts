import type { EventStore } from '@motcua/event-store';
import { SAMPLE_PARAMETERS, simulate } from '@motcua/simulator';
import type { Simulation, SimulationParameters } from '@motcua/simulator';
import type { Output } from '../output.ts';
import { play } from './player.ts';
import type { PlayOptions, Sender } from './player.ts';
import { showProgress } from './progress.ts';
import { markSampleFinished, markSampleStarted, readSampleState } from './sample-mark.ts';

/** What became of the wish to have a sample, and which one the database has: it may be another one than was wished for. */
export type SampleOutcome = { readonly kind: 'log_not_empty' } | { readonly kind: 'played' | 'already_there'; readonly parameters: SimulationParameters };

export type SampleOptions = {
  readonly ownerUrl: string;
  readonly store: EventStore;
  /** Where the intake answers. */
  readonly baseUrl: string;
  /** Which sample; what is not given is as in the sample quarter, or as in the play that is there. */
  readonly wish: Partial<SimulationParameters>;
  readonly out: Output;
  readonly signal: AbortSignal;
};

/**
 * Plays the sample quarter unless this database has it. A play that was cut short is played again from its beginning:
 * the ids are deterministic, so what is in the log already is answered as a duplicate.
 */
export async function ensureSample(options: SampleOptions): Promise<SampleOutcome> {
  const { ownerUrl, store, out, wish } = options;
  const state = await readSampleState(ownerUrl);
  if (state.kind === 'finished') return { kind: 'already_there', parameters: state.parameters };
  if (state.kind === 'none' && (await store.head()).position > 0) return { kind: 'log_not_empty' };
  const parameters = state.kind === 'started' ? state.parameters : { ...SAMPLE_PARAMETERS, ...wish };
  const simulation = simulate(parameters);
  await markSampleStarted(ownerUrl, parameters);
  out.write(`${state.kind === 'started' ? 'Phát tiếp' : 'Phát lại'} quý mẫu: ${String(parameters.dossiers)} hồ sơ của ${String(simulation.counters.length)} đơn vị, gửi qua HTTP.\n`);
  const progress = showProgress('Gửi sự kiện', countEvents(simulation), out);
  try {
    await playSimulation(simulation, { ...options, onProgress: progress.add });
  } finally {
    progress.end();
  }
  await markSampleFinished(ownerUrl);
  return { kind: 'played', parameters };
}

/**
 * Plays all that a simulation holds. Authorities and procedures first: a dossier of an unknown authority would be a
 * finding, and one of an unknown procedure would have no limit.
 *
 * @throws as {@link play}
 */
export async function playSimulation(simulation: Simulation, options: PlayOptions): Promise<void> {
  const { reference, counters } = sendersOf(simulation);
  await play([reference], options);
  await play([...counters, { path: '/v1/feedback-events', events: simulation.feedbackEvents }], options);
}

/** The keeper of the reference data and the counters, the busiest first: no single counter is left to be waited for. */
export function sendersOf(simulation: Simulation): { readonly reference: Sender; readonly counters: readonly Sender[] } {
  return {
    reference: { path: '/v1/reference-events', events: simulation.referenceEvents },
    counters: simulation.counters.toSorted((a, b) => b.targets.dossiers - a.targets.dossiers).map(({ events }) => ({ path: '/v1/dossier-events', events })),
  };
}

function countEvents(simulation: Simulation): number {
  return simulation.counters.reduce((all, counter) => all + counter.countEvents(), simulation.referenceEvents.length + simulation.feedbackEvents.length);
}
