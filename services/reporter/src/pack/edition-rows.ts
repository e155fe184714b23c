import { LEVELS, ND61, UNKNOWN } from '@motcua/dossier';
import { countsOf, rowHead, rowLabel, rowsInOrder } from '@motcua/ledger';
import type { EditionContent, EditionDimension } from '@motcua/ledger';

/** The figures of a row by id. */
export type Counts = Readonly<Record<string, number>>;

/** A row of an edition's table as a paper has it. `name`: of its code, as declared. `level`: under which sub-total it stands; undefined where there are none. */
export type EditionLine = { readonly node: string; readonly label: string; readonly name: string | null | undefined; readonly level: string | undefined; readonly counts: Counts };

/** A table of an edition. */
export type EditionLines = { readonly rows: readonly EditionLine[]; readonly total: Counts };

/**
 * @param rule - The base rule unless told.
 * @throws TypeError when the edition has no such table.
 */
export function linesOf({ tables, definitions }: EditionContent, by: EditionDimension, rule: string = ND61.id): EditionLines {
  const table = tables.find((one) => one.rule === rule && one.by === by);
  if (table === undefined) throw new TypeError(`The edition has no table by ${by}`);
  return {
    rows: rowsInOrder(by, table.rows).map((row) => ({
      node: row.node, label: rowLabel(rowHead(by, row)), name: row.name, level: by === 'authority' ? row.level ?? UNKNOWN : undefined, counts: countsOf(row.values, definitions),
    })),
    total: countsOf(table.total, definitions),
  };
}

/** The levels in the order of a report. */
export const LEVEL_ORDER: readonly string[] = [...LEVELS, UNKNOWN];
