import { setTimeout as sleep } from 'node:timers/promises';
import { inSnapshot } from '@motcua/database';
import { DOSSIER_EVENTS_MAX, LATENESS_RULES } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { quarantine } from '@motcua/projector';
import { figuresQuery, readFigures } from '@motcua/statistics';
import { startProcess, until, vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { marked, openMarkedLog, record, tell, told } from './support/marked-log.ts';
import type { LoggedMark, MarkedLog, Told } from './support/marked-log.ts';

const RULES = LATENESS_RULES.map(({ id }) => id);
/** `CLOCK_KILLS=5` and more: as many as wished. */
const KILLS = Number(process.env['CLOCK_KILLS'] ?? 3);
const CODE = 'H57.01-240102-0001';
const reception = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person' } as const;
const tenDays = { ...reception, limit: { amount: 10, unit: 'working_days' } } as const;
const at = (text: string): (() => Instant) => () => vietnamTime(text);

test('a due date that nobody told is computed, and marked when its minute is over, and the read model follows', async (t) => {
  const log = await openMarkedLog(t);
  // Ten working days after a Tuesday; and, for another dossier, as many as its procedure has: over Tết, 8 to 14 February.
  const byProcedure = { name: 'Thủ tục', field: 'G01', fieldName: 'Lĩnh vực', level: 'province', limit: { amount: 3, unit: 'working_days' }, validFrom: '2024-01-01' };
  await tell(log, record(streams.procedure('1.000002'), 'ProcedureDeclared', '1.000002', '2024-01-01 08:00', byProcedure));
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays));
  await tell(log, told('H57.01-240206-0001', 'DossierReceived', '2024-02-06 08:12', { ...reception, procedure: '1.000002' }));
  const projector = log.startProjector();
  let now = vietnamTime('2024-01-16 17:00') + 59_999;
  const clock = log.startClock(() => now);
  await marked(log, projector, clock);
  t.strictSame(await log.marks(), [], 'the due minute itself is in time');
  now += 1;
  await marked(log, projector, clock);
  t.strictSame(await log.marks(), ofEveryRule(CODE, '2024-01-16 17:00'));
  t.strictSame(await classes(log), [[CODE, 'overdue'], ['H57.01-240206-0001', 'in_progress']]);
  now = vietnamTime('2024-02-16 17:01');
  await marked(log, projector, clock);
  t.strictSame((await log.marks()).slice(3), ofEveryRule('H57.01-240206-0001', '2024-02-16 17:00'));
  t.match(clock.progress(), { marked: 6, skipped: 0 });

  // Set back by an hour: what was marked stays, and a due date that lies in that hour is marked when the hour is over again.
  await tell(log, told('H57.01-240216-0001', 'DossierReceived', '2024-02-01 08:00', { ...reception, dueAt: formatInstant(vietnamTime('2024-02-16 16:30')) }));
  now -= 3_600_000;
  await marked(log, projector, clock);
  t.equal((await log.marks()).length, 6);
  now += 3_600_000;
  await marked(log, projector, clock);
  t.strictSame((await log.marks()).slice(6), ofEveryRule('H57.01-240216-0001', '2024-02-16 16:30'));
  t.equal(clock.health().kind, 'running');
});

test('each rule marks its own due date when they differ after a supplement', async (t) => {
  const log = await openMarkedLog(t);
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays), told(CODE, 'SupplementRequested', '2024-01-04 09:00', {}), told(CODE, 'SupplementReceived', '2024-01-08 09:00', {}));
  const projector = log.startProjector();
  let now = vietnamTime('2024-01-18 17:01');
  const clock = log.startClock(() => now);
  await marked(log, projector, clock);
  const shifted = { dossier: CODE, rule: 'portal-766', dueAt: formatInstant(vietnamTime('2024-01-18 17:00')) };
  t.strictSame(await log.marks(), [shifted]);
  t.strictSame(await classes(log), [[CODE, 'in_progress']], 'under the rule of the read model it is in time');
  now = vietnamTime('2024-01-22 17:01');
  await marked(log, projector, clock);
  t.strictSame(await log.marks(), [shifted, ...ofEveryRule(CODE, '2024-01-22 17:00').filter(({ rule }) => rule !== 'portal-766')]);
  t.strictSame(await classes(log), [[CODE, 'overdue']]);
});

test('a resolution that arrives late but is dated before the due date undoes the mark, and the figures follow', async (t) => {
  const log = await openMarkedLog(t);
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays));
  const projector = log.startProjector();
  const clock = log.startClock(at('2024-01-20 08:00'));
  await marked(log, projector, clock);
  t.match(await figures(log), { resolved: 0, closingReceived: 1 });
  t.equal(await overdueOn(log, '2024-01-16'), 1);
  await tell(log, told(CODE, 'DossierResolved', '2024-01-15 10:00', {}));
  await marked(log, projector, clock);
  t.match(await figures(log), { resolved: 1, resolvedOnTime: 1, resolvedLate: 0, closingReceived: 0 });
  t.equal(await overdueOn(log, '2024-01-16'), 0);
  t.strictSame(await classes(log), [[CODE, 'resolved_early']]);
  t.equal((await log.marks()).length, RULES.length, 'the marks stay what they are: facts');
});

