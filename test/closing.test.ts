import { editionsPage } from '@motcua/database';
import { LATENESS_RULES } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { civilDateOf, parsePeriod } from '@motcua/kernel';
import { EDITION_PART, editionHash, PERIOD_CLOSED, textHash } from '@motcua/ledger';
import { quarantine } from '@motcua/projector';
import { closePeriod, recountEdition } from '@motcua/reporter';
import type { CloseQuestion } from '@motcua/reporter';
import { until } from '@motcua/testkit';
import { test } from 'tap';
import { openClosedBooks } from './support/closed-books.ts';
import type { ClosedBooks } from './support/closed-books.ts';

const DIMENSIONS = ['level', 'authority', 'field', 'procedure', 'channel'];
const CLOSER = { unit: 'Văn phòng UBND tỉnh', role: 'Chánh Văn phòng' };
const close = (books: ClosedBooks, period: string, body: object = {}) => books.post(`/v1/periods/vpcp-15-14/${period}/close`, { scope: 'H57', closedBy: CLOSER, ...body });
const LATE = 'H57.01-240110-9001';
const reception = { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.000001', channel: 'in_person', dueAt: '2024-01-20' } as const;

test('a closed quarter holds what the figures said, opens with what the one before closed with, and stays', async (t) => {
  const books = await openClosedBooks(t, 240);
  const before = await close(books, '2023-Q4');
  t.equal(before.status, 201);
  const first = await close(books, '2024-Q1', { closedBy: { unit: 'H57.01', role: 'Chánh Văn phòng' }, note: 'Báo cáo quý I' });
  t.equal(first.status, 201);
  const { edition: made } = first.body;
  t.match(made, {
    id: 'vpcp-15-14-H57-2024-Q1-1', number: 1, predecessor: null, previous: { edition: 'vpcp-15-14-H57-2023-Q4-1', sha256: before.body.edition.sha256 }, openingDiffers: 0,
    closedBy: { unit: 'H57.01', role: 'Chánh Văn phòng' }, note: 'Báo cáo quý I', chainRoot: /^[0-9a-f]{64}$/, sha256: /^[0-9a-f]{64}$/,
  });
  t.equal(first.headers.get('location'), `/v1/editions/${made.id}`);

  for (const { id: rule } of LATENESS_RULES) {
    for (const by of DIMENSIONS) {
      const printed = await books.get(`/v1/editions/${made.id}/tables?rule=${rule}&by=${by}`);
      const figures = await books.get(`/v1/figures?scope=H57&period=2024-Q1&rule=${rule}&by=${by}&asOf=${made.asOf.position}`);
      const without = (row: Record<string, unknown>) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'links'));
      const filled = figures.body.rows.filter((row: Record<string, unknown>) => Object.entries(row).some(([name, value]) => !name.endsWith('Percent') && typeof value === 'number' && value !== 0));
      t.match(printed.body.rows.map(without), filled.map(without), `${rule} by ${by}`);
      t.equal(printed.body.rows.length, filled.length);
      t.match({ ...printed.body.total, distances: printed.body.distances }, without(figures.body.total));
    }
  }

  for (const same of [{}, { note: 'Báo cáo quý I' }, { expectedPosition: made.asOf.position }]) {
    const again = await close(books, '2024-Q1', same);
    t.strictSame([again.status, again.body.already, again.body.edition], [200, true, made]);
  }
  const otherwise = { note: 'lần nữa', accept: [{ finding: 'x', reason: 'thử' }], expectedPosition: made.asOf.position - 1 };
  t.match(await close(books, '2024-Q1', otherwise), { status: 409, body: { code: 'CLOSE_REFUSED', errors: [{ pointer: '/accept' }, { pointer: '/note', detail: /-1, as of position \d+, has another note or none\. Leave it out/ }, { pointer: '/expectedPosition' }] } });
  const content = await books.get(`/v1/editions/${made.id}/content`);
  t.equal(textHash(content.text), made.sha256, 'the bytes have the printed hash');
  t.equal(content.headers.get('etag'), `"${made.sha256}"`);
  t.equal((await books.get(`/v1/editions/${made.id}/content`, { 'if-none-match': `"${made.sha256}"` })).status, 304);
  for (const wrong of ['/%00', '/a%00b/content', '/a%00b/diff', `/${made.id}/diff?with=%00`, '?period=%00']) t.equal((await books.get(`/v1/editions${wrong}`)).status, 400, wrong);

  await books.tell(LATE, 'DossierReceived', '2024-01-10 08:00', reception);
  await books.tell('H57.01-231201-9002', 'DossierReceived', '2023-12-01 08:00', { ...reception, dueAt: '2023-12-20' });
  t.equal((await books.get(`/v1/editions/${made.id}/content`)).text, content.text, 'late events never change it');
  t.strictSame((await close(books, '2024-Q1')).body.edition, made);

  const second = await close(books, '2024-Q1', { restate: true });
  t.equal(second.status, 201);
  t.match(second.body.edition, { id: 'vpcp-15-14-H57-2024-Q1-2', number: 2, predecessor: { edition: made.id, sha256: made.sha256 }, previous: { edition: 'vpcp-15-14-H57-2023-Q4-1' } });
  const told = await books.get(`/v1/editions/${second.body.edition.id}`);
  t.match(told.body.opening.different.filter(({ rule, by }: { rule: string; by: string }) => rule === 'nd61' && by === 'level'), [
    { node: null, figure: 'openingReceived' }, { node: 'province', figure: 'openingReceived' },
  ], 'its opening is not the closing before it, and says where');
  t.ok(told.body.opening.different.every(({ opening, closing }: { opening: number; closing: number }) => opening === closing + 1));
  t.equal(told.body.partList.length, told.body.parts);
  const unchanged = await close(books, '2024-Q1', { restate: true });
  t.strictSame([unchanged.status, unchanged.body.already, unchanged.body.edition.number], [200, true, 2], 'nothing differs any more');
  t.match(await close(books, '2024-Q1', { restate: true, note: 'khác' }), { status: 409, body: { errors: [{ pointer: '/note' }] } });

  const list = await books.get('/v1/editions?scope=H57&limit=2');
  t.match(await books.get(`/v1/editions?scope=H57.01&after=${list.body.next}`), { status: 400, body: { detail: /of another question/ } });
  t.strictSame([list.body.editions.map(({ id }: { id: string }) => id), (await books.get(`/v1/editions?scope=H57&after=${list.body.next}`)).body.editions.map(({ id }: { id: string }) => id)],
    [['vpcp-15-14-H57-2023-Q4-1', 'vpcp-15-14-H57-2024-Q1-1'], ['vpcp-15-14-H57-2024-Q1-2']]);
  t.match(await books.get('/v1/editions/nothing'), { status: 404, body: { code: 'EDITION_UNKNOWN' } });

  const made3 = await editionsPage(books.ledger.database.db, { limit: 10 });
  for (const one of made3) t.equal(editionHash(await recountEdition(books.ledger, one)), one.closed.sha256, `${one.closed.edition} counted again`);
  await rebuild(books);
  t.strictSame(await editionsPage(books.ledger.database.db, { limit: 10 }), made3, 'the editions of a read model made again');
  for (const one of made3) t.equal(editionHash(await recountEdition(books.ledger, one)), one.closed.sha256, `${one.closed.edition} counted from a read model made again`);
});

