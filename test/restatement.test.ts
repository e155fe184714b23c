import { migrateDatabase } from '@motcua/database';
import { migrateLog } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { settled, openLedger, play } from '@motcua/standalone';
import type { Ledger } from '@motcua/standalone';
import { LATENESS_RULES } from '@motcua/dossier';
import { EDITION_DIMENSIONS, RESTATEMENT_REASONS } from '@motcua/ledger';
import type { DiffAnswer } from '@motcua/statistics';
import { randomRuns, testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { lateNews } from './support/late-news.ts';
import type { LateEvent } from './support/late-news.ts';
import { simulatedYear } from './support/year.ts';

/** How much comes late; of every kind that is ever accepted. */
const LATE_EVENTS = 500;
const year = simulatedYear({ dossiers: 240, authorities: 6 });
const ledger = await yearsLedger();
const editions = await inTurn(year.quarters, ({ period }) => closed(period));
const printed = await inTurn(editions, ({ id }) => text(`/v1/editions/${id}/content`));
const late = await tellLate();

test('news of every kind was told into the past', (t) => {
  const types = new Set(late.map(({ type }) => type));
  t.equal(late.length, LATE_EVENTS);
  for (const type of [
    'DossierReceived', 'DossierResolved', 'DossierWithdrawn', 'ProcessingTerminated', 'DossierReopened', 'DossierReassigned', 'DossierCorrected', 'DueDateChanged', 'ApologyIssued',
    'SupplementRequested', 'SupplementReceived', 'PaymentRequested', 'ProcessingSuspended', 'ProcessingResumed',
  ]) t.ok(types.has(type), type);
  t.end();
});

test('editions stay as they were, to the byte', async (t) => {
  t.strictSame(await inTurn(editions, ({ id }) => text(`/v1/editions/${id}/content`)), printed);
});

test('what differs from an edition is explained cell by cell: the reasons add up, and every one opens to dossiers that add up to it', async (t) => {
  const reasons = new Set<string>();
  for (const [quarter, { id, period }] of editions.entries()) {
    for (const [book, { id: rule }] of LATENESS_RULES.entries()) {
      // Of one quarter every table of the base rule's book; else of each book one a quarter, each time another one.
      for (const by of EDITION_DIMENSIONS.filter((_, number) => (rule === 'nd61' && period === '2024-Q1') || number === (quarter + book) % EDITION_DIMENSIONS.length)) {
        const diff = await got<DiffAnswer>(`/v1/editions/${id}/diff?by=${by}&rule=${rule}`);
        await agrees(t, diff, { id, period, rule, by });
        for (const change of diff.rows.flatMap((row) => row.changes)) for (const { reason } of change.reasons) reasons.add(reason);
        if (period === '2024-Q1' && by === 'level' && rule === 'nd61') await opens(t, diff, { each: randomRuns(10), limit: 20 });
        else if (period === '2024-Q1' && by !== 'procedure') await opens(t, diff, { each: randomRuns(2), limit: 1_000 });
      }
    }
  }
  t.strictSame([...reasons].toSorted(), RESTATEMENT_REASONS.filter((reason) => reason !== 'rule' && reason !== 'definition').toSorted(), 'every reason that news can have came up');
});

test('the next closing lists what has moved, with reasons and dossiers', async (t) => {
  const next = await closed('2024-Q3');
  const { opening } = await got<{ readonly opening: Opening }>(`/v1/editions/${next.id}`);
  t.equal(opening.previous?.edition, editions.at(-1)?.id);
  t.ok(opening.different.length > 0);
  for (const { by, node, figure, closing, opening: now, reasons } of opening.different) {
    t.equal(reasons.reduce((sum, { amount }) => sum + amount, 0), now - closing, `${by} ${node} ${figure}`);
    t.ok(reasons.every(({ dossiers }) => dossiers.length > 0));
  }
});

test('a restating edition names the one that it restates, and between the two stand the same differences', async (t) => {
  const [, before] = editions;
  if (before === undefined) return t.fail('there are editions');
  const since = await got<DiffAnswer>(`/v1/editions/${before.id}/diff`);
  const again = await closed(before.period, { restate: true });
  t.match(again, { number: 2, predecessor: { edition: before.id } });
  const between = await got<DiffAnswer>(`/v1/editions/${before.id}/diff?with=${again.id}`);
  t.strictSame(withoutLinks(between), withoutLinks(since));
  t.equal((await got<DiffAnswer>(`/v1/editions/${again.id}/diff`)).changed, 0);
  t.equal((await closed(before.period, { restate: true })).id, again.id, 'restating what has not changed makes nothing');
});

type Closed = { readonly id: string; readonly period: string; readonly number: number; readonly predecessor: { readonly edition: string } | null };
type Opening = {
  readonly previous: { readonly edition: string } | null;
  readonly different: readonly { readonly by: string; readonly node: string | null; readonly figure: string; readonly closing: number; readonly opening: number; readonly reasons: readonly { readonly amount: number; readonly dossiers: readonly string[] }[] }[];
};

/** The whole year, told in time. */
async function yearsLedger(): Promise<Ledger> {
  const { appUrl, ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase, migrateIntake]);
  const opened = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  file.teardown(() => opened.stop());
  const options = { baseUrl: opened.url, onProgress: () => undefined };
  await play([{ path: '/v1/reference-events', events: year.reference }], options);
  await play(year.quarters.flatMap(({ counters }) => counters.map(({ events }) => ({ path: '/v1/dossier-events', events }))), options);
  await settled(opened);
  return opened;
}

