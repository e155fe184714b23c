import { openStoreBy } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import type { Net } from './lines.ts';
import { Machine } from './machine.ts';

/** Something that works in a process, for as long as the process lives. */
export type Part = {
  /** Asks it to end, while the store is still open. */
  readonly stop: () => Promise<void>;
  /** Fulfils when it has, at the latest because the store was closed. */
  readonly ended: Promise<void>;
};
/** `die`: ends the process there and then. */
export type PartOf = (of: { readonly store: EventStore; readonly machine: Machine; readonly index: number; readonly die: () => void }) => Part;

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

export function startLedgerProcess(net: Net, index: number, partOf: PartOf, die: () => void): LedgerProcess {
  const { timeline } = net.surroundings;
  const machine = new Machine(timeline, `process ${index}`);
  let isEnded = false;
  const store = openStoreBy({ lines: net.linesOf(machine), timing: machine.timing }, {
    retryMsMax: timeline.oneOf(RETRY_MS_MAX), readersMax: 2, batch: { eventsMax: timeline.oneOf([1, 4, 1_000]), sizeMax: 100_000 },
    log: { warn: (_fields, message) => { timeline.mark(message); } },
  });
  const part = partOf({ store, machine, index, die });
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
      await part.stop();
      await store.close();
      await part.ended;
      timeline.mark('process ended in order');
    },
  };
}