test('a period of two dates is closed too, and a preview writes nothing', async (t) => {
  const books = await openClosedBooks(t);
  const { position } = await books.ledger.store.head();
  const preview = await books.post('/v1/periods/free/2024-01-01..2024-01-31/close', { scope: 'H57', preview: true });
  t.match(preview, { status: 200, body: { preview: { id: 'free-H57-2024-01-01..2024-01-31-1', number: 1 }, standing: null, differs: true } });
  t.strictSame(preview.body.refusals, []);
  t.equal((await books.ledger.store.head()).position, position);
  t.match(await books.post('/v1/periods/free/2024-01-01..2024-01-31/close', { scope: 'H57', closedBy: CLOSER, expectedPosition: position - 1 }), { status: 409, body: { errors: [{ pointer: '/expectedPosition' }] } });
  const made = await books.post('/v1/periods/free/2024-01-01..2024-01-31/close', { scope: 'H57', closedBy: CLOSER, expectedPosition: preview.body.preview.asOf.position });
  t.match(made, { status: 201, body: { edition: { id: 'free-H57-2024-01-01..2024-01-31-1', sha256: preview.body.preview.sha256 } } });
  t.equal(JSON.stringify(made.body.edition.totals), JSON.stringify(preview.body.preview.totals), 'line by line as it was shown');
  t.match(await books.post('/v1/periods/free/2024-Q1/close', { scope: 'H57', closedBy: CLOSER }), { status: 400, body: { detail: /the scheme free: write two dates/ } });
  t.match(await close(books, '2024-Q1', { scope: 'H99' }), { status: 404, body: { code: 'SCOPE_UNKNOWN' } });
});