/** Sends late news until enough was accepted, and one office under another level. */
async function tellLate(): Promise<readonly LateEvent[]> {
  const accepted: LateEvent[] = [];
  const offers = lateNews(year.quarters.flatMap(({ counters }) => counters.flatMap(({ events }) => events)));
  for (let offered = 0; accepted.length < LATE_EVENTS && offered < 40 * LATE_EVENTS;) {
    const batch = Array.from({ length: 200 }, () => offers.next().value as LateEvent);
    offered += batch.length;
    const answers = await send('/v1/dossier-events', batch);
    accepted.push(...batch.filter((_, index) => answers[index]?.status === 'accepted').slice(0, LATE_EVENTS - accepted.length));
  }
  const office = year.reference.find(({ type, subject }) => type === 'AuthorityDeclared' && subject === 'H57.31.02');
  if (office === undefined) throw new Error('The sample has the office.');
  await send('/v1/reference-events', [{ ...office, id: 'redeclared', time: '2024-11-01T00:00:00Z', data: { ...office.data, level: 'district' } }]);
  await settled(ledger);
  return accepted;
}

async function send(path: string, events: readonly LateEvent[]): Promise<readonly { readonly status: string }[]> {
  const answer = await fetch(`${ledger.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: events.map((event) => JSON.stringify(event)).join('\n') });
  return (await answer.text()).trim().split('\n').map((line) => JSON.parse(line) as { readonly status: string });
}

/** Every cell of the edition and of now: what is told as changed is what differs, and nothing else differs. */
async function agrees(t: Test, diff: DiffAnswer, { id, period, rule, by }: { readonly id: string; readonly period: string; readonly rule: string; readonly by: string }): Promise<void> {
  const [before, after] = [cellsOf(await got(`/v1/editions/${id}/tables?rule=${rule}&by=${by}`), by), cellsOf(await got(`/v1/figures?scope=H57&period=${period}&rule=${rule}&by=${by}`), by)];
  const told = new Map(diff.rows.flatMap(({ row, changes }) => changes.map((change): readonly [string, typeof change] => [`${row ?? ''} ${change.figure}`, change])));
  let different = 0;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now, change] = [before.get(key) ?? 0, after.get(key) ?? 0, told.get(key)];
    if (old === now && change === undefined) continue;
    different += old === now ? 0 : 1;
    t.match(change, { difference: now - old }, `${by} ${rule} ${key}: ${old} → ${now}`);
    t.equal(change?.reasons.reduce((sum, { amount }) => sum + amount, 0), now - old, `the reasons of ${key}`);
  }
  t.ok(different > 0, `something has changed by ${by} under ${rule}`);
}

/**
 * Reasons open to dossiers whose amounts add up to them, however small the pages: of one quarter's tables some cells of each reason, at random; all
 * with a large `RANDOM_TIMES`.
 */
async function opens(t: Test, { rows }: DiffAnswer, { each, limit }: { readonly each: number; readonly limit: number }): Promise<void> {
  const cells = rows.flatMap(({ row, changes }) => changes.flatMap(({ figure, reasons }) => reasons.map((reason) => ({ row, figure, ...reason }))));
  for (const [reason, alike] of Map.groupBy(cells, (cell) => cell.reason)) {
    const some = alike.map((cell) => ({ cell, turn: Math.random() })).toSorted((one, other) => one.turn - other.turn).slice(0, each);
    await inTurn(some, async ({ cell: { row, figure, amount, link } }) => {
      if (link !== null) t.equal(await sumOf(link, limit), amount, `${row} ${figure} ${reason}: ${link}`);
    });
  }
}

async function sumOf(link: string, limit: number): Promise<number> {
  let sum = 0;
  for (let after: string | null = ''; after !== null;) {
    const page: { readonly dossiers: readonly { readonly amount: number; readonly events: readonly { readonly amount: number }[] }[]; readonly next: string | null } =
      await got(`${link}&limit=${limit}${after === '' ? '' : `&after=${after}`}`);
    sum += page.dossiers.reduce((all, { amount }) => all + amount, 0);
    after = page.next;
  }
  return sum;
}

type Table = { readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly total: Readonly<Record<string, unknown>> };

function cellsOf({ rows, total }: Table, by: string): ReadonlyMap<string, number> {
  const cells = (row: string, line: Readonly<Record<string, unknown>>) =>
    Object.entries(line).flatMap(([figure, value]) => (typeof value === 'number' && !figure.endsWith('Percent') && value !== 0 ? [[`${row} ${figure}`, value] as const] : []));
  return new Map([...rows.flatMap((row) => cells(String(row[by]), row)), ...cells('', total)]);
}

async function closed(period: string, how: { readonly restate?: true } = {}): Promise<Closed> {
  const answer = await fetch(`${ledger.url}/v1/periods/vpcp-15-14/${period}/close`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scope: 'H57', closedBy: { unit: 'H57', role: 'tong_hop' }, ...how }),
  });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${period}: ${answer.status} ${body}`);
  const { edition } = JSON.parse(body) as { readonly edition: Omit<Closed, 'period'> };
  return { ...edition, period };
}

function withoutLinks({ rows, changed, cells }: DiffAnswer): unknown {
  return { changed, cells, rows: rows.map((row) => ({ ...row, changes: row.changes.map((change) => ({ ...change, reasons: change.reasons.map(({ reason, amount }) => ({ reason, amount })) })) })) };
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function text(path: string): Promise<string> {
  const answer = await fetch(`${ledger.url}${path}`);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body}`);
  return body;
}

async function got<Answer>(path: string): Promise<Answer> {
  return JSON.parse(await text(path)) as Answer;
}
