import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { rebuild } from '@motcua/projector';
import type { Projector } from '@motcua/projector';
import { test } from 'tap';
import type { Test } from 'tap';
import { checkBalances } from './support/after-kills.ts';
import { EVENTS_A_ROUND } from './support/history.ts';
import type { Acknowledged, Followed, Wanted } from './support/history.ts';
import { openMarkedLog } from './support/marked-log.ts';
import type { MarkedLog } from './support/marked-log.ts';

// HISTORY_EVENTS=<number>: so many events; npm run test:history says a million.
const wanted = Number(process.env['HISTORY_EVENTS'] ?? 50_000);
// Many writers in a process, so that their appends share statements.
const [PROCESSES, WRITERS] = [4, 16];
const ROUNDS = Math.ceil(wanted / (PROCESSES * WRITERS * EVENTS_A_ROUND));
const EVENTS = ROUNDS * PROCESSES * WRITERS * EVENTS_A_ROUND;
const PAGE = 5_000;
/** In a longer history the read model is made again meanwhile. */
const REBUILT_FROM = 100_000;

test(`${PROCESSES * WRITERS} writers in ${PROCESSES} processes, 4 subscribers and a projector: of ${EVENTS} events none is lost, none comes twice, none out of its order`, { timeout: 7_200_000 }, async (t) => {
  const ledger = await openMarkedLog(t);
  const projector = ledger.startProjector();
  const remade = EVENTS < REBUILT_FROM ? undefined : remadeMeanwhile(t, ledger, projector);
  // Waited for behind the writing.
  remade?.catch(() => undefined);
  const startedAt = performance.now();
  const processes = await Promise.all(Array.from({ length: PROCESSES }, () => startWriter(t)));
  const answers = await Promise.all(processes.map((child, number) => ask<readonly Acknowledged[]>(child, { url: ledger.appUrl, process: number, writers: WRITERS, rounds: ROUNDS } satisfies Wanted)));
  const written = performance.now();
  const acknowledged = answers.flat();
  const followed = await Promise.all(processes.map((child) => ask<Followed>(child, EVENTS)));
  t.comment(`${acknowledged.length} appends of ${EVENTS} events written in ${Math.round(written - startedAt)} ms, followed in ${Math.round(performance.now() - startedAt)} ms`);
  const { digest, faults, places } = await readLog(ledger.store);
  t.strictSame(faults, [], 'positions and revisions have no gaps, nothing is there twice, instants never fall');
  t.equal(places.size, EVENTS);
  t.strictSame(followed, Array.from({ length: PROCESSES }, () => ({ seen: EVENTS, digest })), 'every subscriber saw the log as it is');
  t.strictSame(acknowledged.filter(({ name, positions }) => positions.some((position, index) => places.get(nameOfEvent(name, index)) !== position)), [], 'what was acknowledged is where it was said to be');
  t.equal(acknowledged.reduce((sum, { positions }) => sum + positions.length, 0), EVENTS, 'and nothing else is there');
  t.strictSame(outOfOrder(acknowledged), [], 'whoever was answered stands in front of whoever called later');
  await remade;
  await projector.waitFor(EVENTS, 3_600_000);
  t.comment(`projected ${Math.round(performance.now() - startedAt)} ms after the beginning`);
  const rounds = EVENTS / EVENTS_A_ROUND;
  const { rows } = await ledger.database.pool.query(`select (select count(*)::integer from ledger.dossier where class = 'resolved_undated') as resolved, (select count(*)::integer from ledger.dossier) as dossiers,
    (select sum(amount)::integer from ledger.journal join ledger.kind using (kind) where class = 'rating_satisfied') as ratings`);
  t.strictSame(rows, [{ resolved: rounds, dossiers: rounds, ratings: rounds }], 'the read model is the sum of the events');
  await checkBalances(t, ledger.database);
});

/** A rebuild that begins when a quarter is projected, catches up with what goes on coming, and takes the place of what was served. */
async function remadeMeanwhile(t: Test, { ownerUrl, appUrl }: MarkedLog, projector: Projector): Promise<void> {
  await projector.waitFor(EVENTS / 4, 3_600_000);
  const startedAt = performance.now();
  const outcome = await rebuild({
    ownerUrl, log: { kind: 'postgres', url: appUrl }, role: new URL(appUrl).username, workers: 1, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256),
  });
  t.equal(outcome.kind, 'switched', 'a rebuild meanwhile differs in nothing from what is served');
  t.comment(`rebuilt and switched at position ${outcome.position} in ${Math.round(performance.now() - startedAt)} ms${outcome.kind === 'switched' ? `, of which readers were held for ${Math.round(outcome.heldMs)} ms` : ''}`);
}

async function startWriter(t: Test): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('../packages/event-store/test/history-writer.ts', import.meta.url)), { serialization: 'advanced' });
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  return child;
}

/** @throws Error when it ends without an answer. */
async function ask<T>(child: ChildProcess, question: Wanted | number): Promise<T> {
  child.send(question);
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([status]) => { throw new Error(`a writer ended with ${String(status)}`); })]) as [T];
  return answer;
}

/** Of a dossier an append holds the next events of its life. */
function nameOfEvent(append: string, index: number): string {
  return append.startsWith('rating') ? append : append.replace(/\d$/, (first) => String(Number(first) + index));
}

/** The whole log: where each event is, by its name, and whatever is not as it must be. */
async function readLog(store: EventStore): Promise<{ readonly digest: string; readonly faults: readonly string[]; readonly places: ReadonlyMap<string, number> }> {
  const digest = createHash('sha256');
  const faults: string[] = [];
  const places = new Map<string, number>();
  const heads = new Map<string, number>();
  let before: RecordedEvent | undefined;
  for (let page = await store.readAll(0, PAGE); page.length > 0; page = await store.readAll(before?.position ?? 0, PAGE)) {
    for (const event of page) {
      digest.update(`${event.position} ${event.id}\n`);
      if (event.position !== (before?.position ?? 0) + 1 || event.revision !== (heads.get(event.stream) ?? -1) + 1) faults.push(`${event.position}: ${event.stream} ${event.revision}`);
      if (event.recordedAt < (before?.recordedAt ?? '')) faults.push(`${event.position}: ${event.recordedAt}`);
      if (places.has(event.sourceId)) faults.push(`${event.position}: ${event.sourceId} again`);
      places.set(event.sourceId, event.position);
      heads.set(event.stream, event.revision);
      before = event;
    }
  }
  return { digest: digest.digest('hex'), faults, places };
}

/** Appends that stand in front of one that had been answered before they were called. */
function outOfOrder(acknowledged: readonly Acknowledged[]): readonly string[] {
  const byAnswer = acknowledged.toSorted((a, b) => Number(a.answeredAt - b.answeredAt));
  let [answered, furthest] = [0, 0];
  return acknowledged.toSorted((a, b) => Number(a.calledAt - b.calledAt)).flatMap(({ name, calledAt, positions }) => {
    for (let next = byAnswer[answered]; next !== undefined && next.answeredAt < calledAt; next = byAnswer[answered]) {
      furthest = Math.max(furthest, ...next.positions);
      answered += 1;
    }
    return (positions[0] ?? 0) > furthest ? [] : [name];
  });
}
