import type { Level, UNKNOWN } from '@motcua/dossier';
import { parsePeriod } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { legsOf } from '@motcua/ledger';
import type { LegClass, Posting } from '@motcua/ledger';
import type { Levels } from './levels.ts';

/** By how many dossiers the sum of a class in a quarter (from the 15th to the 14th) becomes another one; never 0. */
export type FigureChange = {
  readonly rule: string;
  readonly period: string;
  readonly level: Level | typeof UNKNOWN;
  readonly class: LegClass;
  readonly amount: number;
};

/** Adds up postings as figures do. */
export function figureSums(levels: Levels): { readonly add: (postings: readonly Posting[]) => void; readonly all: () => readonly FigureChange[] } {
  const sums = new Map<string, FigureChange>();
  return {
    add: (postings) => {
      for (const posting of postings) for (const leg of legsOf(posting)) {
        const { rule, effectiveOn } = posting.movement;
        const head = { rule, period: quarterOf(effectiveOn), level: levels(leg.placement.authority, effectiveOn), class: leg.class };
        const key = JSON.stringify(head);
        sums.set(key, { ...head, amount: (sums.get(key)?.amount ?? 0) + leg.amount });
      }
    },
    all: () => [...sums].filter(([, { amount }]) => amount !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change),
  };
}

/** The reporting quarter of a date: its months begin on the 15th of the month before. */
export function quarterOf(date: CivilDate): string {
  const year = Number(date.slice(0, 4));
  const ids = [`${year}-Q1`, `${year}-Q2`, `${year}-Q3`, `${year}-Q4`, `${year + 1}-Q1`];
  return ids.find((id) => date <= parsePeriod(id).to) ?? '';
}
