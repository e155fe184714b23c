import { openStoreBy } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import type { Follower } from './follower.ts';
import { Machine } from './machine.ts';
import type { Net } from './lines.ts';

/** One life of a process of the ledger. */
export type LedgerProcess = {
  readonly store: EventStore;
  /** Somebody may still ask it, although it may not take anything any more. */
  readonly isAlive: () => boolean;
  readonly isWorking: () => boolean;
  readonly kill: () => void;
  readonly standStill: (ms: number) => void;
  /** As with SIGTERM: what is under way is finished. */
  readonly end: () => Promise<void>;
};

const RETRY_MS_MAX = [400, 5_000] as const;

export function startLedgerProcess(net: Net, name: string, follower: Follower): LedgerProcess {
  const { timeline } = net.surroundings;
  const machine = new Machine(timeline, name);
  let isEnded = false;
  const store = openStoreBy({ lines: net.linesOf(machine), timing: machine.timing }, {
    retryMsMax: timeline.oneOf(RETRY_MS_MAX), readersMax: 2, batch: { eventsMax: timeline.oneOf([1, 4, 1_000]), sizeMax: 100_000 },
    log: { warn: (_fields, message) => { timeline.mark(message); } },
  });
  const stopping = new AbortController();
  const following = follower.follow(store, machine.timing.sleep, timeline.chance() < 0.5 ? stopping.signal : new AbortController().signal);
  return {
    store,
    isAlive: () => machine.isAlive,
    isWorking: () => machine.isAlive && !isEnded,
    kill: () => {
      machine.kill();
      net.closeLinesOf(machine);
    },
    standStill: (ms) => { machine.standStill(ms); },
    end: async () => {
      isEnded = true;
      stopping.abort();
      await store.close();
      await following;
      timeline.mark('process ended in order');
    },
  };
}
