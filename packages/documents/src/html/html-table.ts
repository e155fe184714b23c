import { cellText, fullCell, isNumeric } from '../cells.ts';
import type { Column, Row, Table } from '../form-document.ts';
import { headingGrid, isNumbered } from '../heading-grid.ts';
import { columnWidth, indentedColumn, isWhole } from '../layout.ts';
import { element, escaped } from './markup.ts';

export function htmlTable({ caption, unit, headings, rows }: Table): string {
  const { rows: headingRows, columns } = headingGrid(headings);
  const all = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  const classes = [...(columns.length > 8 ? ['narrow'] : []), ...(isWhole(rows) ? ['whole'] : [])];
  const inner = [
    element('colgroup', {}, columns.map((column) => `<col style="width:${(100 * columnWidth(column) / all).toFixed(2)}%">`).join('')),
    element('thead', {}, [
      ...headingRows.map((cells) => element('tr', {}, cells.map(({ label, rowSpan, columnSpan }) => (
        element('th', { rowspan: rowSpan > 1 ? rowSpan : undefined, colspan: columnSpan > 1 ? columnSpan : undefined, scope: columnSpan > 1 ? 'colgroup' : 'col' }, escaped(label))
      )).join(''))),
      ...(isNumbered(columns) ? [element('tr', { class: 'numbers' }, columns.map(({ number = '' }) => element('td', {}, escaped(number))).join(''))] : []),
    ].join('\n')),
    element('tbody', {}, rows.map((row) => bodyRow(row, columns)).join('\n')),
  ];
  return (caption === undefined ? '' : element('h2', {}, escaped(caption))) + (unit === undefined ? '' : element('p', { class: 'unit' }, escaped(unit)))
    + element('table', { class: classes.length === 0 ? undefined : classes.join(' ') }, inner.join('\n'));
}

function bodyRow({ cells, indent = 0, emphasis = 'plain' }: Row, columns: readonly Column[]): string {
  const labelled = indentedColumn(columns);
  return element('tr', { class: emphasis === 'plain' ? undefined : emphasis }, columns.map((column, index) => {
    const cell = fullCell(cells[index] ?? null, column);
    const style = index === labelled && indent > 0 ? `padding-left:${indent + 0.3}em` : undefined;
    return element('td', { class: isNumeric(cell.kind) ? 'right' : cell.kind === 'text' ? undefined : 'middle', style }, escaped(cellText(cell)));
  }).join(''));
}