test('everything that stands against a closing is listed with what to do, and nothing is written', async (t) => {
  const books = await openClosedBooks(t);
  // An event that no rule allows, set aside by the operator, leaves a blocking finding.
  const bad: NewEvent = { id: '6d3f2f9e-0000-4000-8000-000000000001', type: 'DossierEaten', source: 'urn:test', sourceId: 'bad', subject: LATE, occurredAt: '2024-01-10T01:00:00.000Z', schemaVersion: 1, data: {} };
  const verdict = await books.ledger.store.append({ stream: streams.dossier(LATE), expect: { kind: 'any' }, events: [bad] });
  const stoppedAt = 'positions' in verdict ? verdict.positions[0] ?? 0 : 0;
  t.match(await close(books, '2024-Q1'), { status: 503, body: { code: 'PROJECTION_STOPPED', detail: new RegExp(`motcua quarantine ${stoppedAt}`) } });
  await setAside(books, stoppedAt);

  // As the owner of the database, who may do everything: a dossier too many in a day's sum.
  const [tampered] = await books.asOwner(`update ledger.balance b set amount = amount + 1 from ledger.kind k, ledger.place p
    where k.kind = b.kind and p.place = b.place and (b.place, b.kind, b.effective_on) = (
      select place, kind, effective_on from ledger.balance join ledger.kind using (kind)
      where cause = 'resolved' and side = 'to' and rule = 'nd61' and effective_on between '2024-01-01' and '2024-03-01' order by 1, 2, 3 limit 1)
    returning p.authority`);
  const { position } = await books.ledger.store.head();
  const year = new Date().getFullYear() + 1;
  const refused = await close(books, `${year}`, { accept: [{ finding: 'no_such_finding', reason: 'thử' }], expectedPosition: 1 });
  t.match(refused, { status: 409, body: { code: 'CLOSE_REFUSED' } });
  const pointers = refused.body.errors.map(({ pointer }: { pointer: string }) => pointer);
  t.ok(['/period', '/expectedPosition', '/accept', `/findings/quarantined_event:${LATE}:${stoppedAt}`].every((wanted) => pointers.includes(wanted)), pointers.join(' '));

  const quarter = await close(books, '2024-Q1');
  t.match(quarter, { status: 409, body: { code: 'CLOSE_REFUSED' } });
  const told: readonly { pointer: string; detail: string }[] = quarter.body.errors;
  const named = (pointer: string) => told.find((one) => one.pointer === pointer);
  t.match(named(`/rules/nd61/authority/rows/${String(tampered?.['authority'])}`)?.detail, /received-book does not hold/);
  t.match(named('/rules/nd61/level/total')?.detail, /make it again from the log/);
  t.ok(named('/rules/nd61/tree/H57'), 'also with all below it');
  t.ok(named(`/rules/nd61/tree/${String(tampered?.['authority'])}`), 'every node of the tree is looked at');
  t.ok(DIMENSIONS.every((by) => told.some(({ pointer }) => pointer.startsWith(`/rules/nd61/${by}/rows/`))), 'by every dimension');
  t.equal((await books.ledger.store.head()).position, position, 'nothing was written');

  await rebuild(books);
  const accepted = await close(books, '2024-Q1', { accept: [{ finding: `quarantined_event:${LATE}:${stoppedAt}`, reason: 'Gửi nhầm, đã báo nơi gửi' }] });
  t.match(accepted, { status: 201, body: { edition: { accepted: [{ finding: `quarantined_event:${LATE}:${stoppedAt}`, reason: 'Gửi nhầm, đã báo nơi gửi' }] } } });
  t.strictSame(accepted.body.edition.findings, [
    { kind: 'quarantined_event', severity: 'blocking', open: 1, settled: 0 },
    // Of the dossier by which the read model was told to begin anew.
    { kind: 'unknown_field', severity: 'warning', open: 1, settled: 0 }, { kind: 'unknown_procedure', severity: 'warning', open: 1, settled: 0 },
  ]);
});

