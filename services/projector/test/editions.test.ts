import { edition, editionParts, editionsPage, editionTexts, standingEdition } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { EventStore, JsonObject } from '@motcua/event-store';
import { EDITION_PART, editionId, editionPartId, PERIOD_CLOSED, periodClosedId, textHash } from '@motcua/ledger';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import { dump, openBooks } from './books.ts';
import type { Books } from './books.ts';

const PERIOD = { scheme: 'vpcp-15-14', scope: 'H57', period: '2024-Q1' } as const;
const STREAM = streams.period(PERIOD.scheme, PERIOD.scope, PERIOD.period);
const NONE = { declarations: 0, position: 0 };

function part(number: number, text: readonly string[], index: number): JsonObject {
  return { edition: editionId({ ...PERIOD, number }), number, part: index + 1, parts: text.length, position: 1, sha256: textHash(text.join('')), text: text[index] };
}

function closed(number: number, text: readonly string[], over: JsonObject = {}): JsonObject {
  return {
    ...PERIOD, edition: editionId({ ...PERIOD, number }), number, from: '2023-12-15', to: '2024-03-14', position: 1, recordedAt: '2024-03-15T01:00:00.000Z',
    sha256: textHash(text.join('')), bytes: Buffer.byteLength(text.join('')), parts: text.length, predecessor: null, previous: null, openingDiffers: 0, totals: [],
    versions: { definitions: {}, rules: {}, nationalCalendar: 'a'.repeat(64), calendars: [], authorities: NONE, procedures: NONE },
    findings: [], accepted: [], closedBy: null, note: null, chainRoot: null, ...over,
  };
}

async function append(store: EventStore, type: string, id: string, data: JsonObject, stream = STREAM): Promise<void> {
  await store.append({ stream, expect: { kind: 'any' }, events: [{ id, type, source: 'urn:test', sourceId: id, subject: 'x', occurredAt: '2024-03-15T01:00:00.000Z', schemaVersion: 1, data }] });
}

async function write(books: Books, number: number, text: readonly string[]): Promise<void> {
  const id = editionId({ ...PERIOD, number });
  for (const [index] of text.entries()) await append(books.store, EDITION_PART, editionPartId(id, textHash(text.join('')), index + 1), part(number, text, index));
}

test('an edition is there when it is closed, with its parts in order, and the same again after a rebuild', async (t) => {
  const books = await openBooks(t);
  const text = ['{"a":"Huế', '","b":2}'];
  await write(books, 1, text);
  await append(books.store, PERIOD_CLOSED, periodClosedId(editionId({ ...PERIOD, number: 1 })), closed(1, text));
  await books.project();
  const made = await edition(books.database.db, 'vpcp-15-14-H57-2024-Q1-1');
  t.match(made, { position: 3, closed: { number: 1, sha256: textHash(text.join('')) } });
  if (made === undefined) return;
  t.strictSame(await editionTexts(books.database.db, made.closed), text);
  t.strictSame(await editionParts(books.database.db, made.closed), [{ part: 1, position: 1, bytes: 11 }, { part: 2, position: 2, bytes: 8 }]);
  const before = await dump(books);
  await books.forget();
  await books.project({ batchSize: 1 });
  t.same(await dump(books), before);
});

test('parts of a closing that was not finished are in no answer, also beside those of one that was', async (t) => {
  const books = await openBooks(t);
  const [abandoned, text] = [['{"a":1,', '"b":2}'], ['{"a":1,', '"b":3}']];
  await write(books, 1, abandoned);
  await books.project();
  t.strictSame(await editionsPage(books.database.db, { limit: 10 }), []);
  t.equal(await standingEdition(books.database.db, PERIOD), undefined);
  await write(books, 1, text);
  await append(books.store, PERIOD_CLOSED, periodClosedId(editionId({ ...PERIOD, number: 1 })), closed(1, text));
  await books.project();
  const [made] = await editionsPage(books.database.db, { scope: 'H57', period: '2024-Q1', limit: 10 });
  t.strictSame(made && await editionTexts(books.database.db, made.closed), text);
});

test('the last edition of a period is the one that stands, and a list is read on behind the last one', async (t) => {
  const books = await openBooks(t);
  for (const number of [1, 2]) {
    await write(books, number, [`{"n":${number}}`]);
    await append(books.store, PERIOD_CLOSED, periodClosedId(editionId({ ...PERIOD, number })), closed(number, [`{"n":${number}}`]));
  }
  await books.project();
  const [first, second] = await editionsPage(books.database.db, { limit: 10 });
  t.strictSame([first?.closed.number, second?.closed.number], [1, 2]);
  t.strictSame(await standingEdition(books.database.db, PERIOD), second);
  t.strictSame(await editionsPage(books.database.db, { after: first?.position, limit: 10 }), [second]);
  t.strictSame(await editionsPage(books.database.db, { scope: 'H49', limit: 10 }), []);
});

const misfits: readonly { readonly name: string; readonly type: string; readonly data: JsonObject; readonly stream?: string }[] = [
  { name: 'an edition without its form', type: PERIOD_CLOSED, data: { edition: 'x' } },
  { name: 'an edition in the stream of another period', type: PERIOD_CLOSED, data: closed(1, ['{}']), stream: streams.period('vpcp-15-14', 'H57', '2024-Q2') },
  { name: 'a part in the stream of another period', type: EDITION_PART, data: part(1, ['{}'], 0), stream: streams.period('vpcp-15-14', 'H49', '2024-Q1') },
  { name: 'a part of no size', type: EDITION_PART, data: { ...part(1, ['{}'], 0), text: '' } },
];

for (const { name, type, data, stream } of misfits) {
  test(`the projection stands still at ${name}`, async (t) => {
    const books = await openBooks(t);
    await append(books.store, type, periodClosedId(name), data, stream);
    const projector = books.start();
    await until(() => projector.health().kind === 'stopped');
    t.match(projector.health(), { stop: { position: 1, code: 'HISTORY_IMPOSSIBLE' } });
  });
}
