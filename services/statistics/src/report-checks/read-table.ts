import type { LineId, PrintedNode, RateId } from '@motcua/ledger';
import { figureExpected, figureIn, textIn } from './cell-values.ts';
import { columnOf } from './columns.ts';
import type { Column } from './columns.ts';
import { circular, COLUMNS_MAX, isWhole, NODES_MAX, plainKey, ROWS_MAX, unreadable } from './reading.ts';
import type { FilePlace, ReadReport } from './reading.ts';

/** A table of a file. `where`: of a row, and of one of its cells, counted from 0, as people find it. */
export type Table = { readonly rows: readonly (readonly unknown[])[]; readonly where: (row: number, column?: number) => string };

/** The headings may stand under a few lines of title. */
const TITLE_ROWS_MAX = 20;

type Head = { readonly column: Column; readonly index: number };
type Row = { readonly index: number; readonly name: string; readonly parent: string; readonly depth: number; readonly figures: PrintedNode['figures']; readonly decimals: Readonly<Partial<Record<RateId, number>>> };

/**
 * A report as a table with one row for each level or unit. A column of parents or of depths makes a tree; without one, a row such
 * as "Tổng cộng" is the whole and the others are its parts.
 *
 * @throws AppError `REPORT_UNREADABLE` with each wrong cell.
 */
export function readTable(table: Table): ReadReport {
  const at = table.rows.slice(0, TITLE_ROWS_MAX).findIndex((row) => row.some((cell) => kindOf(cell) === 'name') && row.some((cell) => isLine(kindOf(cell))));
  const headings = table.rows[at] ?? [];
  if (at < 0) throw unreadable([{ where: 'tệp', detail: 'không thấy dòng tiêu đề: cần một cột "Đơn vị" (hoặc level) và ít nhất một cột chỉ tiêu, ví dụ "Tiếp nhận trong kỳ" (hoặc received)' }]);
  const heads = headings.flatMap((cell, index): readonly Head[] => {
    const column = columnOf(textIn(cell) ?? '');
    return column === undefined ? [] : [{ column, index }];
  });
  const faults: FilePlace[] = twice(heads).map((index) => ({ where: table.where(at, index), detail: 'cột này đã có: hãy bỏ một cột' }));
  const body = table.rows.slice(at + 1).map((cells, index) => ({ cells, index: at + 1 + index })).filter(({ cells }) => cells.some((cell) => textIn(cell) !== ''));
  const { scaled, assumed } = fractions(heads, body, table, at);
  const rows = body.map((row) => rowOf(row, heads, scaled, table, faults));
  if (rows.length > NODES_MAX) faults.push({ where: 'tệp', detail: `nhiều hơn ${NODES_MAX} dòng: hãy chia báo cáo` });
  const nodes = faults.length > 0 ? [] : treeOf(rows, new Set(heads.map(({ column }) => column.kind)), table, faults);
  if (faults.length > 0 || nodes.length === 0) throw unreadable(faults.length > 0 ? faults : [{ where: 'tệp', detail: 'dưới dòng tiêu đề chưa có dòng số liệu nào' }]);
  return { report: { nodes }, source: null, scope: null, period: null, ignored: ignoredOf(table, at, heads), assumed };
}

/**
 * Whatever is done with a table takes rows times columns; both are told apart from a report before.
 *
 * @throws AppError `REPORT_UNREADABLE`.
 */
export function refuseLarge({ rows }: Table): void {
  if (rows.length > ROWS_MAX) throw unreadable([{ where: 'tệp', detail: `nhiều hơn ${ROWS_MAX} dòng, kể cả dòng trống: hãy chỉ gửi bảng số liệu, hoặc chia báo cáo` }]);
  if (widthOf(rows) > COLUMNS_MAX) throw unreadable([{ where: 'tệp', detail: `nhiều hơn ${COLUMNS_MAX} cột, kể cả cột trống: hãy chỉ gửi bảng số liệu` }]);
}

function widthOf(rows: Table['rows']): number {
  return rows.reduce((width, cells) => Math.max(width, cells.length), 0);
}

function kindOf(cell: unknown): Column['kind'] | undefined {
  return columnOf(textIn(cell) ?? '')?.kind;
}

function isLine(kind: Column['kind'] | undefined): boolean {
  return kind === 'count' || kind === 'rate';
}

function twice(heads: readonly Head[]): readonly number[] {
  const keyOf = ({ column }: Head) => ('line' in column ? column.line : column.kind);
  return heads.filter((head, index) => heads.findIndex((other) => keyOf(other) === keyOf(head)) !== index).map(({ index }) => index);
}

