import type pg from 'pg';
import { plainArray, textArray } from './arrays.ts';
import type { Replacement } from './batch.ts';

/** How a column travels: its type in PostgreSQL, or an instant in milliseconds; anything but a text needs no quotes. */
type ColumnType = 'text' | 'bigint' | 'integer' | 'boolean' | 'date' | 'uuid' | 'json' | 'instant';
type Columns<Row> = { readonly [Name in keyof Row & string]-?: ColumnType };

/** What to do with a row that is there already: `key` columns find it, `keep` columns stay as they are. */
type Conflict<Row> = { readonly key: readonly (keyof Row & string)[]; readonly keep?: readonly (keyof Row & string)[] };

/** A statement that writes any number of rows of a table at once; without `conflict` a row that is there is an error. */
export function rowWriter<Row>(table: string, columns: Columns<Row>, conflict?: Conflict<Row>): (client: pg.ClientBase, rows: readonly Row[]) => Promise<void> {
  const entries = Object.entries(columns) as [keyof Row & string, ColumnType][];
  const names = entries.map(([name]) => name);
  const arrays = entries.map(([, type], index) => `$${index + 1}::${type === 'instant' ? 'double precision' : type}[]`);
  const selected = entries.map(([name, type]) => (type === 'instant' ? `to_timestamp(${name} / 1000)` : name));
  const text = `insert into ${table} (${names.join(', ')}) select ${selected.join(', ')}
    from unnest(${arrays.join(', ')}) as given(${names.join(', ')})${onConflict(names, conflict)}`;
  return async (client, rows) => {
    if (rows.length === 0) return;
    const values = entries.map(([name, type]) => columnArray(type, rows.map((row) => (row[name] ?? null) as Value)));
    await client.query({ name: `write-${table}`, text, values });
  };
}

/** Statements that take all rows of some dossiers out of a table and put new ones there. */
export function rowReplacer<Row>(table: string, columns: Columns<Row>): (client: pg.ClientBase, replacement: Replacement<Row>) => Promise<void> {
  const writeRows = rowWriter(table, columns);
  return async (client, { dossiers, rows }) => {
    if (dossiers.length > 0) await client.query({ name: `clear-${table}`, text: `delete from ${table} where dossier = any($1::text[])`, values: [textArray(dossiers)] });
    await writeRows(client, rows);
  };
}

type Value = string | number | boolean | null;

function columnArray(type: ColumnType, values: readonly Value[]): string {
  return type === 'text' || type === 'json' ? textArray(values as readonly (string | null)[]) : plainArray(values);
}

function onConflict<Row>(names: readonly (keyof Row & string)[], conflict: Conflict<Row> | undefined): string {
  if (conflict === undefined) return '';
  const changed = names.filter((name) => !conflict.key.includes(name) && conflict.keep?.includes(name) !== true);
  return ` on conflict (${conflict.key.join(', ')}) do update set ${changed.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}
