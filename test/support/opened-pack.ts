import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlTables, tablesOf } from '@motcua/testkit';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';

type Cells = readonly unknown[];
type Value = string | number | null;

/** A table of a form as each of its files has it: rows of values, percentages as they are printed. */
export type TableInFiles = { readonly name: string; readonly forms: Readonly<Record<'json' | 'xlsx' | 'docx' | 'html' | 'csv', readonly (readonly Value[])[]>> };

/** Every table of a form of a pack, read back from each of its files. */
export async function tablesInFiles(folder: string, form: string): Promise<readonly TableInFiles[]> {
  const file = (end: string) => readFile(join(folder, `${form}${end}`));
  const { parts }: { readonly parts: readonly JsonTable[] } = JSON.parse((await file('.json')).toString());
  const sheets = await readXlsxFile(await file('.xlsx'));
  // In the order of the parts: two tables may have the same names of rows.
  const [inWord, inPage] = [[...tablesOf(await file('.docx'))], [...htmlTables((await file('.html')).toString())]];
  const tables: TableInFiles[] = [];
  for (const { name, columns, rows } of parts.filter(({ type }) => type === 'table')) {
    const ids = columns.map(({ id }) => id);
    const json = rows.map(({ cells }) => ids.map((id) => cells[id] ?? null));
    const shown = (left: (readonly Cells[])[]) => body(left, json).map((row, index) => row.map((cell, column) => readAs(json[index]?.[column], cell)));
    const percents = percentsIn(inWord, json);
    const lines: readonly Readonly<Record<string, string>>[] = parse(await file(`-${plainName(name)}.csv`), { bom: true, columns: true });
    const xlsx = body(sheets.filter(({ sheet }) => sheet === name).map(({ data }) => data), json)
      .map((row, index) => ids.map((_, column) => inSheet(row[column], percents[index]?.[column] === true)));
    tables.push({ name, forms: { json, xlsx, docx: shown(inWord), html: shown(inPage), csv: lines.map((line, index) => ids.map((id, column) => plainAs(json[index]?.[column], line[id]))) } });
  }
  return tables;
}

type JsonTable = { readonly type: string; readonly name: string; readonly columns: readonly { readonly id: string }[]; readonly rows: readonly { readonly cells: Readonly<Record<string, Value>> }[] };

/** Which cells are percentages, as people read them: a workbook holds shares of one. */
function percentsIn(left: readonly (readonly Cells[])[], rows: readonly (readonly Value[])[]): readonly (readonly boolean[])[] {
  return body([...left], rows).map((cells) => cells.map((cell) => String(cell).endsWith('%')));
}

/** The rows under a table's headings, where the names of all its rows stand; what is left begins behind that table. */
function body(left: (readonly Cells[])[], rows: readonly (readonly Value[])[]): readonly Cells[] {
  const name = ([first, second]: Cells) => `${typeof first === 'string' ? first : ''}|${typeof second === 'string' ? second : ''}`;
  const names = rows.map((row) => name(typeof row[1] === 'string' ? row : [row[0]]));
  for (const [index, table] of left.entries()) {
    for (let at = 0; at + rows.length <= table.length; at += 1) {
      const found = table.slice(at, at + rows.length);
      if (found.every((cells, row) => name(typeof rows[row]?.[1] === 'string' ? cells : [cells[0]]) === names[row])) {
        left.splice(0, index + 1);
        return found;
      }
    }
  }
  return [];
}

/** What people read, as what it stands for: a number where one is expected. */
function readAs(expected: Value | undefined, cell: unknown): Value {
  if (typeof cell !== 'string' || cell === '') return null;
  return typeof expected === 'number' ? Number(cell.replaceAll('.', '').replace('−', '-').replace(',', '.').replace(/%$/, '')) : cell;
}

function plainAs(expected: Value | undefined, cell: string | undefined): Value {
  if (cell === undefined || cell === '') return null;
  return typeof expected === 'number' ? Number(cell) : cell;
}

function inSheet(cell: unknown, isPercent: boolean): Value {
  if (typeof cell === 'number') return isPercent ? Number((cell * 100).toFixed(6)) : cell;
  return typeof cell === 'string' ? cell : null;
}

/** As files of tables are named. */
function plainName(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
