import { startClock } from '@motcua/clock';
import { inSnapshot, readCheckpoint } from '@motcua/database';
import type { Database } from '@motcua/database';
import { isDossierEventType, isReferenceEventType, LATENESS_RULES, readDossierEvent } from '@motcua/dossier';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { CLOCK_SOURCE, formatInstant } from '@motcua/kernel';
import { definitions } from '@motcua/ledger';
import type { FigureId } from '@motcua/ledger';
import type { simulate } from '@motcua/simulator';
import { figuresQuery, readFigures } from '@motcua/statistics';
import { acceptedOf, delayed, lawfulHistory, oracleCalendar, oracleFigures, until } from '@motcua/testkit';
import type { Arrival, OracleNode } from '@motcua/testkit';
import fc from 'fast-check';
import { pino } from 'pino';
import type { Test } from 'tap';
import { nameOf } from './counters.ts';
import type { Acknowledged, Sent } from './counters.ts';

// What must hold after whatever was killed: the log, the figures beside the oracle's, the balances beside their legs.

/** Nothing acknowledged is missing, nothing is there twice, and nothing is there that nobody sent but the clock's marks. */
export function checkLog(t: Test, log: readonly RecordedEvent[], { positions, answerLost }: Acknowledged, sent: readonly Sent[]): void {
  t.comment(`${log.length} events, of ${answerLost.size} the first answer was lost`);
  t.ok(log.every(({ position }, index) => position === index + 1), 'positions have no gaps');
  const names = log.map(({ source, sourceId }) => nameOf({ source, id: sourceId }));
  t.equal(new Set(names).size, log.length, 'nothing is in the log twice');
  t.equal(new Set(log.map(({ id }) => id)).size, log.length);
  const wanted = new Set(sent.map(nameOf));
  const own = log.filter((event, index) => event.source === CLOCK_SOURCE && !wanted.has(names[index] ?? ''));
  t.equal(wanted.size, sent.length);
  t.strictSame(names.filter((name) => wanted.has(name)).toSorted(), [...wanted].toSorted(), 'whatever was sent is in the log');
  t.equal(log.length, wanted.size + own.length, 'and nothing else but what the clock wrote');
  t.ok(own.length > 0, `${own.length} marks of its own`);
  t.strictSame(names.filter((name, index) => wanted.has(name) && positions.get(name) !== index + 1), [], 'and where its sender was told it is');
}

/** Every figure of the quarter is the oracle's, by level under every rule, by authority and by channel. */
export async function checkFigures(t: Test, database: Database, simulation: ReturnType<typeof simulate>, log: readonly RecordedEvent[]): Promise<void> {
  const arrivals: readonly Arrival[] = log.filter(({ type }) => isDossierEventType(type)).map((record) => ({ dossier: record.subject, event: readDossierEvent(record) }));
  const calendar = oracleCalendar(log.filter(({ type }) => isReferenceEventType(type)));
  const { authorities } = simulation.catalogue;
  const everybody = [...authorities.map(({ code }) => code), 'unknown'];
  const ofLevel = (level: string): readonly string[] => level === 'unknown' ? ['unknown'] : authorities.filter((one) => one.level === level).map(({ code }) => code);
  const nodeOf = (by: string, code: string): OracleNode => by === 'authority' ? { by, authorities: [code] }
    : by === 'level' ? { by: 'authority', authorities: ofLevel(code) } : { by: 'channel', code, within: everybody };
  const asked = [...LATENESS_RULES.map(({ id }) => ['level', id] as const), ['authority', 'nd61'], ['channel', 'nd61']] as const;
  for (const [by, rule] of asked) {
    const counted = (node: OracleNode) => oracleFigures(arrivals, { node, rule, calendar, ...simulation.period, position: arrivals.length });
    const query = figuresQuery({ scope: 'VN', period: '2024-Q1', scheme: 'vpcp-15-14', by, rule });
    const { rows, total } = await inSnapshot(database.db, (snapshot) => readFigures(snapshot, query));
    t.ok(rows.length >= 3, `${rows.length} rows by ${by} under ${rule}`);
    for (const row of rows) t.strictSame(figuresIn(row), counted(nodeOf(by, row[by] ?? '')), `${by} ${row[by] ?? ''}`);
    if (by !== 'channel') t.strictSame(figuresIn(total), counted({ by: 'authority', authorities: everybody }), `all by ${by}`);
  }
}

function figuresIn(row: Readonly<Record<FigureId, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(definitions.map(({ id }) => [id, row[id]]));
}

export async function checkBalances(t: Test, { pool }: Database): Promise<void> {
  const { rows } = await pool.query(`
    select * from (select place, kind, effective_on, sum(amount)::integer as posted from ledger.journal group by 1, 2, 3) j
    full join ledger.balance b using (place, kind, effective_on) where coalesce(posted, 0) <> coalesce(amount, 0)`);
  t.strictSame(rows, [], 'every balance is the sum of its legs');
}

/** Lawful lives of dossiers, a good part of their events late, in an order in which all of them are accepted. */
export function lateNews(seed: number): readonly Sent[] {
  const one = (index: number) => {
    const code = `H57.99-240105-${String(index).padStart(4, '0')}`;
    return lawfulHistory(code).chain(delayed).map((events) => events.map((event) => ({ dossier: code, event })));
  };
  const [lives = []] = fc.sample(fc.tuple(...Array.from({ length: 40 }, (_, index) => one(index))), { seed, numRuns: 1 });
  // The intake takes no mark of a rule that has no books.
  const taken = lives.flat().filter(({ event }) => event.type !== 'DossierFellOverdue' || event.data.rule === 'nd61');
  return acceptedOf(taken).map(({ dossier, event }) => ({
    specversion: '1.0', id: event.id, source: event.type === 'DossierFellOverdue' ? 'urn:motcua:clock' : 'urn:counter:late', type: event.type,
    time: formatInstant(event.occurredAt), subject: dossier, data: event.data,
    // Word for word what the clock writes: whoever of the two comes second has sent a duplicate.
    ...(event.type === 'DossierFellOverdue' ? { actorrole: 'clock' } : {}),
  }));
}

export async function wholeLog(store: EventStore): Promise<readonly RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for (let page = await store.readAll(0, 1_000); page.length > 0; page = await store.readAll(log.length, 1_000)) log.push(...page);
  return log;
}

/** Whatever was killed: when all is told, no due date that has passed lacks its mark. */
export async function untilMarked(t: Test, store: EventStore, database: Database): Promise<void> {
  const clock = startClock({ store, database, log: pino({ level: 'silent' }), pollMs: 50 });
  t.teardown(() => clock.stop());
  await clock.caughtUp(240_000);
  await clock.stop();
}

/** Until the read model is beyond a position, whatever is down meanwhile. */
export async function untilProjected(database: Database, beyond: number): Promise<void> {
  await until(async () => (await readCheckpoint(database.db).catch(() => ({ position: 0 }))).position > beyond);
}
