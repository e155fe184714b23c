import { isUtf8 } from 'node:buffer';
import { refusal } from '@motcua/intake';
import type { Line, RawItem } from '@motcua/intake';
import { AppError } from '@motcua/kernel';
import { plainKey } from '@motcua/statistics';
import { parse } from 'csv-parse/sync';
import { eventColumns } from './event-columns.ts';
import type { CellKind, EventColumn } from './event-columns.ts';
import { channelValue, correctedValue, dateTimeValue, dateValue, limitValue, yesNoValue } from './values.ts';

/** Reads a CSV of events line by line: the first one has the headings, each other one is an event. */
export type EventTable = {
  /** The event in a line, as JSON; undefined for the headings. @throws AppError `IMPORT_INVALID` for headings that cannot be used. */
  readonly itemOf: (line: Line) => RawItem | undefined;
  /** The heading of the column whose value stands at a JSON pointer, as the file has it. */
  readonly headingAt: (pointer: string) => string | undefined;
};

type Heading = { readonly text: string; readonly column: EventColumn | undefined };

/** @param source - Who sends, where the file has no column for it. */
export function eventTable(source?: string): EventTable {
  let table: { readonly delimiter: string; readonly headings: readonly Heading[] } | undefined;
  return {
    itemOf: (line) => {
      if (table === undefined) {
        table = readHeadings(line);
        return undefined;
      }
      // What is no text, or too long, is refused as any line is.
      if (line.kind === 'too_long' || !isUtf8(line.bytes)) return line;
      const cells = cellsOf(line.bytes.toString(), table.delimiter);
      if (cells === undefined) return wrong(line, 'A quotation mark is not closed or stands in the wrong place: inside a cell write it twice.');
      const { headings } = table;
      if (cells.some((cell, at) => cell !== '' && (headings[at]?.text ?? '') === '')) return wrong(line, `The row has ${cells.length} cells and the first line ${headings.length}: put a cell that holds the separator into quotation marks.`);
      return { kind: 'bytes', bytes: Buffer.from(JSON.stringify(eventOf(headings, cells, source))) };
    },
    headingAt: (pointer) => table?.headings.find(({ column }) => column?.at === pointer)?.text,
  };
}

function wrong(line: Line & { readonly kind: 'bytes' }, detail: string): RawItem {
  return { ...line, wrong: refusal('IMPORT_INVALID', detail) };
}

const IGNORED: ReadonlySet<string> = new Set(['stt', 'tt', 'ghichu', 'note']);

function readHeadings(line: Line): { readonly delimiter: string; readonly headings: readonly Heading[] } {
  const text = line.kind === 'bytes' && isUtf8(line.bytes) ? line.bytes.toString() : '';
  const delimiter = text.split(';').length > text.split(',').length ? ';' : ',';
  const headings = (cellsOf(text, delimiter) ?? []).map((heading): Heading =>
    ({ text: heading, column: eventColumns.find(({ headings: known }) => known.some((one) => plainKey(one) === plainKey(heading))) }));
  const unknown = headings.filter(({ text: heading, column }) => column === undefined && heading !== '' && !IGNORED.has(plainKey(heading)));
  const twice = headings.filter(({ column }, at) => column !== undefined && headings.findIndex((other) => other.column === column) < at);
  if (unknown.length > 0) throw unusable(line, `không có cột ${unknown.map(({ text: heading }) => `"${heading.slice(0, 40)}"`).join(', ')}; các cột: ${eventColumns.map(({ headings: [first] }) => first).join(', ')}`);
  if (twice.length > 0) throw unusable(line, `cột ${twice.map(({ text: heading }) => `"${heading}"`).join(', ')} có hai lần`);
  if (!headings.some(({ column }) => column?.at === '/type')) throw unusable(line, 'dòng đầu phải là tên các cột, bằng UTF-8, có cột "Loại sự kiện", phân cách bằng dấu phẩy hoặc chấm phẩy');
  return { delimiter, headings };
}

function unusable({ line }: Line, detail: string): AppError {
  return new AppError('IMPORT_INVALID', `dòng ${line}: ${detail}`);
}

/** Cells of an event hold no line breaks, so a line is a row; undefined when its quotation marks do not fit. */
function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  try {
    return parse(text, { delimiter, relax_column_count: true, trim: true })[0] ?? [];
  } catch {
    return undefined;
  }
}

function eventOf(headings: readonly Heading[], cells: readonly string[], source: string | undefined): object {
  const data: Record<string, unknown> = {};
  const event: Record<string, unknown> = { specversion: '1.0', ...(source === undefined ? {} : { source }), data };
  for (const [at, { column }] of headings.entries()) {
    const cell = cells[at] ?? '';
    if (column === undefined || cell === '') continue;
    const [, first = '', second] = column.at.split('/');
    if (second === undefined) event[first] = valueOf(column.kind, cell);
    else data[second] = valueOf(column.kind, cell);
  }
  // Where something was, an empty cell is not yet nothing: whoever takes a value back says so.
  if (event['type'] === 'DossierCorrected' || event['type'] === 'FeedbackCorrected') data['old'] ??= null;
  return event;
}

/** What is not understood stays as it is, and the schema of the event refuses it. */
function valueOf(kind: CellKind, cell: string): unknown {
  switch (kind) {
    case 'text': return cell;
    case 'whole': return /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
    case 'yes_no': return yesNoValue(cell);
    case 'time': return dateTimeValue(cell);
    case 'due': return dateValue(dateTimeValue(cell));
    case 'limit': return limitValue(cell, undefined, undefined);
    case 'channel': return channelValue(cell);
    case 'corrected': return correctedValue(cell);
  }
}
