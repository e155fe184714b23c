import { inSnapshot, membersOf, readDiff, sumsOf } from '@motcua/database';
import { addDays } from '@motcua/kernel';
import { figuresParameters, figuresQuery, readFigures } from '@motcua/statistics';
import { interleave, percentile, timed } from './harness.ts';
import type { Contender, Samples } from './harness.ts';
import { linesOf, ratio } from './measurement.ts';
import type { Findings, Measurement } from './measurement.ts';
import { fillLogs, NEWS, PERIOD, SCOPE } from './query-logs.ts';
import type { FilledLog } from './query-logs.ts';
import { serverWork } from './server-work.ts';

const DIMENSIONS = ['level', 'authority'] as const;
/** One of what came and went, one of a stock, one that is rare. */
const FIGURES = ['received', 'closingReceived', 'resolvedLate'] as const;
const PAGE = 100;

/**
 * How long the quarter's table of a province takes, and how that grows with the history behind it; the same figures by the
 * `group by` over a table of dossiers that one would write otherwise; an edition compared with now; as of the past; and the first page of a list.
 */
export const query: Measurement = {
  id: 'query',
  title: 'Asking: the quarter\'s table of a province, the newest of 1 and of many',
  measure: async (bench) => {
    const logs: FilledLog[] = [];
    try {
      await fillLogs(bench, (log) => { logs.push(log); });
      const samples = await interleave(logs.flatMap((log) => contenders(log, bench.sizes.query.pages)), bench);
      return { lines: linesOf(samples), ratios: ratiosOf(samples, logs) };
    } finally {
      for (const { opened, database } of logs) {
        await opened.close();
        await bench.server.drop(database);
      }
    }
  },
};

function contenders(log: FilledLog, pages: number): readonly Contender[] {
  const { events, opened: { db, pool } } = log;
  const middle = Math.round(events / 2);
  const sums = (upTo: number, period: typeof PERIOD = PERIOD) => () => sumsOf(db, { scope: SCOPE, period, rule: 'nd61', dimension: 'level', known: { upTo } });
  return [
    ...DIMENSIONS.map((by) => asking(log, `table by ${by}`, () => tableBy(log, by))),
    asking(log, PLAIN, () => pool.query(PLAIN_SQL, [PERIOD.from, PERIOD.to])),
    asking(log, DIFF, () => differing(log)),
    asking(log, AS_OF, sums(events - 1_000)),
    asking(log, 'as of the middle of the log', sums(middle)),
    asking(log, 'as of the middle of the log, a quarter of that time', async () => sums(middle, await quarterBefore(log, middle))()),
    asking(log, 'as of the first tenth', sums(Math.round(events / 10))),
    ...FIGURES.map((figure) => paging(log, figure, pages)),
    ...FIGURES.map((figure) => paging(log, figure, pages, 'of one authority')),
  ];
}

function asking(log: FilledLog, what: string, ask: () => Promise<unknown>): Contender {
  return { name: nameOf(log, what), run: async () => {
    const worked = await serverWork(log.opened);
    const ms = await timed(ask);
    return { ms, ...worked() };
  } };
}

function tableBy({ opened }: FilledLog, by: typeof DIMENSIONS[number]): Promise<unknown> {
  const question = figuresQuery(figuresParameters.parse({ scope: SCOPE, period: PERIOD.id, by }));
  return inSnapshot(opened.db, (snapshot) => readFigures(snapshot, question));
}

const AS_OF = 'as of 1,000 events ago';
const DIFF = `an edition of ${NEWS.toLocaleString('en')} events ago compared with now, by authority`;

function differing({ opened, edition }: FilledLog): Promise<unknown> {
  return inSnapshot(opened.db, (snapshot) => readDiff(snapshot, { edition, later: undefined, by: 'authority', rule: 'nd61' }));
}

