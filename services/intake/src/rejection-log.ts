import { formatInstant } from '@motcua/kernel';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import type { IntakeLimits } from './limits.ts';
import type { Fault } from './refusal.ts';
import type { Rejection } from './rejection.ts';

/** Rejections that wait to be written; what comes on top of them is only counted. */
const WAITING_MAX = 20_000;
const FLUSH_MS = 500;

export type RejectionLog = {
  /** Takes note at once; written within half a second, many together, off the way of the accepted ones. */
  readonly note: (rejection: Rejection) => void;
  /** With everything that was noted before. */
  readonly list: (question: RejectionQuestion) => Promise<readonly ListedRejection[]>;
  /** Writes what waits. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** `after`: the `id` of the last row seen. */
export type RejectionQuestion = { readonly source?: string | undefined; readonly code?: string | undefined; readonly after?: string | undefined; readonly limit: number };

/** `id`: digits, rising in order of first sight. Instants in UTC. */
export type ListedRejection = {
  readonly id: string; readonly sha256: string; readonly source: string; readonly code: string; readonly pointers: readonly string[];
  readonly known: Readonly<Record<string, string>>; readonly unknownFields: readonly string[]; readonly size: number; readonly count: number;
  readonly firstAt: string; readonly lastAt: string;
  readonly fault: Fault | null; readonly authority: string | null;
};

type Waiting = { readonly rejection: Rejection; firstAt: string; lastAt: string; count: number };

export type RejectionLogOptions = {
  readonly pool: Pool;
  readonly limits: Pick<IntakeLimits, 'rejections' | 'rejectionsPerSource'>;
  readonly clock: () => number;
  /** The last position of the log, which says later what came after a rejection. */
  readonly head: () => Promise<number>;
  /** Told what could not be written; it stays and is tried again. */
  readonly onError: (error: unknown) => void;
  readonly onDropped: () => void;
};

/** One row for each different item; the oldest of a source, and of all, go when there are too many. */
export function createRejectionLog({ pool, limits, clock, head, onError, onDropped }: RejectionLogOptions): RejectionLog {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  let waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  /** Asked for with the first rejection that waits: what is recorded while they wait comes after them. */
  let seen: Promise<number> | undefined;
  const look = (): void => {
    seen ??= head();
    seen.catch(() => undefined);
  };

  const write = async (): Promise<void> => {
    const batch = waiting;
    if (batch.size === 0) return;
    const asked = seen ?? head();
    waiting = new Map();
    seen = undefined;
    try {
      const position = await asked;
      await db.transaction().execute(async (transaction) => {
        await upsert(transaction, [...batch.values()], position);
        await prune(transaction, [...new Set([...batch.values()].map(({ rejection }) => rejection.source))], limits);
      });
    } catch (error) {
      onError(error);
      for (const one of batch.values()) keep(one);
      schedule();
    }
  };
  /** What is seen again adds to what waits, whichever of them came first. */
  const keep = (one: Waiting): void => {
    const known = waiting.get(one.rejection.sha256);
    if (known !== undefined) {
      known.count += one.count;
      if (one.firstAt < known.firstAt) known.firstAt = one.firstAt;
      if (one.lastAt > known.lastAt) known.lastAt = one.lastAt;
    } else if (waiting.size < WAITING_MAX) waiting.set(one.rejection.sha256, one);
    else onDropped();
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    note: (rejection) => {
      const at = formatInstant(clock());
      keep({ rejection, firstAt: at, lastAt: at, count: 1 });
      look();
      schedule();
    },
    list: async (question) => {
      await flush();
      return (await listing(question).execute(db)).rows;
    },
    flush,
    close: async () => {
      await flush();
      clearTimeout(timer);
    },
  };
}

async function upsert(db: Kysely<unknown>, rows: readonly Waiting[], position: number): Promise<void> {
  const json = JSON.stringify(rows.map(({ rejection, ...seen }) => ({ ...rejection, ...seen })));
  await sql`
    insert into intake.rejection (sha256, source, code, pointers, known, unknown_fields, fault, authority, size, count, first_at, last_at, first_position, last_position)
    select sha256, source, code, pointers, known, "unknownFields", fault, authority, size, count, "firstAt", "lastAt", ${position}::bigint, ${position}::bigint
    from json_to_recordset(${json}::json) as r(sha256 text, source text, code text, pointers json, known json, "unknownFields" json, fault text, authority text,
      size bigint, count bigint, "firstAt" timestamptz, "lastAt" timestamptz)
    order by sha256
    on conflict (sha256) do update set
      count = intake.rejection.count + excluded.count, last_at = greatest(intake.rejection.last_at, excluded.last_at),
      last_position = greatest(intake.rejection.last_position, excluded.last_position),
      code = excluded.code, pointers = excluded.pointers, fault = excluded.fault, authority = excluded.authority`.execute(db);
}

async function prune(db: Kysely<unknown>, sources: readonly string[], limits: RejectionLogOptions['limits']): Promise<void> {
  await sql`
    delete from intake.rejection where id in (
      select old.id from unnest(${sources}::text[]) as touched(source)
      cross join lateral (select id from intake.rejection where source = touched.source order by last_at desc, id desc offset ${limits.rejectionsPerSource}) old)`.execute(db);
  await sql`
    delete from intake.rejection where id in (
      select id from intake.rejection order by last_at desc, id desc offset ${limits.rejections})`.execute(db);
}

function listing({ source, code, after, limit }: RejectionQuestion) {
  const conditions = [
    sql`id > ${after ?? '0'}::bigint`,
    ...(source === undefined ? [] : [sql`source = ${source}`]),
    ...(code === undefined ? [] : [sql`code = ${code}`]),
  ];
  return sql<ListedRejection>`
    select id::text, sha256, source, code, pointers, known, unknown_fields as "unknownFields", fault, authority, size::float8, count::float8,
      to_char(first_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "firstAt",
      to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt"
    from intake.rejection where ${sql.join(conditions, sql` and `)} order by rejection.id limit ${limit}`;
}
