import { openDatabase, sumsOf } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { addDays, isCivilDate } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';
import { caughtUp } from '@motcua/standalone';
import { pino } from 'pino';
import { withClient } from './bench-server.ts';
import { fillQuarters } from './fill.ts';
import { spread, timed } from './harness.ts';
import type { Bench, Findings, Line, Measurement } from './measurement.ts';
import { steadyLoad } from './steady.ts';
import { copyOf } from './supply.ts';

const QUARTERS = 4;
/** Whole weeks, so that working days stay working days. */
const QUARTER_DAYS = 91;
const NEWEST = { from: '2023-12-15', to: '2024-03-14' };
const YEAR = { from: addDays(NEWEST.from, -3 * QUARTER_DAYS), to: NEWEST.to };

/**
 * A year of a province from the first event on: appended, projected, weighed and asked, and then a steady load upon it. The constants
 * of docs/SCALE.md are checked by it. Measured once: it is long.
 */
export const year: Measurement = {
  id: 'year',
  title: 'A year of a province',
  measure: async (bench) => {
    const database = await bench.server.database('year');
    const store = openPostgresStore({ connectionString: database.appUrl });
    const opened = openDatabase(database.appUrl, { connections: 1 });
    const projector = (): Projector => startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
    try {
      const { dossiers } = bench.sizes.year;
      const { events, ms } = await fillQuarters(store, { dossiers, events: eventsOf(dossiers), again: inQuarter }, bench);
      const tenths = await projected(projector(), events, bench);
      await withClient(database.ownerUrl, (client) => client.query('vacuum analyze'));
      const lines = [
        { what: `appending ${events.toLocaleString('en')} events, 1,000 at a time`, figures: { eventsPerSecond: spread([(events * 1000) / ms]) } },
        { what: 'projecting them, tenth by tenth', figures: { eventsPerSecond: spread(tenths) } },
        ...await weighed(opened, events), ...await asked(opened, bench),
        ...await steadyLoad(store, projector(), { ...bench, copy: QUARTERS }),
      ];
      const [first = Number.NaN, last = Number.NaN] = [tenths[0], tenths.at(-1)];
      return { lines, ratios: [{ what: 'cost of an event in the last tenth ÷ in the first', ratio: spread([first / last]), aim: '≤ 1.2' }] } satisfies Findings;
    } finally {
      await opened.close();
      await store.close();
      await bench.server.drop(database);
    }
  },
};

/** All that the counters of four quarters send, and no event more. */
function eventsOf(dossiers: number): number {
  const { referenceEvents, counters } = simulate({ dossiers });
  const ofQuarter = counters.reduce((all, { events }) => all + [...events].length, 0);
  return referenceEvents.length + QUARTERS * ofQuarter;
}

/** The oldest quarter is appended first: every copy is of other dossiers, and lies so many quarters before the newest. */
function inQuarter(event: CloudEvent, quarter: number): CloudEvent {
  const days = (quarter + 1 - QUARTERS) * QUARTER_DAYS;
  const { time, data, ...rest } = copyOf(event, quarter);
  const moved = JSON.stringify({ time, data }).replaceAll(/\b\d{4}-\d\d-\d\d(?=[T"])/g, (date) => (isCivilDate(date) ? addDays(date, days) : date));
  return { ...rest, ...JSON.parse(moved) as Pick<CloudEvent, 'time' | 'data'> } as CloudEvent;
}

/** Events a second of each tenth of the log, or of each batch where a batch is more. */
async function projected(projector: Projector, events: number, { signal, onRun }: Bench): Promise<readonly number[]> {
  const rates: number[] = [];
  try {
    for (let done = 0; done < events;) {
      onRun(`projecting the log: ${done.toLocaleString('en')} of ${events.toLocaleString('en')} events`);
      const ms = await timed(() => caughtUp(projector, Math.min(events, done + Math.ceil(events / 10)), signal));
      const reached = projector.position();
      rates.push(((reached - done) * 1000) / ms);
      done = reached;
    }
    return rates;
  } finally {
    await projector.stop();
  }
}

/** What an event takes on the disk, and how many rows follow from a thousand. */
async function weighed({ pool }: Database, events: number): Promise<readonly Line[]> {
  const { rows: tables } = await pool.query<{ schema: string; name: string; bytes: number; rows: number }>(`
    select n.nspname as schema, c.relname as name, pg_total_relation_size(c.oid)::bigint as bytes, greatest(c.reltuples, 0)::bigint as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('log', 'ledger') and c.relkind = 'r' order by bytes desc`);
  const bytesOf = (schema: string): number => tables.filter((table) => table.schema === schema).reduce((all, { bytes }) => all + bytes, 0);
  return [
    { what: 'the log on the disk, with its indexes', figures: { bytesPerEvent: spread([bytesOf('log') / events]) } },
    { what: 'the read model on the disk, with its indexes', figures: { bytesPerEvent: spread([bytesOf('ledger') / events]) } },
    ...tables.filter(({ schema, rows }) => schema === 'ledger' && rows > 0).slice(0, TABLES_SHOWN).map(({ name, bytes, rows }) => (
      { what: `of it ${name}`, figures: { bytesPerEvent: spread([bytes / events]), rows: spread([rows]) } })),
  ];
}

const TABLES_SHOWN = 8;

async function asked({ db }: Database, { rounds, onRun }: Bench): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [what, period] of [['the newest quarter', NEWEST], ['the year', YEAR]] as const) {
    for (const dimension of ['level', 'authority'] as const) {
      onRun(`asking for ${what}`);
      const times: number[] = [];
      for (let round = 0; round <= rounds; round += 1) times.push(await timed(() => sumsOf(db, { scope: 'H57', period, rule: 'nd61', dimension })));
      lines.push({ what: `sums of ${what} by ${dimension}`, figures: { ms: spread(times.slice(1)) } });
    }
  }
  return lines;
}
