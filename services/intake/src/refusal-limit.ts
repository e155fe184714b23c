import { LRUCache } from 'lru-cache';

const MINUTE_MS = 60_000;
/** More addresses than this at once share nothing: the longest silent one is forgotten. */
const ADDRESSES_MAX = 10_000;

/** Counts refused items by remote address and minute. */
export type RefusalLimit = {
  readonly note: (address: string, refused: number) => void;
  /** Seconds until the address may send again; 0 = it may. */
  readonly waitSeconds: (address: string) => number;
};

export function createRefusalLimit(perMinute: number, clock: () => number): RefusalLimit {
  const windows = new LRUCache<string, { readonly since: number; refused: number }>({ max: ADDRESSES_MAX });
  const current = (address: string) => {
    const window = windows.get(address);
    if (window === undefined) return undefined;
    const age = clock() - window.since;
    // A clock that was set back would keep an address out for as long as it was set back.
    return age >= 0 && age < MINUTE_MS ? window : undefined;
  };
  return {
    note: (address, refused) => {
      const window = current(address) ?? { since: clock(), refused: 0 };
      window.refused += refused;
      windows.set(address, window);
    },
    waitSeconds: (address) => {
      const window = current(address);
      if (window === undefined || window.refused < perMinute) return 0;
      return Math.max(1, Math.ceil((window.since + MINUTE_MS - clock()) / 1000));
    },
  };
}
