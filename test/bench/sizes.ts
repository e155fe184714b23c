import { SAMPLE_PARAMETERS } from '@motcua/simulator';

/** How much each measurement does. Numbers of events unless they say otherwise. */
export type Sizes = {
  /** In one run of each contender. */
  readonly appends: {
    readonly insertOne: number; readonly insertSixteen: number; readonly unnest: number; readonly copy: number;
    readonly oneCaller: number; readonly sixteenCallers: number; readonly sixtyFourCallers: number; readonly manyCallers: number; readonly batches: number;
  };
  /** `dossiers` of one run; `posts`: of one event each. */
  readonly http: { readonly dossiers: number; readonly unnest: number; readonly posts: number };
  /** `dossiers` in the file. */
  readonly import: { readonly dossiers: number; readonly unnest: number };
  readonly projector: { readonly events: number };
  /** `quarter`: its events; `history`: quarters of the same size before it, for each log; `pages` of one run of each list. */
  readonly query: { readonly quarter: number; readonly history: readonly number[]; readonly pages: number };
  /** `events` of the quarter that is closed. */
  readonly closing: { readonly events: number };
  readonly memory: { readonly megabytes: number };
  /** `count` of one run of each contender. */
  readonly dueDates: { readonly count: number };
  /** Logs of so many events, small first; `load`: more that come every second meanwhile. */
  readonly rebuild: { readonly events: readonly number[]; readonly load: number };
  readonly kurrentdb: { readonly oneCaller: number; readonly manyCallers: number };
  /** `dossiers` of each of four quarters. */
  readonly year: { readonly dossiers: number };
  /** Rates one after the other, each for so many `seconds`; of a quarter of so many `dossiers`, again and again. */
  readonly start: { readonly dossiers: number; readonly authorities: number };
  readonly steady: { readonly dossiers: number; readonly perSecond: readonly number[]; readonly seconds: number };
};

export const FULL: Sizes = {
  appends: {
    insertOne: 3_000, insertSixteen: 10_000, unnest: 40_000, copy: 60_000,
    oneCaller: 2_000, sixteenCallers: 16_000, sixtyFourCallers: 25_600, manyCallers: 40_960, batches: 40_000,
  },
  http: { dossiers: 12_000, unnest: 40_000, posts: 6_000 },
  import: { dossiers: 12_000, unnest: 40_000 },
  projector: { events: 100_000 },
  query: { quarter: 100_000, history: [0, 9], pages: 25 },
  closing: { events: 330_000 },
  memory: { megabytes: 1_000 },
  dueDates: { count: 10_000_000 },
  rebuild: { events: [500_000], load: 100 },
  kurrentdb: { oneCaller: 500, manyCallers: 6_400 },
  year: { dossiers: 25_000 },
  steady: { dossiers: 5_000, perSecond: [1_000, 3_000], seconds: 30 },
  start: SAMPLE_PARAMETERS,
};

/** Takes an hour more: logs of 10 and 5 million events, and the year of a province: about 370,000 dossiers, 1.3 million events. */
export const LONG: Sizes = {
  ...FULL, query: { ...FULL.query, history: [0, 9, 99] }, rebuild: { events: [500_000, 1_000_000, 2_000_000, 5_000_000], load: 100 },
  year: { dossiers: 92_500 }, steady: { dossiers: 5_000, perSecond: [10_000], seconds: 600 },
};

/** Proves that everything works; its numbers mean nothing. */
export const QUICK: Sizes = {
  appends: {
    insertOne: 40, insertSixteen: 160, unnest: 2_000, copy: 2_000,
    oneCaller: 40, sixteenCallers: 160, sixtyFourCallers: 640, manyCallers: 1_024, batches: 1_000,
  },
  http: { dossiers: 300, unnest: 1_000, posts: 64 },
  import: { dossiers: 300, unnest: 1_000 },
  projector: { events: 2_000 },
  query: { quarter: 1_000, history: [0, 1], pages: 2 },
  closing: { events: 1_000 },
  memory: { megabytes: 2 },
  dueDates: { count: 20_000 },
  rebuild: { events: [1_000], load: 20 },
  kurrentdb: { oneCaller: 40, manyCallers: 640 },
  year: { dossiers: 100 },
  steady: { dossiers: 100, perSecond: [200], seconds: 1 },
  start: { dossiers: 300, authorities: 24 },
};
