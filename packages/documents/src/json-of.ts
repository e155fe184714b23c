import { canonicalJson } from '@motcua/kernel';
import { checkedDocument } from './checked-document.ts';
import { fullCell, plainCell } from './cells.ts';
import type { CellValue, FormDocument, Heading, Part } from './form-document.ts';
import { columnsOf } from './heading-grid.ts';

/**
 * The document for programs, as canonical JSON (RFC 8785): tables with their columns (each with the headings over it) and their rows
 * by the columns' ids; dates `YYYY-MM-DD`, instants RFC 3339 in UTC, per cents as they are printed (97.19).
 *
 * @throws TypeError when a table or chart is not what it says.
 */
export function jsonOf(document: FormDocument): string {
  const { parts, ...rest } = checkedDocument(document);
  return canonicalJson(withoutUndefined({ ...rest, parts: parts.map(partOf) }));
}

function partOf(part: Part): unknown {
  if (part.type !== 'table') return part;
  const { headings, rows, ...rest } = part;
  const columns = columnsOf(headings);
  return {
    ...rest, columns: describedColumns(headings, []),
    rows: rows.map(({ cells, indent = 0, emphasis = 'plain' }) => ({
      indent, emphasis, cells: Object.fromEntries(columns.map((column, index): readonly [string, CellValue] => [column.id, plainCell(fullCell(cells[index] ?? null, column))])),
    })),
  };
}

function describedColumns(headings: readonly Heading[], over: readonly string[]): readonly unknown[] {
  return headings.flatMap((heading) => {
    const label = [...over, heading.label];
    if ('under' in heading) return describedColumns(heading.under, label);
    const { id, kind, number } = heading;
    return [{ id, kind, number, label }];
  });
}

/** JSON has no undefined. */
function withoutUndefined(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutUndefined);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined).map(([name, value]) => [name, withoutUndefined(value)]));
}
