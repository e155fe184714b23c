import type { CellObject } from 'write-excel-file/universal';
import { isNumeric, localTime } from '../cells.ts';
import type { FullCell } from '../cells.ts';
import type { Emphasis } from '../form-document.ts';

export type SheetCell = CellObject | null;
export type SheetRow = readonly SheetCell[];

const BORDER = { borderStyle: 'thin', borderColor: '#000000' } as const;
const TABLE_FONT = { fontSize: 11 } as const;
/** A language makes programs that know it group by points and part by a comma; others take those of the machine. */
const VIETNAMESE = '[$-42A]';

/** A cell of a table's body. */
export function bodyCell(cell: FullCell, emphasis: Emphasis, indent = 0): CellObject {
  const look = { ...BORDER, ...TABLE_FONT, ...looksOf(emphasis), alignVertical: 'center', wrap: true, ...(indent > 0 ? { indent } : {}) } as const;
  const { kind } = cell;
  const align = isNumeric(kind) ? 'right' : kind === 'text' ? 'left' : 'center';
  const format = formatOf(cell);
  return { ...typed(cell), ...look, align, ...(format === undefined ? {} : { format }) };
}

/** An empty cell keeps its type, and so its look. */
function typed(cell: FullCell): CellObject {
  const { kind, value } = cell;
  if (isNumeric(kind)) return { type: Number, ...(value === null ? {} : { value: numberIn(cell) }) };
  if (kind === 'text') return { type: String, ...(value === null ? {} : { value: String(value) }) };
  return { type: Date, ...(value === null ? {} : { value: dateIn(cell) }) };
}

/** The number that a spreadsheet holds: a per cent is a share of one there, exact to its last decimal. */
export function numberIn({ kind, value, decimals }: FullCell): number {
  return kind === 'percent' ? Number((Number(value) / 100).toFixed(decimals + 2)) : Number(value);
}

/** Date and time as a clock in Asia/Ho_Chi_Minh shows them, which spreadsheets hold without a zone. */
export function dateIn({ kind, value }: FullCell): Date {
  return new Date(kind === 'instant' ? localTime(Number(value)) : `${String(value)}T00:00:00Z`);
}

function formatOf({ kind, decimals }: FullCell): string | undefined {
  const fraction = decimals === 0 ? '' : `.${'0'.repeat(decimals)}`;
  switch (kind) {
    case 'text': return undefined;
    case 'integer': return `${VIETNAMESE}#,##0`;
    case 'decimal': return `${VIETNAMESE}#,##0${fraction}`;
    case 'percent': return `${VIETNAMESE}#,##0${fraction}%`;
    case 'date': return `${VIETNAMESE}dd/mm/yyyy`;
    case 'instant': return `${VIETNAMESE}dd/mm/yyyy hh:mm`;
  }
}

function looksOf(emphasis: Emphasis): Partial<CellObject> {
  if (emphasis === 'plain') return {};
  return emphasis === 'subtotal' ? { fontWeight: 'bold' } : { fontWeight: 'bold', backgroundColor: '#F2F2F2' };
}

/** A cell of a table's headings. */
export function headingCell(text: string, columnSpan: number, rowSpan: number, style: 'heading' | 'number'): CellObject {
  return {
    type: String, value: text, ...BORDER, ...TABLE_FONT, columnSpan, rowSpan, wrap: true, align: 'center', alignVertical: 'center', backgroundColor: '#F2F2F2',
    ...(style === 'heading' ? { fontWeight: 'bold' } : { fontStyle: 'italic' }),
  };
}

/** A cell of text outside of tables. */
export function textCell(value: string, style: Omit<CellObject, 'value' | 'type'> = {}): CellObject {
  return { type: String, value, wrap: true, alignVertical: 'center', align: 'left', ...style };
}
