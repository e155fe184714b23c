import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { randomUUID } from 'node:crypto';
import { diffAnswer, renderOpenedChange } from '@motcua/statistics';
import { t as file, test } from 'tap';
import { runClose } from '../src/commands/close.ts';
import { runDiff } from '../src/commands/diff.ts';
import type { DiffArgs } from '../src/commands/diff.ts';
import { openedLedger } from './opened-ledger.ts';

const EDITION = 'vpcp-15-14-H57-2024-Q1-1';
const { ledger } = await openedLedger(file);
const reception = { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.000001', field: 'unknown', channel: 'online' };
await tell(declared('province'), told('H57.01-240102-0001', 'DossierReceived', '2024-01-02T01:00:00.000Z', reception));
await runClose({ store: ledger.store, database: ledger.database, args: { scope: 'H57', period: '2024-Q1', by: 'H57.01' }, out: { write: () => undefined }, progress: { write: () => undefined } });

test('an edition of which nothing has changed says so', async (t) => {
  t.match(await diff(), /^ĐIỀU CHỈNH SỐ LIỆU SO VỚI ẤN BẢN\nẤn bản vpcp-15-14-H57-2024-Q1-1, tính đến vị trí 2 [^]*\nCả \d+ số liệu đều như trong ấn bản\.\n$/);
  const answer = diffAnswer.parse(JSON.parse(await diff({ json: true })));
  t.match(answer, { edition: { id: EDITION, position: 2 }, later: { id: null }, changed: 0 });
  t.strictSame(answer.rows, []);
});

test('what came late, was corrected and was declared otherwise is told as such, and opens to its events', async (t) => {
  await tell(
    told('H57.01-240103-0001', 'DossierReceived', '2024-01-03T01:00:00.000Z', reception),
    told('H57.01-240102-0001', 'DossierCorrected', '2024-04-03T01:00:00.000Z', { field: 'receivedAt', old: '2024-01-02T01:00:00.000Z', new: '2023-12-04T01:00:00.000Z', reason: 'typing_error' }),
    declared('commune'),
  );
  const text = await diff();
  t.match(text, /\nTOÀN PHẠM VI\n/);
  t.match(text, /\n {2}Tiếp nhận trong kỳ +1 → +1 +0 +received\n {6}sự kiện ghi nhận muộn \+1; đính chính −1\n/);
  t.match(text, /\n {2}Kỳ trước chuyển sang[^→]*0 → +1 +\+1 +openingReceived\n/);
  t.match(text, /\nCẤP XÃ\n[^]*khai báo cơ quan thay đổi \+1/);
  t.match(text, /\nCơ quan khai báo lại từ sau ấn bản: H57\.01 \(từ 01\/01\/2023\)\.\n/);
  for (const line of text.split('\n')) t.ok([...line].length <= 120 && line === line.trimEnd(), line);

  const opened = await diff({ line: 'received', reason: 'late_event' });
  t.match(opened, /^Tiếp nhận trong kỳ: sự kiện ghi nhận muộn \+1\n\nH57\.01-240103-0001 · 03\/01\/2024 · \+1 · vào "Đang giải quyết/);
  t.match(await diff({ line: 'received', reason: 'authority', row: 'commune' }), /^Tiếp nhận trong kỳ, Cấp xã: khai báo cơ quan thay đổi \+1\n\nH57\.01-240103-0001 {2}\+1\n$/);
  t.match(JSON.parse(await diff({ line: 'received', reason: 'correction', json: true })), { dossiers: [{ dossier: 'H57.01-240102-0001', amount: -1 }], next: null });
  t.match(await diff({ line: 'refused', reason: 'late_event' }), /Không có hồ sơ nào\./);
});

test('a changed figure opens to all its reasons at once', async (t) => {
  t.match(await diff({ line: 'received' }), /^Tiếp nhận trong kỳ: 1 → 1 \(0\)\n\nSự kiện ghi nhận muộn \(late_event\) \+1:\n {2}H57\.01-240103-0001 · [^]*\n\nĐính chính \(correction\) −1:\n {2}H57\.01-240102-0001 · /);
  t.match(await diff({ line: 'received', row: 'commune' }), /, Cấp xã: [^]*\nKhai báo cơ quan thay đổi \(authority\) \+1:\n {2}H57\.01-240103-0001 {2}\+1\n$/);
  t.match(JSON.parse(await diff({ line: 'received', json: true })), {
    figure: 'received', row: null, change: { before: 1, after: 1, difference: 0 }, reasons: [{ reason: 'late_event', amount: 1, dossiers: [{ dossier: 'H57.01-240103-0001' }], isAll: true }, { reason: 'correction' }],
  });
  t.match(renderOpenedChange({ figure: 'overdue', label: 'Quá hạn', row: 'H57', change: { before: 1, after: 3, difference: 2 }, reasons: [{ reason: 'rule', amount: 2, dossiers: [], isAll: true }] }, 'authority'),
    /^Quá hạn, H57: 1 → 3 \(\+2\)\n\nQuy tắc tính hạn của chương trình thay đổi \(rule\) \+2:\n {2}không mở ra hồ sơ nào: /, 'a change of the program has no dossiers, and says why');
  t.equal(await diff({ line: 'refused' }), 'Từ chối tiếp nhận hồ sơ nộp trực tuyến: vẫn như trong ấn bản.\n');
});

test('the event responsible is the correction, and what it corrected stands beside it', async (t) => {
  const { body } = await listed('reason=correction');
  t.match(body.dossiers[0].events, [{ type: 'DossierCorrected', typeLabel: 'Đính chính', occurredAt: '2024-04-03T01:00:00.000Z', position: 6, followsType: 'DossierReceived', followsOccurredAt: '2024-01-02T01:00:00.000Z' }]);
  const [{ eventId, followsEventId }] = body.dossiers[0].events;
  t.not(eventId, followsEventId);
  t.match(await diff({ line: 'received', reason: 'correction' }), /sự kiện "Đính chính" lúc\s+03\/04\/2024 08:00, về "Tiếp nhận hồ sơ" lúc 02\/01\/2024 08:00/);
});

test('all pages are of the moment of the first, and what is no later moment of the edition is refused', async (t) => {
  await tell(told('H57.01-240103-0002', 'DossierReceived', '2024-01-03T02:00:00.000Z', reception));
  const first = (await listed('reason=late_event&limit=1')).body;
  t.match(first, { upTo: 8, dossiers: [{ dossier: 'H57.01-240103-0001' }], next: /./ });
  await tell(told('H57.01-240103-0003', 'DossierReceived', '2024-01-03T03:00:00.000Z', reception));
  t.match((await listed(`reason=late_event&limit=1&after=${first.next}`)).body, { upTo: 8, dossiers: [{ dossier: 'H57.01-240103-0002' }], next: null });
  t.match((await listed('reason=late_event')).body, { upTo: 9, dossiers: { length: 3 } });
  t.match(await listed('reason=late_event&upTo=10'), { status: 409, body: { code: 'AS_OF_AHEAD', errors: [{ pointer: '/upTo', detail: 'at most 9' }] } });
  t.match(await listed('reason=late_event&upTo=1'), { status: 400, body: { code: 'PARAMETER_INVALID', detail: /as of position 2/ } });
  t.match((await listed('reason=late_event&upTo=2')).body, { upTo: 2, dossiers: [] });
  await runClose({ store: ledger.store, database: ledger.database, args: { scope: 'H57', period: '2024-Q1', by: 'H57.01', restate: true }, out: { write: () => undefined }, progress: { write: () => undefined } });
  t.match((await listed('reason=late_event&with=vpcp-15-14-H57-2024-Q1-2&upTo=9')).body, { upTo: 9, dossiers: { length: 3 } });
  t.match(await listed('reason=late_event&with=vpcp-15-14-H57-2024-Q1-2&upTo=8'), { status: 400, body: { errors: [{ pointer: '/upTo', detail: /later edition is as of position 9/ }] } });
});

test('a question that cannot be answered says in Vietnamese what to do', async (t) => {
  const wrong: readonly (readonly [Partial<DiffArgs>, RegExp])[] = [
    [{ edition: 'x' }, /"motcua editions"/], [{ later: EDITION }, /ấn bản sau của cùng kỳ/], [{ by: 'day' }, /--by phải là một trong/], 
    [{ reason: 'late_event' }, /--reason ở đây: .*--line/], [{ line: 'received', reason: 'rule' }, /--reason phải là một trong/],
    [{ line: 'foo', reason: 'late_event' }, /--line không có chỉ tiêu nào mang mã này: hãy chọn một trong openingReceived, received, /], [{ line: 'received', reason: 'late_event', row: 'ward' }, /--row không có dòng này: .* province, district, commune, unknown, hoặc bỏ/],
  ];
  for (const [args, message] of wrong) await t.rejects(diff(args), { message });
});

async function diff(args: Partial<DiffArgs> = {}): Promise<string> {
  let text = '';
  await runDiff({ store: ledger.store, database: ledger.database, args: { edition: EDITION, ...args }, out: { write: (more) => { text += more; } } });
  return text;
}

async function listed(more: string) {
  const answer = await fetch(`${ledger.url}/v1/editions/${EDITION}/diff/dossiers?figure=received&${more}`);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function tell(...events: readonly NewEvent[]): Promise<void> {
  for (const event of events) await ledger.store.append({ stream: event.type === 'AuthorityDeclared' ? streams.authority(event.subject) : streams.dossier(event.subject), expect: { kind: 'any' }, events: [event] });
  await ledger.projector.waitFor((await ledger.store.head()).position, 60_000);
}

function told(subject: string, type: string, occurredAt: string, data: NewEvent['data']): NewEvent {
  const id = randomUUID();
  return { id, sourceId: id, source: 'urn:test', schemaVersion: 1, subject, type, occurredAt, data };
}

function declared(level: string): NewEvent {
  return told('H57.01', 'AuthorityDeclared', '2023-12-01T00:00:00.000Z', { name: 'Sở Tư pháp', level, parent: 'H57', validFrom: '2023-01-01' });
}
