import { happened, vietnamTime } from '@motcua/testkit';
import { strFromU8, unzipSync } from 'fflate';
import { formatInstant } from '@motcua/kernel';
import { t as file, test } from 'tap';
import { served } from './served.ts';

const WARNED = 'H57.31-240102-0001';
const LATE = 'H57.31-240102-0002';
const OPEN = 'H57.31-240102-0003';
const GOOD = 'H57.31-240102-0004';
const SOON = 'H57.31-240102-0005';
const received = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01', receivingUnit: 'H57.31', channel: 'in_person' } as const;
const utc = (text: string) => formatInstant(vietnamTime(text));

/** In time because of a letter, late because of another office, late and unfinished, never late, due after the weekend. Now: Wednesday morning. */
const { get } = await served(file, [
  { dossier: WARNED, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-12' }) },
  { dossier: WARNED, event: happened('DelayAnnounced', '2024-01-08 09:00', { unit: 'H57.31', cause: 'verification' }) },
  { dossier: WARNED, event: happened('ApologyIssued', '2024-01-10 10:00', { letterNumber: '7/XL-UBND', cause: 'verification', unitAtFault: 'H57.31', newDueAt: '2024-01-26', signed: true }) },
  { dossier: WARNED, event: happened('DossierResolved', '2024-01-15 17:00', {}) },
  { dossier: LATE, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-09' }) },
  { dossier: LATE, event: happened('OpinionRequested', '2024-01-03 08:00', { office: 'H57', dueAt: '2024-01-05' }) },
  { dossier: LATE, event: happened('OpinionGiven', '2024-01-08 17:00', { office: 'H57' }) },
  { dossier: LATE, event: happened('DossierResolved', '2024-01-11 10:00', {}) },
  { dossier: LATE, event: happened('ApologyIssued', '2024-01-11 11:00', { letterNumber: '8/XL-UBND', cause: 'appraisal', unitAtFault: 'H57.31', signed: true }) },
  { dossier: OPEN, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-10' }) },
  { dossier: OPEN, event: happened('DossierFellOverdue', '2024-01-10 17:00', { rule: 'nd61', dueAt: utc('2024-01-10 17:00') }) },
  { dossier: GOOD, event: happened('DossierReceived', '2024-01-02 08:01', { ...received, dueAt: '2024-01-12' }) },
  { dossier: GOOD, event: happened('DossierResolved', '2024-01-11 10:01', {}) },
  { dossier: SOON, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, dueAt: '2024-01-22' }) },
], '2024-01-17 10:00');

test('the duties of a period are counted by how they stand, and every count opens to its members', async (t) => {
  const { status, body } = await get('/v1/apology-duties?scope=H57&period=2024-Q1');
  t.equal(status, 200, JSON.stringify(body));
  t.match(body, { by: 'level', at: utc('2024-01-17 10:00'), atIs: 'now', rows: [{ row: 'commune', label: 'Cấp xã', opened: 3, metInTime: 1, metLate: 1, notMet: 1, owed: 0 }] });
  t.match(body.total, { opened: 3, metInTime: 1, metLate: 1, notMet: 1, owed: 0 });
  for (const by of ['level', 'authority', 'cause']) {
    const table = (await get(`/v1/apology-duties?scope=VN&period=2024-Q1&by=${by}`)).body;
    for (const row of [...table.rows, table.total]) {
      for (const [count, link] of Object.entries(row.links as Readonly<Record<string, string>>)) t.equal((await get(link)).body.items.length, row[count], `${by} ${row.row ?? 'total'} ${count}`);
    }
  }
});

test('a duty names who owes which letter by when, and the letter that met it', async (t) => {
  const list = (await get('/v1/apology-duties/list?scope=H57.31&period=2024-01&at=2024-01-31')).body;
  t.match(list, { atIs: 'asked', next: null });
  t.match(list.items.find(({ dossier }: { dossier: string }) => dossier === WARNED), {
    ground: 'announced', status: 'met_in_time', authority: 'H57.31', authorityName: 'UBND phường Phú Hội', letterDueAt: utc('2024-01-11 17:00'), letterNumber: '7/XL-UBND', cause: 'verification',
  });
  t.match(list.items.find(({ dossier }: { dossier: string }) => dossier === OPEN), { ground: 'overdue', status: 'not_met', letterDueAt: utc('2024-01-10 17:00'), letterNumber: null });
});

test('a list of duties is read page by page', async (t) => {
  const first = (await get('/v1/apology-duties/list?scope=VN&period=2024-Q1&limit=2')).body;
  const second = (await get(`/v1/apology-duties/list?scope=VN&period=2024-Q1&limit=2&after=${first.next}`)).body;
  t.equal(second.next, null);
  t.strictSame([...first.items, ...second.items].map(({ dossier }) => dossier).toSorted(), [WARNED, LATE, OPEN]);
});

test('once the period is over its end decides what is still owed', async (t) => {
  const { body } = await get('/v1/apology-duties?scope=VN&period=2024-01');
  t.match(body, { atIs: 'end_of_period', at: '2024-01-14T16:59:59.999Z' });
});

test('a late dossier names the offices at fault with their shares of the working time', async (t) => {
  const { body } = await get('/v1/delays?scope=H57&period=2024-Q1');
  t.match(body, { dossiers: 2, next: null });
  const late = body.items.find(({ dossier }: { dossier: string }) => dossier === LATE);
  t.match(late, { authority: 'H57.31', late: { minutes: 480 + 180, text: '1 ngày 3 giờ' }, shares: [{ office: 'H57', cause: 'coordinating_office', share: { minutes: 480 } }, { office: 'H57.31', share: { minutes: 180 } }] });
  t.equal(late.sentence, 'trễ 1 ngày 3 giờ do H57 UBND tỉnh Thừa Thiên Huế (cơ quan phối hợp) 1 ngày; H57.31 UBND phường Phú Hội (thẩm định) 3 giờ');
  t.equal(body.totals.reduce((sum: number, { share }: { share: { minutes: number } }) => sum + share.minutes, 0), body.late.minutes);
  t.match((await get('/v1/delays?scope=H57&period=2024-Q1&office=H57')).body, { dossiers: 1, items: [{ dossier: LATE }] });
  const { dossiers, items } = (await get('/v1/delays?scope=H57&period=2024-Q1&authority=H57')).body;
  t.strictSame([dossiers, items], [0, []]);
  const first = (await get('/v1/delays?scope=H57&period=2024-Q1&limit=1')).body;
  t.match((await get(`/v1/delays?scope=H57&period=2024-Q1&limit=1&after=${first.next}`)).body, { items: [{ dossier: WARNED }], next: null });
  for (const other of ['/v1/delays?scope=VN&period=2024-Q1', '/v1/delays?scope=H57&period=2024-Q1&office=H57', '/v1/apology-duties/list?scope=H57&period=2024-Q1', '/v1/due?scope=H57', '/v1/overdue?scope=H57', '/v1/findings?scope=H57']) {
    t.match(await get(`${other}&after=${first.next}`), { status: 400, body: { detail: /of another question/ } }, other);
  }
});

test('what becomes due within some working days is counted in the calendar of its own authority', async (t) => {
  const soon = (await get('/v1/due?scope=H57&within=3')).body;
  t.match(soon, { count: 1, items: [{ dossier: SOON, dueAt: utc('2024-01-22 17:00'), remaining: { minutes: 300 + 3 * 480 } }], next: null });
  t.strictSame(soon.unannouncedYears, []);
  const { count, items } = (await get('/v1/due?scope=H57&within=2')).body;
  t.strictSame([count, items], [0, []], 'the weekend is no working time');
});

test('unfinished late dossiers are listed with what they exceed', async (t) => {
  t.match((await get('/v1/overdue?scope=VN')).body, { count: 1, items: [{ dossier: OPEN, exceeded: { minutes: 4 * 480 + 180 }, sentence: 'quá hạn 4 ngày 3 giờ' }], next: null });
});

test('the letter is a docx, before and after it was issued', async (t) => {
  const issued = await get(`/v1/dossiers/${LATE}/apology-letter?duty=0`);
  t.equal(issued.headers['content-type'], 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
  t.match(textOf(issued.bytes), /UBND TỈNH THỪA THIÊN HUẾ\nUBND PHƯỜNG PHÚ HỘI[\s\S]*8\/XL-UBND[\s\S]*cần thêm thời gian thẩm định/);
  t.match(textOf((await get(`/v1/dossiers/${OPEN}/apology-letter`)).bytes), /Số: ……\/……[\s\S]*17 giờ 00 ngày 10 tháng 01 năm 2024/);
});

test('a question about duties that cannot be answered says what to do', async (t) => {
  t.match(await get(`/v1/dossiers/${GOOD}/apology-letter`), { status: 404, body: { code: 'DUTY_UNKNOWN', detail: /opens no duty/ } });
  t.match(await get(`/v1/dossiers/${OPEN}/apology-letter?duty=3`), { status: 404, body: { code: 'DUTY_UNKNOWN', detail: /^The dossier has 1 duty, with the number 0; there is none with the number 3: correct/, errors: [{ pointer: '/duty' }] } });
  for (const url of ['/v1/apology-duties?scope=H57', '/v1/apology-duties?scope=H57&period=2024-Q1&by=field', '/v1/apology-duties/list?scope=H57&period=2024-Q1&after=abc',
    '/v1/delays?scope=H57&period=2024-Q9', '/v1/delays?scope=H57&period=2024-Q1&after=abc', '/v1/due?scope=H57&within=-1', '/v1/due?scope=H57&after=WyIiLCIiXQ',
    '/v1/due?scope=H57&rule=none', '/v1/overdue?scope=H57&limit=0', `/v1/dossiers/${OPEN}/apology-letter?duty=x`]) {
    t.match(await get(url), { status: 400, body: { code: 'PARAMETER_INVALID' } }, url);
  }
  for (const url of ['/v1/apology-duties?scope=H99&period=2024-Q1', '/v1/apology-duties/list?scope=H99&period=2024-Q1', '/v1/delays?scope=H99&period=2024-Q1', '/v1/due?scope=H99', '/v1/overdue?scope=H99']) {
    t.match(await get(url), { status: 404, body: { code: 'SCOPE_UNKNOWN' } }, url);
  }
});

function textOf(docx: Buffer): string {
  const document = unzipSync(docx)['word/document.xml'];
  return document === undefined ? '' : strFromU8(document).replaceAll('</w:p>', '\n').replaceAll(/<[^>]*>/g, '');
}