test('an authority that has ended over open dossiers stands against closing until it is accepted by name', async (t) => {
  const books = await openClosedBooks(t);
  const declared = { name: 'Sở đã giải thể', level: 'province', parent: 'H57', validFrom: '2020-01-01', validTo: '2024-02-29' };
  await books.ledger.store.append({ stream: streams.authority('H57.98'), expect: { kind: 'any' }, events: [{
    id: '6d3f2f9e-0000-4000-8000-000000000098', type: 'AuthorityDeclared', source: 'urn:test', sourceId: 'ended', subject: 'H57.98', occurredAt: '2024-01-01T01:00:00.000Z', schemaVersion: 1, data: declared,
  }] });
  const declaredAt = (await books.ledger.store.head()).position;
  await books.tell('H57.98-240110-0001', 'DossierReceived', '2024-01-10 08:00', { ...reception, authority: 'H57.98', receivingUnit: 'H57.98' });
  const name = `authority_without_successor:H57.98:${declaredAt}`;
  t.match(await close(books, '2023-Q4'), { status: 201 }, 'it had not ended then');
  t.match(await close(books, '2024-Q1'), { status: 409, body: { errors: [{ pointer: `/findings/${name}`, detail: /accept it by this name/ }] } });
  t.match(await books.get('/v1/findings?scope=H57&severity=blocking&on=2024-03-31'), { body: { findings: [{ name }] } }, 'listed under the name by which it is accepted');
  const accept = [{ finding: name, reason: 'Đang chờ quyết định bàn giao' }];
  t.match(await close(books, '2024-Q1', { accept }), {
    status: 201, body: { edition: { accepted: accept, findings: [{ kind: 'authority_without_successor', severity: 'blocking', open: 1, settled: 0 }] } },
  });
});

test('a closing that is sent as plain text is told what to send', async (t) => {
  const books = await openClosedBooks(t);
  const answer = await fetch(`${books.ledger.url}/v1/periods/vpcp-15-14/2024-Q1/close`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ scope: 'H57', closedBy: CLOSER }) });
  t.match([answer.status, await answer.json()], [415, { code: 'MEDIA_TYPE_UNSUPPORTED', detail: /Send application\/json/ }]);
});

test('a period that has not ended is shown and not closed', async (t) => {
  const books = await openClosedBooks(t);
  const today = civilDateOf(Date.now());
  const period = `${today.slice(0, 4)}-01-01..${today}`;
  t.match(await books.post(`/v1/periods/free/${period}/close`, { scope: 'H57', closedBy: CLOSER }), { status: 409, body: { errors: [{ pointer: '/period', detail: /ask for a preview/ }] } });
  t.match(await books.post(`/v1/periods/free/${period}/close`, { scope: 'H57', preview: true }), { status: 200, body: { refusals: [{ pointer: '/period' }] } });
});

test('a closing that was killed between two parts goes on to one edition, and begins again when something was recorded since', async (t) => {
  const books = await openClosedBooks(t);
  const { db } = books.ledger.database;
  const { position } = await books.ledger.store.head();
  await killedClosing(books, '2024-Q1');
  await books.settle();
  t.strictSame(await editionsPage(db, { limit: 10 }), [], 'half of it is nothing');
  const none = await books.get('/v1/editions');
  t.strictSame([none.status, none.body.editions], [200, []]);
  const made = await close(books, '2024-Q1');
  t.match(made, { status: 201, body: { edition: { number: 1, asOf: { position } } } }, 'as of where it was begun');
  const parts = (await books.ledger.store.readStream(streams.period('vpcp-15-14', 'H57', '2024-Q1'))).filter(({ type }) => type === EDITION_PART);
  t.equal(parts.length, made.body.edition.parts, 'no part is written twice');

  await killedClosing(books, '2023-Q4');
  await books.tell(LATE, 'DossierReceived', '2023-12-01 08:00', { ...reception, dueAt: '2023-12-10' });
  const anew = await close(books, '2023-Q4');
  t.equal(anew.status, 201);
  t.ok(anew.body.edition.asOf.position > made.body.edition.closedPosition, 'what was recorded since counts');
  t.equal((await editionsPage(db, { period: '2023-Q4', limit: 10 })).length, 1);
  t.equal(textHash((await books.get(`/v1/editions/${anew.body.edition.id}/content`)).text), anew.body.edition.sha256, 'the parts that were left are not in it');
});

test('of many who close at once one makes the edition, and all have the same', async (t) => {
  const books = await openClosedBooks(t);
  const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => close(books, '2024-Q1', { closedBy: { unit: `Phòng ${index}` } })));
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 201]);
  t.equal(new Set(answers.map(({ body }) => JSON.stringify(body.edition))).size, 1);
  t.equal((await editionsPage(books.ledger.database.db, { limit: 10 })).length, 1);

  // As the store sends again what was not answered.
  const { store, database } = books.ledger;
  const append: typeof store.append = async (one) => {
    await store.append(one);
    return store.append(one);
  };
  const question: CloseQuestion = { scope: 'H57', period: parsePeriod('2023-Q4'), purpose: 'close', accept: [], closedBy: CLOSER, note: null };
  t.match(await closePeriod({ store: { ...store, append }, database }, question), { kind: 'closed' }, 'whoever wrote it is told so, also when the first answer was lost');
  t.match(await closePeriod({ store, database }, question), { kind: 'already' });
});