/** The thirteen weeks up to the day of which the log tells at a position. */
async function quarterBefore({ opened }: FilledLog, position: number): Promise<typeof PERIOD> {
  const { rows: [told] } = await opened.pool.query<{ day: string }>('select max(effective_on) as day from ledger.journal where position between $1 - 100 and $1', [position]);
  const to = told?.day ?? PERIOD.to;
  return { ...PERIOD, from: addDays(to, -90), to };
}

/** The first page of the dossiers behind a figure, of the whole or of the authority in the middle by the number of dossiers, again and again. */
function paging(log: FilledLog, figure: typeof FIGURES[number], pages: number, of?: 'of one authority'): Contender {
  const { db } = log.opened;
  return { name: nameOf(log, ['first page of', figure, of].filter((part) => part !== undefined).join(' ')), run: async () => {
    const row = of === undefined ? { dimension: 'level' } as const : { dimension: 'authority', node: await middleAuthority(log) } as const;
    const worked = await serverWork(log.opened);
    const times: number[] = [];
    for (let page = 0; page < pages; page += 1) times.push(await timed(() => membersOf(db, { scope: SCOPE, period: PERIOD, rule: 'nd61', ...row, figure, limit: PAGE })));
    return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99), ...worked(pages) };
  } };
}

async function middleAuthority({ opened }: FilledLog): Promise<string> {
  const { rows } = await opened.pool.query<{ authority: string }>('select authority from ledger.dossier group by 1 order by count(*), 1');
  return rows[Math.floor(rows.length / 2)]?.authority ?? SCOPE;
}

const PLAIN = 'plain group by over the dossiers';

/** What one would write over a table of dossiers with an index on nothing but the code: a few of the table's lines, as of now only. */
const PLAIN_SQL = `
  select authority, channel,
    count(*) filter (where received_at < $1::date and (resolved_at is null or resolved_at >= $1::date)) as opening,
    count(*) filter (where received_at >= $1::date and received_at < $2::date + 1) as received,
    count(*) filter (where resolved_at >= $1::date and resolved_at < $2::date + 1 and resolved_at <= due_at) as on_time,
    count(*) filter (where resolved_at >= $1::date and resolved_at < $2::date + 1 and resolved_at > due_at) as late,
    count(*) filter (where received_at < $2::date + 1 and (resolved_at is null or resolved_at >= $2::date + 1)) as closing
  from ledger.dossier group by 1, 2`;

function ratiosOf(samples: Samples, logs: readonly FilledLog[]): Findings['ratios'] {
  const [least] = logs;
  if (least === undefined) return [];
  const grows = (what: string, { figure = 'ms', aim }: { readonly figure?: string; readonly aim?: string } = {}) => logs.slice(1).map((log) => ratio(samples, {
    what: `${what}: ${log.events.toLocaleString('en')} events ÷ ${least.events.toLocaleString('en')}`, figure, above: nameOf(log, what), below: nameOf(least, what), aim,
  }));
  const beside = logs.map((log) => ratio(samples, {
    what: `${PLAIN} ÷ table by authority, ${log.events.toLocaleString('en')} events`, figure: 'ms', above: nameOf(log, PLAIN), below: nameOf(log, 'table by authority'),
  }));
  const pages = logs.flatMap((log) => FIGURES.map((figure) => ratio(samples, {
    what: `first page of ${figure} ÷ ${PLAIN}, ${log.events.toLocaleString('en')} events`, figure: 'p50Ms', above: nameOf(log, `first page of ${figure}`), below: nameOf(log, PLAIN), belowFigure: 'ms',
  })));
  return [
    ...DIMENSIONS.flatMap((by) => grows(`table by ${by}`, { aim: '≤ 1.5' })), ...FIGURES.flatMap((figure) => grows(`first page of ${figure}`, { figure: 'p50Ms' })),
    ...grows(DIFF), ...grows(AS_OF), ...grows(PLAIN), ...beside, ...pages,
  ];
}

function nameOf({ events }: FilledLog, what: string): string {
  return `${what}, ${events.toLocaleString('en')} events`;
}