test('after a long stop the clock catches up in due order, each due date once', async (t) => {
  const log = await openMarkedLog(t);
  await tell(log, ...manyReceptions(120));
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays), told(CODE, 'SupplementRequested', '2024-01-04 09:00', {}), told(CODE, 'SupplementReceived', '2024-01-08 09:00', {}));
  const projector = log.startProjector();
  await marked(log, projector, log.startClock(at('2026-01-01 08:00'), { batchSize: 7 }));
  const marks = await log.marks();
  t.equal(marks.length, 121 * RULES.length);
  t.strictSame(marks.map(({ dueAt }) => dueAt), marks.map(({ dueAt }) => dueAt).toSorted());
  t.equal(distinct(marks), marks.length);
});

test('clocks that show times ten minutes apart write each mark once', async (t) => {
  const log = await openMarkedLog(t);
  const noon = vietnamTime('2024-01-10 12:00');
  const codes = Array.from({ length: 40 }, (_, index) => `H57.01-240102-${String(index).padStart(4, '0')}`);
  await tell(log, ...codes.map((code, index) => told(code, 'DossierReceived', '2024-01-02 08:12', { ...reception, dueAt: formatInstant(noon + (index - 20) * 60_000) })));
  const projector = log.startProjector();
  let now = noon;
  const [fast, slow] = [log.startClock(() => now + 5 * 60_000, { batchSize: 3 }), log.startClock(() => now - 5 * 60_000, { batchSize: 4 })];
  await Promise.all([marked(log, projector, fast), marked(log, projector, slow)]);
  t.equal(distinct(await log.marks()), 25 * RULES.length, 'what has passed for the fast one');
  for (let minute = 0; minute < 20; minute += 1) {
    now += 60_000;
    await Promise.all([marked(log, projector, fast), marked(log, projector, slow)]);
  }
  const marks = await log.marks();
  t.equal(marks.length, codes.length * RULES.length);
  t.equal(distinct(marks), marks.length);
  t.equal(fast.progress().marked + slow.progress().marked, marks.length);
});

test('a clock killed again and again, with another one beside it at last, marks each due date once', async (t) => {
  const log = await openMarkedLog(t);
  await tell(log, ...manyReceptions(200));
  const projector = log.startProjector();
  await projector.waitFor((await log.store.head()).position, 120_000);
  const total = 200 * RULES.length;
  const seen: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = seen.at(-1) ?? 0;
    const clock = startProcess(t, process.execPath, [`${import.meta.dirname}/support/clock-process.ts`, log.appUrl, '2'], {});
    await until(async () => (await log.store.head()).position > 200 + before + kill);
    await sleep(Math.random() * 50);
    clock.signal('SIGKILL');
    t.equal(await clock.ended, 'SIGKILL');
    seen.push((await log.marks()).length);
  }
  t.comment(`killed after ${seen.join(', ')} of ${total} marks`);
  t.ok((seen.at(-1) ?? 0) < total, 'there was work left at every kill');
  await Promise.all([marked(log, projector, log.startClock(Date.now)), marked(log, projector, log.startClock(Date.now))]);
  const marks = await log.marks();
  t.equal(marks.length, total);
  t.equal(distinct(marks), total);
  t.ok((await classes(log)).every(([, dossierClass]) => dossierClass === 'overdue'));
});

test('a dossier with news that the read model does not show yet is left until it does', async (t) => {
  const log = await openMarkedLog(t);
  const other = 'H57.01-240102-0002';
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays), told(other, 'DossierReceived', '2024-01-02 08:12', tenDays));
  await log.project();
  await tell(log, told(CODE, 'DueDateChanged', '2024-01-15 08:00', { newDueAt: '2024-03-01', cause: 'law' }));
  const clock = log.startClock(at('2024-02-01 08:00'));
  await until(async () => (await log.marks()).length >= RULES.length);
  await t.rejects(clock.caughtUp(200), { code: 'CLOCK_BEHIND' });
  t.strictSame(await log.marks(), ofEveryRule(other, '2024-01-16 17:00'));
  await marked(log, log.startProjector(), clock);
  t.strictSame(await log.marks(), ofEveryRule(other, '2024-01-16 17:00'), 'for its new due date has not passed');
});

test('news that comes between two marks of a dossier puts both off, also when there is as much of it as of marks', async (t) => {
  const log = await openMarkedLog(t);
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays), told(CODE, 'DossierResolved', '2024-01-20 08:00', {}),
    told(CODE, 'DossierReopened', '2024-01-22 08:00', { reason: 'complaint', dueAt: '2024-01-25' }));
  await log.project();
  const news = [told(CODE, 'OpinionRequested', '2024-01-23 08:00', { office: 'H57.02' }), told(CODE, 'OpinionGiven', '2024-01-24 08:00', { office: 'H57.02' }),
    told(CODE, 'DueDateChanged', '2024-01-24 09:00', { newDueAt: '2024-12-31', cause: 'law' })];
  const store: EventStore = { ...log.store, appendMany: async (appends) => {
    await tell(log, ...news.splice(0));
    return log.store.appendMany(appends);
  } };
  const clock = log.startClock(at('2024-02-01 08:00'), { store });
  await until(() => news.length === 0);
  await marked(log, log.startProjector(), clock);
  t.strictSame(await log.marks(), ofEveryRule(CODE, '2024-01-16 17:00'), 'the second date was moved before it passed');
});

