import { migrateDatabase, openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { dossierEventData } from '@motcua/dossier';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import type { EventStore, JsonObject, NewEvent } from '@motcua/event-store';
import { eventKey, formatInstant, parseInstant } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import type { Projector, ProjectorOptions } from '@motcua/projector';
import { emptyTables, testDatabase } from '@motcua/testkit';
import pg from 'pg';
import { pino } from 'pino';
import type { Test } from 'tap';

/** A log and a read model in one database of the test's own. */
export type Books = {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly store: EventStore;
  readonly database: Database;
  /** A projector that ends with the test, if not before. */
  readonly start: (options?: Partial<ProjectorOptions>) => Projector;
  /** Projects the whole log and ends the projector again. */
  readonly project: (options?: Partial<ProjectorOptions>) => Promise<void>;
  /** Empties the read model, as if the log began behind a position. */
  readonly forget: (position?: number) => Promise<void>;
  readonly rows: (sql: string) => Promise<readonly Row[]>;
};

export type Row = Readonly<Record<string, unknown>>;

/** Long: a busy machine shall not fail a test. */
export const PATIENCE_MS = 60_000;

export const quiet = pino({ level: 'silent' });

export async function openBooks(t: Pick<Test, 'teardown'>): Promise<Books> {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog, migrateDatabase]);
  return booksOn(t, { appUrl, ownerUrl, store: openPostgresStore({ connectionString: appUrl }), database: openDatabase(appUrl, { connections: 2 }) });
}

/** On a log that lies anywhere; it is closed with the test. */
export function booksOn(t: Pick<Test, 'teardown'>, { appUrl, ownerUrl, store, database }: Pick<Books, 'appUrl' | 'ownerUrl' | 'store' | 'database'>): Books {
  t.teardown(async () => {
    await database.close();
    await store.close();
  });
  const start = (options: Partial<ProjectorOptions> = {}): Projector => {
    const projector = startProjector({ store, databaseUrl: appUrl, log: quiet, pollMs: 20, ...options });
    let ended: Promise<void> | undefined;
    const stop = () => (ended ??= projector.stop());
    t.teardown(stop);
    return { ...projector, stop };
  };
  return {
    appUrl, ownerUrl, store, database, start,
    project: async (options) => {
      const projector = start(options);
      await projector.waitFor((await store.head()).position, PATIENCE_MS);
      await projector.stop();
    },
    forget: async (position = 0) => {
      await emptyTables(ownerUrl, 'ledger', ['checkpoint']);
      await asOwner(ownerUrl, `update ledger.checkpoint set position = ${position}, recorded_at = null, stopped_position = null, stopped_code = null, stopped_reason = null`);
    },
    rows: async (sql) => (await database.pool.query<Row>(sql)).rows,
  };
}

/** Everything that follows from the log, without the numbers that the database hands out. */
export async function dump(books: Books): Promise<Readonly<Record<string, readonly Row[]>>> {
  const tables = await Promise.all(Object.entries(DUMPS).map(async ([name, sql]) => [name, await books.rows(sql)] as const));
  return Object.fromEntries(tables);
}

/** The days, places and kinds in which the balances are not the sums of the journal, and the places in which the carried stocks are not. */
export const differences = (books: Books): Promise<readonly Row[]> => books.rows(`
  select 'balance' as what, place, kind from (select place, kind, effective_on, sum(amount)::integer as posted from ledger.journal group by 1, 2, 3) j
  full join ledger.balance b using (place, kind, effective_on) where posted is distinct from amount
  union all
  select 'stock', place, kind from (
    select size, place, carried.kind, sum(amount) as posted from ledger.journal j join ledger.kind leg using (kind)
    join ledger.kind carried on carried.rule = leg.rule and carried.class = leg.class and carried.cause = 'succession' and carried.side = 'to'
    cross join unnest('{1,8,64,512}'::smallint[]) as size
    where leg.class in ('awaiting_reception', 'in_progress', 'overdue', 'paused', 'feedback_regulation', 'feedback_regulation_overdue', 'feedback_conduct', 'feedback_conduct_overdue') group by 1, 2, 3
  ) j full join (select size, place, kind, sum(amount) as amount from ledger.stock group by 1, 2, 3) s using (size, place, kind)
  where coalesce(posted, 0) <> coalesce(amount, 0)`);