/** A spreadsheet keeps 97.47 % as 0.9747: columns of rates without any number over 1 are read so. */
function fractions(heads: readonly Head[], body: readonly { readonly cells: readonly unknown[] }[], table: Table, at: number): { readonly scaled: ReadonlySet<number>; readonly assumed: readonly FilePlace[] } {
  const found = heads.filter(({ column, index }) => {
    const numbers = body.flatMap(({ cells }) => (typeof cells[index] === 'number' ? [cells[index]] : []));
    return column.kind === 'rate' && numbers.some((value) => value !== 0 && Math.abs(value) < 1) && numbers.every((value) => Math.abs(value) <= 1);
  });
  return {
    scaled: new Set(found.map(({ index }) => index)),
    assumed: found.map(({ index }) => ({ where: table.where(at, index), detail: 'mọi số của cột không quá 1, nên được đọc là phần của 1 (0,9747 là 97,47 %)' })),
  };
}

function rowOf({ cells, index: row }: { readonly cells: readonly unknown[]; readonly index: number }, heads: readonly Head[], scaled: ReadonlySet<number>, table: Table, faults: FilePlace[]): Row {
  const textOf = (kind: Column['kind']) => textIn(cells[heads.find(({ column }) => column.kind === kind)?.index ?? -1]) ?? '';
  const figures: Partial<Record<LineId, number>> = {};
  const decimals: Partial<Record<RateId, number>> = {};
  for (const { column, index } of heads) {
    if (!('line' in column)) continue;
    const read = figureIn(column, cells[index]);
    if (read.kind === 'wrong') {
      faults.push({ where: table.where(row, index), detail: `"${String(cells[index]).slice(0, 40)}" không dùng được: phải là ${figureExpected(column)}; để trống nếu báo cáo không in` });
    }
    if (read.kind !== 'number') continue;
    figures[column.line] = scaled.has(index) ? Number((read.value * 100).toFixed(10)) : read.value;
    if (column.kind === 'rate' && read.decimals !== undefined) decimals[column.line] = read.decimals;
  }
  const name = textOf('name');
  const depth = textOf('depth');
  if (name === '') faults.push({ where: table.where(row), detail: 'thiếu tên cấp hoặc đơn vị' });
  if (depth !== '' && !/^\d{1,2}$/.test(depth)) faults.push({ where: table.where(row), detail: `bậc "${depth.slice(0, 20)}" phải là số nguyên, 0 là cao nhất` });
  return { index: row, name, parent: textOf('parent'), depth: Number(depth), figures, decimals };
}

function treeOf(rows: readonly Row[], kinds: ReadonlySet<Column['kind']>, table: Table, faults: FilePlace[]): readonly PrintedNode[] {
  const byDepth = kinds.has('depth') && !kinds.has('parent');
  const named = Map.groupBy(rows, ({ name }) => plainKey(name));
  const idOf = (row: Row) => ((named.get(plainKey(row.name))?.length ?? 0) > 1 ? `${row.name} (${table.where(row.index)})` : row.name);
  if (!byDepth) for (const [, first, ...others] of [...named.values()].map((same) => [undefined, ...same] as const)) {
    for (const row of others) faults.push({ where: table.where(row.index), detail: `"${row.name}" đã có ở ${table.where(first?.index ?? 0)}: hãy đặt tên khác nhau, hoặc dùng cột "Bậc"` });
  }
  const whole = rows.find(({ name }) => isWhole(plainKey(name)));
  const nodes = rows.map((row, index) => {
    const above = byDepth ? rows.slice(0, index).findLast(({ depth }) => depth < row.depth)
      : row.parent !== '' ? named.get(plainKey(row.parent))?.[0] : row === whole ? undefined : whole;
    if (!byDepth && row.parent !== '' && above === undefined) faults.push({ where: table.where(row.index), detail: `không có dòng nào tên "${row.parent}" để làm cấp trên` });
    return { id: idOf(row), name: row.name, parent: above === undefined ? null : idOf(above), figures: row.figures, decimals: row.decimals };
  });
  const loop = faults.length > 0 ? undefined : circular({ nodes });
  if (loop !== undefined) faults.push({ where: loop, detail: 'là cấp trên của chính mình: hãy xem lại cột cấp trên' });
  return nodes;
}

function ignoredOf(table: Table, at: number, heads: readonly Head[]): readonly FilePlace[] {
  const known = new Set(heads.map(({ index }) => index));
  const titles = table.rows.slice(0, at).flatMap((cells, row) => {
    const text = cells.map((cell) => textIn(cell) ?? '').filter((part) => part !== '').join(' ');
    return text === '' ? [] : [{ where: table.where(row), detail: `đứng trên dòng tiêu đề: ${text.slice(0, 60)}` }];
  });
  const columns = Array.from({ length: widthOf(table.rows.slice(at)) }, (_, index) => index).filter((index) => !known.has(index))
    .filter((index) => table.rows.slice(at).some((cells) => textIn(cells[index]) !== ''))
    .map((index) => ({ where: table.where(at, index), detail: `cột "${(textIn(table.rows[at]?.[index]) ?? '').slice(0, 60)}" không phải chỉ tiêu nào của sổ` }));
  return [...titles, ...columns];
}
