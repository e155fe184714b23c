import type { ChangedCell } from '@motcua/ledger';
import type pg from 'pg';
import { SCHEMA } from '../connection.ts';
import { NEXT_SCHEMA } from './next-schema.ts';
import { PARTS } from './parts.ts';
import type { Part } from './parts.ts';

/** What may have changed since two schemas were compared: everything behind a position, and these dossiers. */
export type Changed = { readonly after: number; readonly dossiers: readonly string[] };

/** One part of the read model in both schemas. `rows`: compared; `different`: how many say something else; `cells`: the first of those. */
export type PartComparison = { readonly part: string; readonly rows: number; readonly different: number; readonly cells: readonly ChangedCell[] };

/** How many rows of a part are named. */
export const CELLS_NAMED_MAX = 200;

/**
 * Compares the rebuilt schema with the one that is served, part by part: by sums of hashes first, then row by row where those differ.
 *
 * @param client - Sees both schemas at one position of the log, and nothing change meanwhile.
 * @param changed - All of it without one.
 * @param onPart - Told what comes next.
 */
export async function compareSchemas(client: pg.ClientBase, { changed, onPart }: { readonly changed?: Changed; readonly onPart?: (part: string) => void } = {}): Promise<readonly PartComparison[]> {
  const found: PartComparison[] = [];
  for (const part of PARTS) {
    onPart?.(part.name);
    found.push(await comparePart(client, part, changed));
  }
  return found;
}

async function comparePart(client: pg.ClientBase, part: Part, changed: Changed | undefined): Promise<PartComparison> {
  const of = (schema: string): string => part.rows(schema, changed === undefined ? 'true' : part.changed(schema, changed.after));
  const values = changed === undefined || !of(SCHEMA).includes('$1') ? [] : [changed.dossiers];
  const { rows } = await client.query<{ rows: number; buckets: number[] }>(`
    with live as (${sums(of(SCHEMA))}), next as (${sums(of(NEXT_SCHEMA))})
    select coalesce(sum(greatest(live.n, next.n)), 0)::bigint as rows,
      coalesce(array_agg(bucket::integer) filter (where live.n is distinct from next.n or live.h is distinct from next.h), '{}') as buckets
    from live full join next using (bucket)`, values);
  const { rows: count = 0, buckets = [] } = rows[0] ?? {};
  if (buckets.length === 0) return { part: part.name, rows: count, different: 0, cells: [] };
  return { part: part.name, rows: count, ...await differingRows(client, part, { live: of(SCHEMA), next: of(NEXT_SCHEMA), values, buckets }) };
}

function sums(rows: string): string {
  return `select bucket, count(*) as n, sum(hashtextextended(r::text, 0)) as h from (${rows}) r group by bucket`;
}

type Differing = { readonly live: string; readonly next: string; readonly values: readonly (readonly string[])[]; readonly buckets: readonly number[] };
type JsonRow = Readonly<Record<string, unknown>>;

async function differingRows(client: pg.ClientBase, { name, key }: Part, { live, next, values, buckets }: Differing): Promise<Pick<PartComparison, 'different' | 'cells'>> {
  const only = `where bucket = any($${values.length + 1}::bigint[])`;
  const { rows } = await client.query<{ different: number; live: JsonRow | null; next: JsonRow | null }>(`
    with live as (select * from (${live}) r ${only}), next as (select * from (${next}) r ${only})
    select count(*) over ()::integer as different, to_jsonb(live) as live, to_jsonb(next) as next
    from live full join next using (${key.join(', ')})
    where live::text is distinct from next::text
    order by ${key.join(', ')} limit ${CELLS_NAMED_MAX}`, [...values, buckets]);
  return { different: rows[0]?.different ?? 0, cells: rows.map((row) => cellOf(name, key, row)) };
}

function cellOf(part: string, key: readonly string[], { live, next }: { readonly live: JsonRow | null; readonly next: JsonRow | null }): ChangedCell {
  const whole = live ?? next ?? {};
  const columns = Object.keys(whole).filter((column) => column !== 'bucket' && !key.includes(column));
  const differing = live === null || next === null ? columns : columns.filter((column) => JSON.stringify(live[column]) !== JSON.stringify(next[column]));
  const pick = (row: JsonRow | null): JsonRow | null => row && Object.fromEntries(differing.map((column) => [column, shown(row[column])]));
  return { part, key: Object.fromEntries(key.map((column) => [column, whole[column] ?? null])), old: pick(live), new: pick(next) };
}

const SHOWN_MAX = 200;

/** The text of an edition's part is long. */
function shown(value: unknown): unknown {
  return typeof value === 'string' && value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value ?? null;
}
