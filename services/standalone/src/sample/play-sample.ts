import type { EventStore } from '@motcua/event-store';
import { simulate } from '@motcua/simulator';
import type { Simulation } from '@motcua/simulator';
import { play } from './player.ts';
import type { Sender } from './player.ts';
import { showProgress } from './progress.ts';
import { markSampleFinished, markSampleStarted, readSampleState } from './sample-mark.ts';

/** What became of the wish to have the sample quarter. */
export type SampleOutcome = 'played' | 'already_there' | 'log_not_empty';

export type SampleOptions = {
  readonly ownerUrl: string;
  readonly store: EventStore;
  /** Where the intake answers. */
  readonly baseUrl: string;
  readonly out: NodeJS.WriteStream;
  readonly signal: AbortSignal;
};

/**
 * Plays the sample quarter unless this database has it. A play that was cut short is played again from its beginning:
 * the ids are deterministic, so what is in the log already is answered as a duplicate.
 */
export async function ensureSample(options: SampleOptions): Promise<SampleOutcome> {
  const { ownerUrl, store, out } = options;
  const state = await readSampleState(ownerUrl);
  if (state === 'finished') return 'already_there';
  if (state === 'none' && (await store.head()).position > 0) return 'log_not_empty';
  await markSampleStarted(ownerUrl);
  const simulation = simulate();
  const senders = sendersOf(simulation);
  out.write(`Phát lại quý mẫu: ${String(simulation.parameters.dossiers)} hồ sơ của ${String(simulation.counters.length)} đơn vị, gửi qua HTTP.\n`);
  const progress = showProgress('Gửi sự kiện', countEvents(simulation), out);
  try {
    // Authorities and procedures first: a dossier of an unknown authority would be a finding.
    const [reference, ...counters] = senders;
    await play(reference === undefined ? [] : [reference], { ...options, onProgress: progress.add });
    await play(counters, { ...options, onProgress: progress.add });
  } finally {
    progress.end();
  }
  await markSampleFinished(ownerUrl);
  return 'played';
}

/** The keeper of the reference data, then the counters. */
export function sendersOf(simulation: Simulation): readonly Sender[] {
  return [
    { path: '/v1/reference-events', events: simulation.referenceEvents },
    // The busiest first: no single counter is left to be waited for.
    ...simulation.counters.toSorted((a, b) => b.targets.dossiers - a.targets.dossiers).map(({ events }) => ({ path: '/v1/dossier-events', events })),
  ];
}

function countEvents(simulation: Simulation): number {
  return simulation.counters.reduce((all, counter) => all + counter.countEvents(), simulation.referenceEvents.length);
}
