import { checkedColumns, checkRow, cleanText, cleanTexts } from './checked-document.ts';
import { fullCell } from './cells.ts';
import type { FullCell } from './cells.ts';
import type { CellValue, Column, FormDocument, Table } from './form-document.ts';
import { columnsOf } from './heading-grid.ts';

/** Danh sách dài: a document of one table whose rows come as a stream, any number of them. */
export type ListDocument = Omit<FormDocument, 'parts'> & { readonly table: Omit<Table, 'rows' | 'type'> };

/** Values in the order of the columns, each of its column's kind. */
export type ListRow = readonly CellValue[];

/** @throws TypeError when the columns are not what they should be. */
export function checkedList(list: ListDocument): ListDocument & { readonly columns: readonly Column[] } {
  checkedColumns(list.table.name, list.table.headings);
  const clean = cleanTexts(list);
  return { ...clean, columns: columnsOf(clean.table.headings) };
}

/** @throws TypeError that names row (from 1) and column, when a value is not of its column's kind. */
export function listCells(row: ListRow, columns: readonly Column[], number: number): readonly FullCell[] {
  checkRow({ cells: row }, columns, `row ${number}`);
  return columns.map((column, index) => {
    const value = row[index] ?? null;
    return fullCell(typeof value === 'string' ? cleanText(value) : value, column);
  });
}
