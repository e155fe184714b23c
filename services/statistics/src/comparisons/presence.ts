import type { Standing } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import { definitions } from '@motcua/ledger';
import type { Dimension, Figures } from '@motcua/ledger';

/**
 * Why a row is not there on one side. `not_yet`: of the earlier period, it stands from a later day on. `ended`: of the later one, it
 * stood until an earlier day. `on`: the first or last of those days.
 */
export type Absence = { readonly side: 'before' | 'after'; readonly because: 'not_yet' | 'ended'; readonly on: CivilDate | null };

/** The authorities under the scope on the days of each period. */
export type Standings = { readonly before: readonly Standing[]; readonly after: readonly Standing[] };

/** The figures of a row on each side, if its table has the row. */
export type Sides = { readonly before: Figures | undefined; readonly after: Figures | undefined };

/**
 * Whether a row's level or authority was not there on one side: none of it stood on any day of that period, and nothing counts
 * in it. What was never declared, and rows of other tables, are there whatever counts in them. Pure.
 */
export function absenceOf(by: Dimension, row: string, sides: Sides, standings: Standings): Absence | undefined {
  if ((by !== 'level' && by !== 'authority') || row === UNKNOWN) return undefined;
  const ofRow = (list: readonly Standing[]) => list.filter(({ level, code }) => row === (by === 'level' ? level : code));
  const [before, after] = [ofRow(standings.before), ofRow(standings.after)];
  if (before.length === 0 && after.length > 0 && isEmpty(sides.before)) {
    return { side: 'before', because: 'not_yet', on: after.map(({ firstOn }) => firstOn).toSorted(byDay).at(0) ?? null };
  }
  if (after.length === 0 && before.length > 0 && isEmpty(sides.after)) {
    return { side: 'after', because: 'ended', on: before.map(({ lastOn }) => lastOn).toSorted(byDay).at(-1) ?? null };
  }
  return undefined;
}

/** Whether nothing counts in a row: a table has it then only because dossiers ended in it long ago. */
export function isEmpty(figures: Figures | undefined): boolean {
  return figures === undefined || definitions.every(({ id }) => figures[id] === 0);
}

function byDay(a: CivilDate | null, b: CivilDate | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
