import { streams } from '@motcua/event-store';
import { parsePeriod } from '@motcua/kernel';
import { PERIOD_CLOSED } from '@motcua/ledger';
import { quarantine } from '@motcua/projector';
import { closePeriod } from '@motcua/reporter';
import type { CloseQuestion } from '@motcua/reporter';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import { openClosedBooks } from './support/closed-books.ts';
import type { ClosedBooks } from './support/closed-books.ts';

/** One character that is two when it is composed. */
const GROWS = '\u0958';
const CLOSER = { unit: 'Văn phòng UBND tỉnh', role: 'Chánh Văn phòng' };
const close = (books: ClosedBooks, period: string, body: object = {}) => books.post(`/v1/periods/vpcp-15-14/${period}/close`, { scope: 'H57', closedBy: CLOSER, ...body });
const question: CloseQuestion = { scope: 'H57', period: parsePeriod('2024-Q1'), purpose: 'close', accept: [], closedBy: CLOSER, note: null };

test('a text that grows when it is composed is measured as it will be read, and never stops the projection', async (t) => {
  const books = await openClosedBooks(t);
  const { position } = await books.ledger.store.head();
  t.match(await close(books, '2024-Q1', { note: GROWS.repeat(400) }), { status: 400, body: { errors: [{ pointer: '/note' }] } });
  t.match(await close(books, '2024-Q1', { closedBy: { role: GROWS.repeat(51) } }), { status: 400, body: { errors: [{ pointer: '/closedBy/role' }] } });
  t.match(await close(books, '2024-Q1', { accept: [{ finding: 'x', reason: GROWS.repeat(251) }] }), { status: 400, body: { errors: [{ pointer: '/accept/0/reason' }] } });
  for (const wrong of [{ note: 'a'.repeat(501) }, { closedBy: { role: ' ' } }]) {
    await t.rejects(closePeriod({ store: books.ledger.store, database: books.ledger.database }, { ...question, ...wrong }), { code: 'INTERNAL', message: /not written/ }, 'also past the address');
  }
  t.equal((await books.ledger.store.head()).position, position, 'not even a part was written');

  const note = GROWS.repeat(250);
  const made = await close(books, '2024-Q1', { note, closedBy: { role: GROWS.repeat(50) } });
  t.match(made, { status: 201, body: { edition: { note: note.normalize('NFC'), closedBy: { role: GROWS.repeat(50).normalize('NFC') } } } });
  t.equal(books.ledger.projector.health().kind, 'running');
});

test('a closing that was set aside is gone: the next one takes the next number', async (t) => {
  const books = await openClosedBooks(t);
  // The event that makes the edition, as a program wrote it that let a text through which no reader takes.
  const { store, database } = books.ledger;
  const append: typeof store.append = (one) => store.append({ ...one, events: one.events.map((event) => (event.type === PERIOD_CLOSED ? { ...event, data: { ...event.data, note: 'a'.repeat(501) } } : event)) });
  let position = 0;
  const late: typeof store.append = async (one) => {
    if (one.events.some(({ type }) => type === PERIOD_CLOSED)) {
      await t.rejects(closePeriod({ store: { ...store, append }, database }, question), { code: 'PROJECTION_STOPPED' });
      ({ position } = await store.head());
      t.match(await close(books, '2024-Q1'), { status: 503, body: { code: 'PROJECTION_STOPPED' } });
      await quarantine(store, database, position, 'Ghi chú quá dài');
      await until(() => books.ledger.projector.health().kind === 'running');
      await books.settle();
    }
    return store.append(one);
  };
  await t.rejects(closePeriod({ store: { ...store, append: late }, database }, question), { code: 'CLOSING_SET_ASIDE', message: /ask again/ }, 'who had counted before is told so');

  const finding = `quarantined_event:${streams.period('vpcp-15-14', 'H57', '2024-Q1')}:${position}`;
  const accept = [{ finding, reason: 'Ấn bản 1 đã để riêng' }];
  t.match(await close(books, '2024-Q1', { preview: true }), { status: 200, body: { preview: { id: 'vpcp-15-14-H57-2024-Q1-2' }, standing: null } });
  const { body: { refusals } } = await close(books, '2024-Q1', { preview: true });
  const made = await close(books, '2024-Q1', refusals.length > 0 ? { accept } : {});
  t.match(made, { status: 201, body: { already: false, edition: { id: 'vpcp-15-14-H57-2024-Q1-2', number: 2, predecessor: null } } });
  t.match(await close(books, '2024-Q1'), { status: 200, body: { already: true, edition: { number: 2 } } });
  t.match(await books.get('/v1/editions/vpcp-15-14-H57-2024-Q1-1'), { status: 404 });
});

test('as many findings may be accepted as a log with years of faults has', async (t) => {
  const books = await openClosedBooks(t);
  const accept = Array.from({ length: 10_000 }, (_, index) => ({ finding: `quarantined_event:${index}`, reason: `Đã báo nơi gửi, chờ gửi lại sự kiện đúng; biên bản số ${index} ngày 05/01/2024 của bộ phận một cửa` }));
  t.match(await close(books, '2024-Q1', { accept }), { status: 409, body: { code: 'CLOSE_REFUSED' } }, 'read, and none of them is open');
  t.match(await close(books, '2024-Q1', { accept: [...accept, accept[0]] }), { status: 400, body: { errors: [{ pointer: '/accept' }] } });
  t.match(await close(books, '2024-Q1', { note: 'a'.repeat(9 * 1_048_576) }), { status: 413 });
});
