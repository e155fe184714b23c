import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlTables, tablesOf } from '@motcua/testkit';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';

/** The rows of a table as a file holds them: label and numbers, null where a cell is blank. */
export type ReadRows = readonly (readonly [string, readonly (number | null)[]])[];

type Cells = readonly unknown[];

/** A table of the form II.06a as each file of a pack has it. `sheet`: its name; `csv`: the end of the name of its CSV. */
export async function formIn(folder: string, sheet: string, csv: string): Promise<Readonly<Record<'xlsx' | 'docx' | 'html' | 'csv' | 'json', ReadRows>>> {
  const file = (name: string) => readFile(join(folder, `bieu-ii06a${name}`));
  const sheets = await readXlsxFile(await file('.xlsx'));
  const inSheet: readonly Cells[] = sheets.find((one) => one.sheet === sheet)?.data ?? [];
  const order = ['Theo cấp', 'Theo cơ quan', 'Theo lĩnh vực'].indexOf(sheet);
  const lines: readonly Cells[] = parse(await file(`-${csv}.csv`), { bom: true, from_line: 2 });
  const { parts } = JSON.parse((await file('.json')).toString());
  const { rows } = parts.find((part: { readonly name?: string }) => part.name === sheet);
  return {
    xlsx: numbered(inSheet.slice(inSheet.findIndex((row) => row[0] === '(1)') + 1).filter((row) => row[1] !== null && row[1] !== undefined && typeof row[2] === 'number')),
    docx: numbered(forms(tablesOf(await file('.docx')))[order] ?? []),
    html: numbered(forms(htmlTables((await file('.html')).toString()))[order] ?? []),
    csv: numbered(lines.map(([, ...cells]) => cells)),
    json: rows.map(({ cells }: { readonly cells: Readonly<Record<string, string | number | null>> }) => [cells['c2'], Array.from({ length: 11 }, (_, index) => cells[`c${index + 3}`] ?? null)]),
  };
}

/** The tables with the numbers of the form's columns, without their headings. */
function forms(tables: readonly (readonly Cells[])[]): readonly (readonly Cells[])[] {
  return tables.flatMap((rows) => {
    const at = rows.findIndex(([first]) => first === '(1)');
    return at === -1 ? [] : [rows.slice(at + 1)];
  });
}

function numbered(rows: readonly Cells[]): ReadRows {
  return rows.map(([, label, ...numbers]) => [String(label), numbers.slice(0, 11).map(numberOf)]);
}

/** `86.721` is a number that people read. */
function numberOf(cell: unknown): number | null {
  if (typeof cell === 'number') return cell;
  return typeof cell !== 'string' || cell === '' ? null : Number(cell.replaceAll('.', ''));
}
