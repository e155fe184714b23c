import type { Column, Heading } from './form-document.ts';

/** A heading and the cells that it takes, from 0. */
export type HeadingCell = { readonly label: string; readonly row: number; readonly column: number; readonly rowSpan: number; readonly columnSpan: number };

/** Headings laid out: the cells of each row from left to right (none for what a cell above covers), and the columns under them. */
export type HeadingGrid = { readonly rows: readonly (readonly HeadingCell[])[]; readonly columns: readonly Column[] };

export function headingGrid(headings: readonly Heading[]): HeadingGrid {
  const depth = Math.max(...headings.map(depthOf));
  const cells = laidOut(headings, 0, 0, depth);
  return { rows: Array.from({ length: depth }, (_, row) => cells.filter((cell) => cell.row === row)), columns: columnsOf(headings) };
}

export function columnsOf(headings: readonly Heading[]): readonly Column[] {
  return headings.flatMap((heading) => 'under' in heading ? columnsOf(heading.under) : [heading]);
}

/** Whether a row with the columns' numbers stands under the headings. */
export function isNumbered(columns: readonly Column[]): boolean {
  return columns.some(({ number }) => number !== undefined);
}

function laidOut(headings: readonly Heading[], row: number, first: number, depth: number): readonly HeadingCell[] {
  const cells: HeadingCell[] = [];
  let column = first;
  for (const heading of headings) {
    const columnSpan = columnsOf([heading]).length;
    if ('under' in heading) cells.push({ label: heading.label, row, column, rowSpan: 1, columnSpan }, ...laidOut(heading.under, row + 1, column, depth));
    else cells.push({ label: heading.label, row, column, rowSpan: depth - row, columnSpan });
    column += columnSpan;
  }
  return cells;
}

function depthOf(heading: Heading): number {
  return 'under' in heading ? 1 + Math.max(...heading.under.map(depthOf)) : 1;
}