test('who closes must be said, and nothing is written until it is; only a preview needs nobody', async (t) => {
  const books = await openClosedBooks(t);
  const { position } = await books.ledger.store.head();
  for (const restate of [{}, { restate: true }]) {
    for (const closedBy of [undefined, {}, { unit: 'Văn phòng\nvpcp-15-14-H57-2024-Q1-9' }, { role: 'A\u0000' }]) {
      t.match(await close(books, '2024-Q1', { ...restate, closedBy }), { status: 400, body: { code: /PARAMETER_INVALID|REQUEST_INVALID/, errors: [{ pointer: /^\/closedBy/ }] } });
    }
  }
  t.match(await close(books, '2024-Q1', { closedBy: undefined, preview: true }), { status: 200, body: { preview: { closedBy: null } } });
  t.equal((await books.ledger.store.head()).position, position);
  t.match(await close(books, '2024-Q1', { closedBy: { role: 'Chánh Văn phòng' } }), { status: 201, body: { edition: { closedBy: { role: 'Chánh Văn phòng' } } } });
});

test('of many who restate at once one makes the edition, and the others are answered that it is there already', async (t) => {
  const books = await openClosedBooks(t);
  await close(books, '2024-Q1');
  await books.tell(LATE, 'DossierReceived', '2024-01-10 08:00', reception);
  const answers = await Promise.all(Array.from({ length: 6 }, () => close(books, '2024-Q1', { restate: true })));
  t.strictSame(answers.map(({ status, body }) => `${status} ${body.already}`).toSorted(), [...Array<string>(5).fill('200 true'), '201 false']);
  t.equal(new Set(answers.map(({ body }) => JSON.stringify(body.edition))).size, 1);
  t.equal((await editionsPage(books.ledger.database.db, { limit: 10 })).length, 2);
});

test('a restatement that another one with other content has overtaken is told so', async (t) => {
  const books = await openClosedBooks(t);
  const { store, database } = books.ledger;
  await close(books, '2024-Q1');
  await books.tell(LATE, 'DossierReceived', '2024-01-10 08:00', reception);
  const question: CloseQuestion = { scope: 'H57', period: parsePeriod('2024-Q1'), purpose: 'restate', accept: [], closedBy: CLOSER, note: null };
  const append: typeof store.append = async (one) => {
    if (one.events.some(({ type }) => type === PERIOD_CLOSED)) {
      await books.tell('H57.01-240110-9004', 'DossierReceived', '2024-01-10 09:00', reception);
      await closePeriod({ store, database }, question);
    }
    return store.append(one);
  };
  await t.rejects(closePeriod({ store: { ...store, append }, database }, question), { code: 'RESTATEMENT_OVERTAKEN', message: /vpcp-15-14-H57-2024-Q1-2 .*otherwise/ });
  t.equal((await editionsPage(database.db, { limit: 10 })).length, 2);
});

/** A closing that is killed when the parts are in the log and the event that makes the edition is not. */
async function killedClosing({ ledger: { store, database } }: ClosedBooks, id: string): Promise<void> {
  const append: typeof store.append = async (one) => {
    if (one.events.some(({ type }) => type === PERIOD_CLOSED)) throw new Error('killed');
    return store.append(one);
  };
  const question: CloseQuestion = { scope: 'H57', period: parsePeriod(id), purpose: 'close', accept: [], closedBy: CLOSER, note: null };
  await closePeriod({ store: { ...store, append }, database }, question).then(() => { throw new Error('was not killed'); }, () => undefined);
}

/** Sets an event aside and waits until the projection has gone on. */
async function setAside(books: ClosedBooks, position: number): Promise<void> {
  await quarantine(books.ledger.store, books.ledger.database, position, 'Gửi nhầm');
  await until(() => books.ledger.projector.health().kind === 'running');
  await books.settle();
}

/** Makes the read model again from position 0: emptied under its projector, which notices with the next event and begins anew. */
async function rebuild(books: ClosedBooks): Promise<void> {
  const [tables] = await books.asOwner(`select string_agg(format('ledger.%I', table_name), ', ') as names from information_schema.tables
    where table_schema = 'ledger' and table_type = 'BASE TABLE' and table_name <> 'checkpoint' and table_name not like '%migration%'`);
  await books.asOwner(`truncate ${String(tables?.['names'])}; update ledger.checkpoint set position = 0, recorded_at = null`);
  await books.tell('H57.01-250102-9003', 'DossierReceived', '2025-01-02 08:00', { ...reception, dueAt: '2025-01-20' });
}
