import { plainKey } from '@motcua/statistics';
import type { ImportFault, ImportRow } from './import-file.ts';

/**
 * The columns of one kind of file: the name of the value, every heading it may stand under (the first is the one that people
 * are told), and what must stand in it.
 */
export type Columns<Name extends string> = Readonly<Record<Name, { readonly headings: readonly [string, ...string[]]; readonly expected: string }>>;

/** Headings that say nothing about the row. */
const IGNORED = new Set(['stt', 'tt', 'ghichu', 'note']);

/** The values of a row by name; what is empty is missing. */
export function valuesOf<Name extends string>({ cells }: ImportRow, columns: Columns<Name>): Readonly<Partial<Record<Name, unknown>>> {
  const values: Partial<Record<Name, unknown>> = {};
  for (const name of namesOf(columns)) {
    const key = [name, ...columns[name].headings].map(plainKey).find((heading) => Object.hasOwn(cells, heading));
    if (key !== undefined) values[name] = cells[key];
  }
  return values;
}

/** Columns that nobody knows, each once: a heading with a typing error must not be lost silently. */
export function unknownColumns(rows: readonly ImportRow[], columns: Columns<string>): readonly ImportFault[] {
  const known = new Set(namesOf(columns).flatMap((name) => [name, ...columns[name]?.headings ?? []]).map(plainKey));
  const found = new Map(rows.flatMap(({ where, cells }) => Object.keys(cells).map((key) => [key, where] as const)).toReversed());
  return [...found].filter(([key]) => !known.has(key) && !IGNORED.has(key)).map(([key, where]) => ({
    where, column: key, detail: `không có cột này; các cột: ${Object.values(columns).map(({ headings }) => headings[0]).join(', ')}`,
  }));
}

/** What is wrong in a column of a row, by what is expected there. */
export function columnFault<Name extends string>(where: string, columns: Columns<Name>, name: Name, value: unknown): ImportFault {
  const { headings, expected } = columns[name];
  const told = value === undefined || value === null ? 'còn thiếu' : `"${textOf(value).slice(0, 40)}" không dùng được`;
  return { where, column: headings[0], detail: `${told}: ${expected}` };
}

/** Whatever a file may hold, as a text; nothing is ''. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

/** The names in the order of the table. */
export function namesOf<Name extends string>(columns: Columns<Name>): readonly Name[] {
  return Object.keys(columns) as Name[];
}
