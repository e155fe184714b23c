import { streams } from '@motcua/event-store';
import { eventKey } from '@motcua/kernel';
import { test } from 'tap';
import { openClosedBooks } from './support/closed-books.ts';
import type { ClosedBooks } from './support/closed-books.ts';

const close = (books: ClosedBooks, body: object) => books.post('/v1/periods/vpcp-15-14/2024-Q1/close', { closedBy: { unit: 'H57.01' }, ...body });
const at = (authority: string) => ({ authority, receivingUnit: authority, procedure: '1.000001', channel: 'in_person', dueAt: '2024-01-20' }) as const;
const names = (answer: { readonly body: { readonly refusals: readonly { readonly pointer: string }[] } }) => answer.body.refusals.map(({ pointer }) => pointer);

test('due dates that the clock cannot mark stand against closing their own scope, until each is accepted by name', async (t) => {
  const books = await openClosedBooks(t);
  const [here, elsewhere] = ['H57.01-240110-0001', 'H58.01-240110-0001'];
  await books.tell(here, 'DossierReceived', '2024-01-10 08:00', at('H57.01'));
  await books.tell(elsewhere, 'DossierReceived', '2024-01-10 08:00', at('H58.01'));
  // As if the clock had no room left for the marks; it finds them in the log and writes none again.
  await books.asOwner(`update ledger.due set is_overdue = false where dossier in ('${here}', '${elsewhere}')`);
  const [ours, theirs] = [{ finding: `unmarked:${here}`, reason: 'Hồ sơ đã đủ 1.000 sự kiện' }, { finding: `unmarked:${elsewhere}`, reason: 'Không thuộc tỉnh này' }];
  t.strictSame(names(await close(books, { scope: 'VN', preview: true })).toSorted(), [`/dossiers/${here}`, `/dossiers/${elsewhere}`]);
  t.match(await close(books, { scope: 'H57' }), { status: 409, body: { errors: [{ pointer: `/dossiers/${here}`, detail: new RegExp(ours.finding) }] } });
  t.strictSame(names(await close(books, { scope: 'H57', preview: true })), [`/dossiers/${here}`], 'not that of another province');
  t.strictSame(names(await close(books, { scope: 'H57', preview: true, accept: [ours, theirs] })), ['/accept'], 'nor can that be accepted here');
  t.match(await close(books, { scope: 'H57', accept: [ours] }), { status: 201, body: { edition: { accepted: [ours] } } });
});

test('the tree of authorities adds up although an undeclared code lies under one whose parent is not in its code', async (t) => {
  const books = await openClosedBooks(t);
  await declare(books, 'H57.90', 'H57');
  await declare(books, 'H57.91', 'H57');
  await declare(books, 'H57.90.05', 'H57.91');
  await books.tell('H57.90.05.01-240110-0001', 'DossierReceived', '2024-01-10 08:00', at('H57.90.05.01'));
  t.strictSame(names(await close(books, { scope: 'H57', preview: true })), []);
});

test('authorities that stand above themselves do not stand against closing the country once their finding is accepted', async (t) => {
  const books = await openClosedBooks(t);
  await declare(books, 'C1', 'C2');
  await declare(books, 'C2', 'C1');
  await declare(books, 'C3', 'C2');
  for (const code of ['C1', 'C2', 'C3']) await books.tell(`${code}-240110-0001`, 'DossierReceived', '2024-01-10 08:00', at(code));
  const found = names(await close(books, { scope: 'VN', preview: true }));
  t.ok(found.length > 0 && found.every((pointer) => pointer.startsWith('/findings/authority_cycle:')), found.join(' '));
  const accept = found.map((pointer) => ({ finding: pointer.slice('/findings/'.length), reason: 'Đang chờ sửa khai báo' }));
  t.match(await close(books, { scope: 'VN', accept }), { status: 201, body: { edition: { accepted: accept } } });
});

async function declare({ ledger, settle }: ClosedBooks, code: string, parent: string): Promise<void> {
  await ledger.store.append({ stream: streams.authority(code), expect: { kind: 'any' }, events: [{
    id: eventKey('urn:test', code), type: 'AuthorityDeclared', source: 'urn:test', sourceId: code, subject: code, occurredAt: '2024-01-01T01:00:00.000Z', schemaVersion: 1,
    data: { name: code, level: 'commune', parent, validFrom: '2020-01-01' },
  }] });
  await settle();
}
