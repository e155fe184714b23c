import { LEVELS } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { apportion } from './apportion.ts';

/**
 * Where a dossier comes from: already received or already waiting when the period begins, submitted online in the period,
 * or handed in (at the counter or by post) in the period.
 */
export type Origin = 'opening_received' | 'opening_awaiting' | 'submitted' | 'handed_in';

/**
 * Where it stands when the period ends. After a reception: resolved `on_time` (or early) or `late`, `closed` otherwise
 * (withdrawn or terminated), still `open`. Before one: `refused`, `withdrawn`, still `awaiting`.
 */
export type Ending = 'on_time' | 'late' | 'closed' | 'open' | 'refused' | 'withdrawn' | 'awaiting';

/** The way of a dossier through the period. Whole paths are spread over authorities, so every book balances in each of them. */
export type Path = { readonly origin: Origin; readonly ending: Ending };
export type PathCount = Path & { readonly count: number };
export type LevelPaths = Readonly<Record<Level, readonly PathCount[]>>;

/** Counts of dossiers, named as the ledger names its figures. `inProgress` includes `awaitingReception`. */
export type Totals = {
  readonly dossiers: number;
  readonly openingReceived: number;
  readonly openingAwaiting: number;
  readonly submitted: number;
  readonly received: number;
  readonly receivedOnline: number;
  readonly refused: number;
  readonly closedBeforeReception: number;
  readonly resolved: number;
  readonly resolvedOnTime: number;
  readonly resolvedLate: number;
  readonly closedAfterReception: number;
  readonly inProgress: number;
  readonly awaitingReception: number;
};

/** Dossiers of the sample quarter at full size. */
export const SAMPLE_DOSSIERS = 91_518;

const RECEIVED = ['on_time', 'late', 'closed', 'open'] as const;
const WAITING = [...RECEIVED, 'refused', 'withdrawn', 'awaiting'] as const;

/**
 * The sample quarter, in the order of `RECEIVED` or `WAITING`. `online`: everything that waited for its reception in the
 * period; `openingAwaiting`: the part of it that was submitted before.
 *
 * @source Báo cáo công tác cải cách hành chính quý I năm 2024 của UBND tỉnh Thừa Thiên Huế, mục II.2.c, its consistent figures;
 *   what that report does not print (opening stock, refused, withdrawn) is chosen so that every level balances.
 */
const SAMPLE = {
  province: {
    openingReceived: [472, 83, 15, 30], handedIn: [2_556, 28, 155, 310],
    online: [13_998, 154, 852, 1_697, 320, 40, 407], openingAwaiting: [92, 2, 6, 8, 8, 2, 2],
  },
  district: {
    openingReceived: [1_173, 207, 40, 80], handedIn: [11_289, 693, 1_459, 3_405],
    online: [7_132, 438, 922, 2_150, 210, 25, 360], openingAwaiting: [66, 5, 9, 20, 6, 2, 2],
  },
  commune: {
    openingReceived: [561, 99, 20, 20], handedIn: [15_356, 161, 1_259, 1_088],
    online: [18_583, 194, 1_524, 1_318, 430, 35, 170], openingAwaiting: [46, 1, 4, 2, 5, 1, 1],
  },
} as const;

/** The paths of the sample quarter for a number of dossiers; any number gives a set that balances. */
export function samplePaths(dossiers: number): LevelPaths {
  const all = LEVELS.flatMap((level) => fullSize(level).map((path) => ({ level, ...path })));
  const counts = apportion(dossiers, all.map((path) => path.count));
  const ofLevel = (level: Level): readonly PathCount[] => all.flatMap(({ level: own, ...path }, index) =>
    own === level ? [{ ...path, count: counts[index] ?? 0 }] : []);
  return { province: ofLevel('province'), district: ofLevel('district'), commune: ofLevel('commune') };
}

/** What paths add up to. */
export function totalsOf(paths: readonly PathCount[]): Totals {
  const sum = (matches: (path: Path) => boolean): number => paths.reduce((all, path) => all + (matches(path) ? path.count : 0), 0);
  const resolvedOnTime = sum(({ ending }) => ending === 'on_time');
  const resolvedLate = sum(({ ending }) => ending === 'late');
  return {
    dossiers: sum(() => true),
    openingReceived: sum(({ origin }) => origin === 'opening_received'),
    openingAwaiting: sum(({ origin }) => origin === 'opening_awaiting'),
    submitted: sum(({ origin }) => origin === 'submitted'),
    received: sum((path) => wasReceived(path) && path.origin !== 'opening_received'),
    receivedOnline: sum((path) => wasReceived(path) && waited(path)),
    refused: sum(({ ending }) => ending === 'refused'),
    closedBeforeReception: sum(({ ending }) => ending === 'withdrawn'),
    resolved: resolvedOnTime + resolvedLate, resolvedOnTime, resolvedLate,
    closedAfterReception: sum(({ ending }) => ending === 'closed'),
    inProgress: sum(({ ending }) => ending === 'open' || ending === 'awaiting'),
    awaitingReception: sum(({ ending }) => ending === 'awaiting'),
  };
}

/** Whether the dossier has been received by the end of the period. */
export function wasReceived({ ending }: Path): boolean {
  return ending === 'on_time' || ending === 'late' || ending === 'closed' || ending === 'open';
}

/** Whether the dossier waited for its reception at some time in the period. */
function waited({ origin }: Path): boolean {
  return origin === 'opening_awaiting' || origin === 'submitted';
}

function fullSize(level: Level): readonly PathCount[] {
  const { openingReceived, handedIn, online, openingAwaiting } = SAMPLE[level];
  return [
    ...RECEIVED.map((ending, at) => ({ origin: 'opening_received', ending, count: openingReceived[at] ?? 0 }) as const),
    ...WAITING.map((ending, at) => ({ origin: 'opening_awaiting', ending, count: openingAwaiting[at] ?? 0 }) as const),
    ...WAITING.map((ending, at) => ({ origin: 'submitted', ending, count: (online[at] ?? 0) - (openingAwaiting[at] ?? 0) }) as const),
    ...RECEIVED.map((ending, at) => ({ origin: 'handed_in', ending, count: handedIn[at] ?? 0 }) as const),
  ];
}