test('what the operator set aside does not count', async (t) => {
  const log = await openMarkedLog(t);
  const twice = record(streams.dossier(CODE), 'DossierReceived', CODE, '2024-01-03 08:00', { ...tenDays });
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays));
  const projector = log.startProjector();
  await projector.waitFor(1, 120_000);
  await tell(log, twice);
  await until(() => projector.health().kind === 'stopped');
  await quarantine(log.store, log.database, 2, 'gửi nhầm');
  await tell(log, told('H57.01-240102-0003', 'DossierReceived', '2024-01-02 08:12', tenDays));
  await projector.waitFor((await log.store.head()).position, 120_000);
  const clock = log.startClock(at('2024-02-01 08:00'));
  await marked(log, projector, clock);
  t.strictSame((await log.marks()).toSorted(byDossier), [...ofEveryRule(CODE, '2024-01-16 17:00'), ...ofEveryRule('H57.01-240102-0003', '2024-01-16 17:00')]);
});

test('a dossier that has no room for a mark is told once and keeps no other from being marked', async (t) => {
  const log = await openMarkedLog(t);
  const other = 'H57.01-240102-0003';
  const fees = Array.from({ length: DOSSIER_EVENTS_MAX - 1 }, (_, index) => told(CODE, 'FeePaid', '2024-01-03 08:00', { amount: index }, String(index)));
  await tell(log, told(CODE, 'DossierReceived', '2024-01-02 08:12', tenDays), told(other, 'DossierReceived', '2024-01-02 08:12', tenDays));
  await log.store.append({ stream: streams.dossier(CODE), expect: { kind: 'any' }, events: fees.map(({ event }) => event) });
  const projector = log.startProjector();
  let now = vietnamTime('2024-02-01 08:00');
  const clock = log.startClock(() => now);
  await marked(log, projector, clock);
  now = vietnamTime('2024-02-02 08:00');
  await marked(log, projector, clock);
  t.strictSame(await log.marks(), ofEveryRule(other, '2024-01-16 17:00'));
  t.match(clock.progress(), { marked: RULES.length, skipped: 1 });
  t.equal(clock.health().kind, 'running');
});

function ofEveryRule(dossier: string, due: string): readonly LoggedMark[] {
  return RULES.map((rule) => ({ dossier, rule, dueAt: formatInstant(vietnamTime(due)) }));
}

/** Receptions over a year whose limits end in no order. */
function manyReceptions(count: number): readonly Told[] {
  return Array.from({ length: count }, (_, index) => {
    const day = `2024-${String((index * 5) % 12 + 1).padStart(2, '0')}-${String((index * 7) % 28 + 1).padStart(2, '0')}`;
    const code = `H57.02-240101-${String(index).padStart(4, '0')}`;
    return told(code, 'DossierReceived', `${day} 09:00`, { ...reception, limit: { amount: (index * 11) % 30 + 1, unit: index % 2 === 0 ? 'working_days' : 'calendar_days' } });
  });
}

function distinct(marks: readonly LoggedMark[]): number {
  return new Set(marks.map(({ dossier, rule, dueAt }) => `${dossier} ${rule} ${dueAt}`)).size;
}

function byDossier(a: LoggedMark, b: LoggedMark): number {
  return a.dossier < b.dossier ? -1 : a.dossier > b.dossier ? 1 : RULES.indexOf(a.rule) - RULES.indexOf(b.rule);
}

async function classes({ database }: MarkedLog): Promise<readonly (readonly [string, string])[]> {
  const rows = await database.db.selectFrom('dossier').select(['code', 'class']).orderBy('code').execute();
  return rows.map(({ code, class: dossierClass }) => [code, dossierClass] as const);
}

async function figures({ database }: MarkedLog): Promise<unknown> {
  const query = figuresQuery({ scope: 'VN', period: '2024-Q1', scheme: 'vpcp-15-14', by: 'level', rule: 'nd61' });
  return (await inSnapshot(database.db, (snapshot) => readFigures(snapshot, query))).total;
}

/** How many dossiers are overdue at the end of a day, under the base rule. */
async function overdueOn({ database }: MarkedLog, day: string): Promise<number> {
  const { rows } = await database.pool.query<{ readonly overdue: number }>(`
    select coalesce(sum(amount), 0)::integer as overdue from ledger.balance join ledger.kind using (kind)
    where class = 'overdue' and rule = 'nd61' and effective_on <= $1`, [day]);
  return rows[0]?.overdue ?? 0;
}
