import { AppError } from '@motcua/kernel';
import type { Head, RecordedEvent } from '../port.ts';
import { GENESIS } from '../chain.ts';
import { decodeRow, EVENT_COLUMNS, utcText } from './event-columns.ts';
import type { EventRow } from './event-columns.ts';
import type { Queryable } from './lines.ts';

/*
 * Statements without names: they are planned for the size that the table has now. A plan kept from when the table was
 * empty would read all of it.
 */

/** Which part of each stream: from a revision, up to and including a position (null = to the end). */
export type StreamRange = { readonly fromRevision: number; readonly upToPosition: number | null };

/**
 * The events of streams, each stream in order of revision.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when a stream has a hole.
 */
export async function readStreamEvents(
  db: Queryable, streams: readonly string[], range: StreamRange,
): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
  const { rows } = await db.query<EventRow>({
    text: `select found.* from unnest($1::text[]) as wanted(stream) cross join lateral (
        select ${EVENT_COLUMNS} from log.event e
        where e.stream = wanted.stream and e.revision >= $2::int and ($3::bigint is null or e.position <= $3::bigint)
        order by e.revision
      ) found`,
    values: [[...new Set(streams)], range.fromRevision, range.upToPosition],
    rowMode: 'array',
  });
  const byStream = Map.groupBy(rows.map(decodeRow), (event) => event.stream);
  for (const [stream, events] of byStream) refuseHoles(events.map((event) => event.revision), range.fromRevision, `stream ${stream}`);
  return byStream;
}

/**
 * Events behind a position, in order, at most `limit`. Positions have no gaps, so a page is a range of them: no plan
 * can need a sort of the whole table.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when a position is missing.
 */
export async function readPage(db: Queryable, afterPosition: number, limit: number): Promise<readonly RecordedEvent[]> {
  const { rows } = await db.query<EventRow>({
    text: `select ${EVENT_COLUMNS} from log.event e where e.position > $1 and e.position <= $2 order by e.position`,
    values: [afterPosition, afterPosition + limit],
    rowMode: 'array',
  });
  if (rows.length === 0) await refuseMissingPage(db, afterPosition);
  const events = rows.map(decodeRow);
  refuseHoles(events.map((event) => event.position), afterPosition + 1, 'the log');
  return events;
}

export function readHead(db: Queryable): Promise<Head> {
  return readPrefix(db, 'order by e.position desc limit 1', []);
}

/** The root of the chain at a position; undefined behind the end. */
export async function readChain(db: Queryable, position: number): Promise<string | undefined> {
  const found = await readPrefix(db, 'where e.position = $1', [position]);
  return found.position === position ? found.chain : undefined;
}

/**
 * The longest prefix of the log that was recorded up to an instant: `recorded_at` never falls along the log, so that halving
 * the positions finds its end in some twenty look-ups, and no other index is needed.
 *
 * @throws AppError `HISTORY_IMPOSSIBLE` when a position is missing where it looks.
 */
export async function readHeadAt(db: Queryable, instant: string): Promise<Head> {
  const { rows } = await db.query<[position: string]>({
    text: `with recursive halves(low, high) as (
        select 0::bigint, coalesce(max(position), 0) from log.event
        union all
        select case when e.recorded_at <= $1::timestamptz then e.position else low end,
          case when e.recorded_at <= $1::timestamptz then high else e.position - 1 end
        from halves join log.event e on e.position = (low + high + 1) / 2
        where low < high
      )
      select low from halves where low = high`,
    values: [instant], rowMode: 'array',
  });
  const [found] = rows;
  if (found === undefined) throw new AppError('HISTORY_IMPOSSIBLE', `In the log, a position is missing on the way to ${instant}.`);
  return found[0] === '0' ? EMPTY : readPrefix(db, 'where e.position = $1', [Number(found[0])]);
}

const EMPTY: Head = { position: 0, recordedAt: undefined, chain: GENESIS.toString('hex') };

/** The prefix that ends with one event. */
async function readPrefix(db: Queryable, which: string, values: readonly number[]): Promise<Head> {
  const { rows } = await db.query<[position: string, recordedAt: string, chain: string]>({
    text: `select e.position, ${utcText('e.recorded_at')}, encode(e.chain, 'hex') from log.event e ${which}`, values: [...values], rowMode: 'array',
  });
  const [row] = rows;
  return row === undefined ? EMPTY : { position: Number(row[0]), recordedAt: row[1], chain: row[2] };
}

/** An empty page means the end of the log, unless there is something behind it. */
async function refuseMissingPage(db: Queryable, afterPosition: number): Promise<void> {
  const { rows } = await db.query<[string | null]>({
    text: 'select min(e.position) from log.event e where e.position > $1', values: [afterPosition], rowMode: 'array',
  });
  const next = rows[0]?.[0] ?? null;
  if (next !== null) refuseHoles([Number(next)], afterPosition + 1, 'the log');
}

function refuseHoles(ordinals: readonly number[], first: number, where: string): void {
  const wrong = ordinals.findIndex((ordinal, index) => ordinal !== first + index);
  if (wrong < 0) return;
  throw new AppError('HISTORY_IMPOSSIBLE', `In ${where}, ${first + wrong} is missing: ${ordinals[wrong]} stands in its place.`);
}