/** An event of a dossier as the intake would append it. */
export function dossierEvent<T extends DossierEventType>(code: string, type: T, time: string, data: DossierEventInput<T>, id = `${type}-${time}`): Told {
  return told(streams.dossier(code), { type, subject: code, time, id, data: dossierEventData[type].parse(data) });
}

export type Told = { readonly stream: string; readonly event: NewEvent };

export function told(stream: string, { type, subject, time, id, data }: { type: string; subject: string; time: string; id: string; data: JsonObject }): Told {
  const [source, sourceId] = ['urn:test', `${stream}:${id}`];
  const occurredAt = formatInstant(parseInstant(time) ?? NaN);
  return { stream, event: { id: eventKey(source, sourceId), type, source, sourceId, subject, occurredAt, schemaVersion: 1, data } };
}

/** Appends one after the other, so that positions are in this order; returns the last position. */
export async function tell(store: EventStore, all: readonly Told[]): Promise<number> {
  let last = 0;
  for (const { stream, event } of all) {
    const verdict = await store.append({ stream, expect: { kind: 'any' }, events: [event] });
    if (verdict.kind !== 'appended') throw new Error(`not appended: ${verdict.kind}`);
    last = verdict.positions[0] ?? 0;
  }
  return last;
}

/** Appends all at once: the order holds within each stream only. Returns the last position. */
export async function tellAtOnce(store: EventStore, all: readonly Told[]): Promise<number> {
  await store.appendMany(all.map(({ stream, event }) => ({ stream, expect: { kind: 'any' }, events: [event] })));
  return (await store.head()).position;
}

export async function asOwner(ownerUrl: string, sql: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const LEG = 'p.authority, p.receiving_unit, p.procedure, p.field, p.channel, k.rule, k.class, k.cause, k.side';

const DUMPS = {
  journal: `select j.position, j.movement, j.amount, j.effective_on, j.dossier, j.event_id, j.inverted, ${LEG}
    from ledger.journal j join ledger.place p using (place) join ledger.kind k using (kind) order by j.position, j.movement, k.side`,
  balance: `select b.effective_on, b.amount, ${LEG} from ledger.balance b join ledger.place p using (place) join ledger.kind k using (kind) order by b.effective_on, ${LEG}`,
  stock: `select s.size, s.span, s.amount, ${LEG} from ledger.stock s join ledger.place p using (place) join ledger.kind k using (kind) where s.amount <> 0 order by s.size, s.span, ${LEG}`,
  dossier: 'select * from ledger.dossier order by code',
  finding: 'select * from ledger.finding order by position, kind, subject',
  correction: 'select * from ledger.correction order by position',
  calendarMove: 'select * from ledger.calendar_move order by position',
  quarantined: 'select * from ledger.quarantined order by position',
  authority: 'select * from ledger.authority order by code, valid_from',
  procedure: 'select * from ledger.procedure order by code, valid_from',
  almanac: 'select * from ledger.almanac order by position',
  due: 'select * from ledger.due order by dossier, rule',
  duty: 'select * from ledger.apology_duty order by dossier, number',
  share: 'select * from ledger.delay_share order by dossier, office',
  edition: 'select * from ledger.edition order by position',
  accepted: 'select * from ledger.accepted_difference order by position',
  part: 'select * from ledger.edition_part order by position',
  checkpoint: 'select projection, position, recorded_at, stopped_position, stopped_code, stopped_reason from ledger.checkpoint',
};
