import { happened, vietnamTime } from '@motcua/testkit';
import { formatInstant } from '@motcua/kernel';
import { t as file, test } from 'tap';
import type { Test } from 'tap';
import { served } from './served.ts';

const WAITED = 'H57.31-240102-0001';
const PLAIN = 'H57.31-240102-0002';
const AWAITING = 'H57.31-240102-0003';
const UNDATED = 'H57.31-240102-0004';
const LATE = 'H57.31-240102-0005';
const MOVED = 'H57.31-240102-0006';
const OVERLAP = 'H57.31-240102-0007';
const NESTED = 'H57.31-240102-0008';
const TWICE = 'H57.31-240102-0009';
const SUSPENDED = 'H57.31-240102-0010';
const place = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01' } as const;
const received = { ...place, receivingUnit: 'H57.31', channel: 'in_person' } as const;
const utc = (text: string) => formatInstant(vietnamTime(text));

/** The procedure has five working days; 04/01 is announced as a day off when the dossiers have been promised their dates. */
const records = [
  { type: 'ProcedureDeclared', subject: '1.001234', data: { name: 'Đăng ký khai sinh', field: 'G03-HT01', fieldName: 'Hộ tịch', level: 'commune', limit: { amount: 5, unit: 'working_days' }, validFrom: '2023-06-01' } },
  { type: 'CalendarAnnounced', subject: 'H57', data: { announcedOn: '2024-01-03', days: [{ date: '2024-01-04', kind: 'off', name: 'Nghỉ phòng chống bão' }] } },
];

const { get } = await served(file, [
  { dossier: WAITED, event: happened('DossierReceived', '2024-01-02 08:00', received) },
  { dossier: WAITED, event: happened('SupplementRequested', '2024-01-05 09:00', {}) },
  { dossier: WAITED, event: happened('SupplementReceived', '2024-01-08 10:00', {}) },
  { dossier: PLAIN, event: happened('DossierReceived', '2024-01-02 17:01', received) },
  { dossier: AWAITING, event: happened('DossierSubmitted', '2024-01-02 08:00', place) },
  { dossier: UNDATED, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, procedure: '1.009999' }) },
  { dossier: LATE, event: happened('DossierReceived', '2024-01-02 08:00', { ...received, limit: { amount: 12, unit: 'hours' } }) },
  { dossier: LATE, event: happened('ApologyIssued', '2024-01-03 10:00', { letterNumber: '1/XL', cause: 'appraisal', unitAtFault: 'H57.31', newDueAt: '2024-01-10', signed: true }) },
  { dossier: LATE, event: happened('DossierResolved', '2024-01-08 10:00', {}) },
  { dossier: MOVED, event: happened('DossierReceived', '2024-01-02 08:05', received) },
  { dossier: MOVED, event: happened('DueDateChanged', '2024-01-03 09:00', { oldDueAt: '2024-01-09', newDueAt: '2024-01-10', cause: 'calendar' }) },
  { dossier: MOVED, event: happened('DueDateChanged', '2024-01-04 09:00', { newDueAt: '2024-01-15', cause: 'opinion' }) },
  ...waits(OVERLAP, '2024-01-02 08:20', ['PaymentRequested', '2024-01-03 09:00'], ['ProcessingSuspended', '2024-01-04 08:00'], ['FeePaid', '2024-01-05 09:00'], ['ProcessingResumed', '2024-01-08 10:00']),
  ...waits(NESTED, '2024-01-02 08:25', ['ProcessingSuspended', '2024-01-03 09:05'], ['PaymentRequested', '2024-01-03 14:05'], ['FeePaid', '2024-01-03 16:05'], ['ProcessingResumed', '2024-01-05 10:05']),
  ...waits(TWICE, '2024-01-02 08:30', ['SupplementRequested', '2024-01-03 09:10'], ['SupplementReceived', '2024-01-03 15:10'], ['SupplementRequested', '2024-01-05 09:10']),
  ...waits(SUSPENDED, '2024-01-02 08:35', ['ProcessingSuspended', '2024-01-03 09:15']),
], '2024-01-16 10:00', { records });

test('a due date tells its start, its limit with the version of the procedure, every counted and every skipped day', async (t) => {
  const { status, body } = await get(`/v1/dossiers/${PLAIN}/due-date`);
  t.equal(status, 200);
  t.match(body, {
    code: PLAIN, rule: { id: 'nd61', version: 1 }, class: 'in_progress', receivedAt: utc('2024-01-02 17:01'), clock: 'runs',
    limit: { from: 'procedure', amount: 5, unit: 'working_days', procedure: '1.001234', validFrom: '2023-06-01' },
    promisedDueAt: utc('2024-01-10 17:00'), dueAt: utc('2024-01-10 17:00'),
    entries: [{ event: 'DossierReceived', cause: 'received', old: null, explanation: { countsFrom: '2024-01-03', shifted: 'after_closing', skipped: [{ date: '2024-01-06', name: 'Thứ Bảy' }, { date: '2024-01-07', name: 'Chủ nhật' }] } }],
  });
  t.strictSame(body.entries[0].explanation.counted.map(({ date }: { date: string }) => date), ['2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09', '2024-01-10']);
  t.strictSame(body.entries[0].explanation.counted[0].hours, ['07:00–11:30', '13:30–17:00']);
});

test('a date keeps the calendar that it was promised with, and what the calendars of today give stands beside it', async (t) => {
  const { body } = await get(`/v1/dossiers/${PLAIN}/due-date`);
  t.equal(body.currentCalendarDueAt, utc('2024-01-11 17:00'));
  t.match(body.text, /Hạn đã hẹn ban đầu: 10\/01\/2024 17:00 · hạn đang tính: 10\/01\/2024 17:00\nTheo lịch làm việc công bố đến nay: 11\/01\/2024 17:00 \(khác; hạn đã hẹn được giữ nguyên\)/);
});

test('a change of the due date tells why it was made, with the old and the new date', async (t) => {
  const { body } = await get(`/v1/dossiers/${MOVED}/due-date`);
  t.match(body.entries.slice(1, 3), [
    { event: 'DueDateChanged', causeLabel: 'do lịch làm việc thay đổi', old: utc('2024-01-09 17:00'), new: utc('2024-01-10 17:00') },
    { event: 'DueDateChanged', causeLabel: 'do lấy ý kiến cơ quan khác', old: utc('2024-01-10 17:00'), new: utc('2024-01-15 17:00') },
  ]);
  t.match(body.text, /03\/01\/2024 09:00 · Thay đổi hạn trả kết quả \(do lịch làm việc thay đổi\)\n    Hạn 09\/01\/2024 17:00 đổi thành 10\/01\/2024 17:00/);
});

test('what was exceeded is told in days and hours of eight hours', async (t) => {
  const { body } = await get(`/v1/dossiers/${PLAIN}/due-date`);
  t.strictSame([body.exceeded, body.remaining], [{ minutes: 3 * 480 + 180, text: '3 ngày 3 giờ' }, null]);
  t.match(body.text, /quá hạn 3 ngày 3 giờ/);
  const before = (await get(`/v1/dossiers/${PLAIN}/due-date?at=2024-01-09`)).body;
  t.strictSame([before.exceeded, before.remaining], [null, { minutes: 480, text: '1 ngày' }]);
});

test('a supplement restarts the limit under one rule and is subtracted under another, and the timeline says so', async (t) => {
  const restarted = (await get(`/v1/dossiers/${WAITED}/due-date?at=2024-01-09`)).body;
  t.match(restarted, {
    promisedDueAt: utc('2024-01-09 17:00'), dueAt: utc('2024-01-15 17:00'), startedAt: utc('2024-01-08 10:00'), elapsed: { minutes: 90 + 210 + 480 },
    entries: [
      { cause: 'received', new: utc('2024-01-09 17:00') }, { cause: 'supplement', clock: 'stands_still' },
      { cause: 'supplement', old: utc('2024-01-09 17:00'), new: utc('2024-01-15 17:00'), clock: 'runs', pause: { reason: 'supplement', from: utc('2024-01-05 09:00'), to: utc('2024-01-08 10:00'), stopsClock: true } },
    ],
  });
  t.match(restarted.text, /02\/01\/2024 08:00 · Tiếp nhận hồ sơ .*\n.*Ngày 02\/01\/2024 là ngày 0, tính từ ngày kế tiếp; lịch VN@0.*\n {4}03\/01–05\/01: 3 ngày làm việc\n {4}06\/01: nghỉ, Thứ Bảy\n {4}07\/01: nghỉ, Chủ nhật\n {4}08\/01–09\/01: 2 ngày làm việc\n {4}Hạn trả 09\/01\/2024 17:00/);
  t.match(restarted.text, /Hạn 09\/01\/2024 17:00 đổi thành 15\/01\/2024 17:00; đang tính thời hạn/);
  const subtracted = (await get(`/v1/dossiers/${WAITED}/due-date?rule=portal-766&at=2024-01-09`)).body;
  t.match(subtracted, { rule: { id: 'portal-766' }, startedAt: utc('2024-01-02 08:00') });
  t.ok(subtracted.dueAt > utc('2024-01-09 17:00') && subtracted.dueAt < restarted.dueAt, subtracted.dueAt);
});

test('waiting for two things at once is told to count once, with the time that shifts the due date', async (t) => {
  const { body } = await get(`/v1/dossiers/${OVERLAP}/due-date`);
  t.match(body.entries.at(-1), { old: utc('2024-01-09 17:00'), new: utc('2024-01-12 08:00'), shift: { from: utc('2024-01-03 09:00'), to: utc('2024-01-08 10:00'), working: { minutes: 960 + 60 } } });
  has(t, body.text, [
    '    Chờ thực hiện nghĩa vụ tài chính từ 03/01/2024 09:00 đến 05/01/2024 09:00: 1 ngày, không tính vào thời hạn',
    '    Tạm dừng giải quyết từ 04/01/2024 08:00 đến 08/01/2024 10:00: 1 ngày 3 giờ, không tính vào thời hạn',
    '    Hạn lùi theo thời gian ngừng tính từ 03/01/2024 09:00 đến 08/01/2024 10:00: 2 ngày 1 giờ; các khoảng chờ trùng nhau',
    '      chỉ tính một lần', '    Hạn 09/01/2024 17:00 đổi thành 12/01/2024 08:00; đang tính thời hạn',
  ]);
  has(t, (await get(`/v1/dossiers/${NESTED}/due-date`)).body.text, ['    Hạn lùi theo thời gian ngừng tính từ 03/01/2024 09:05 đến 05/01/2024 10:05: 1 ngày 1 giờ; các khoảng chờ trùng nhau']);
  t.notMatch((await get(`/v1/dossiers/${WAITED}/due-date?rule=portal-766`)).body.text, /Hạn lùi/, 'one waiting alone needs no more words');
});

test('a due date that is out of force until the supplement is back is not told as one that counts', async (t) => {
  for (const rule of ['nd61', 'nd61-extended']) {
    const { body } = await get(`/v1/dossiers/${WAITED}/due-date?rule=${rule}&at=2024-01-05T10:00:00%2B07:00`);
    t.match(body, { awaitsRestart: true, remaining: null, entries: [{ restart: 'none' }, { restart: 'awaited' }] });
    has(t, body.text, [
      'Hạn đã hẹn ban đầu: 09/01/2024 17:00 · hạn 09/01/2024 17:00 đã thôi áp dụng, khi nhận bổ sung thời hạn tính lại từ đầu',
      'Tình trạng: Tạm dừng tính thời hạn; đã qua 2 ngày 1 giờ',
      '05/01/2024 09:00 · Yêu cầu bổ sung hồ sơ', '    Hạn 09/01/2024 17:00 thôi áp dụng; khi nhận bổ sung, thời hạn tính lại từ đầu',
      'Chờ bổ sung hồ sơ từ 05/01/2024 09:00 đến nay: 1 giờ; khi nhận bổ sung, thời hạn tính lại từ đầu',
    ]);
    t.notMatch(body.text, /hạn đang tính|giữ nguyên|không tính vào thời hạn/);
    const back = (await get(`/v1/dossiers/${WAITED}/due-date?rule=${rule}&at=2024-01-09`)).body;
    t.match(back, { awaitsRestart: false, entries: [{}, {}, { restart: 'started', shift: null }] });
    has(t, back.text, ['    Chờ bổ sung hồ sơ từ 05/01/2024 09:00 đến 08/01/2024 10:00: 1 ngày 1 giờ; thời hạn tính lại từ đầu']);
  }
  const subtracted = (await get(`/v1/dossiers/${WAITED}/due-date?rule=portal-766&at=2024-01-05T10:00:00%2B07:00`)).body;
  t.match(subtracted, { awaitsRestart: false, text: /hạn đang tính: 09\/01\/2024 17:00\n/ });
});

test('a dossier that is late for a second supplement says so, and shows no date as missed', async (t) => {
  const { body } = await get(`/v1/dossiers/${TWICE}/due-date?rule=portal-766&at=2024-01-05T10:00:00%2B07:00`);
  t.match(body, { class: 'overdue', missedDueAt: null, remaining: null, exceeded: null });
  has(t, body.text, [
    'Tình trạng: Đang giải quyết, quá hạn (tính là quá hạn vì yêu cầu bổ sung lần thứ hai), đang ngừng tính thời hạn; đã qua', '05/01/2024 09:10 · Yêu cầu bổ sung hồ sơ (lần thứ hai: tính là quá hạn)',
  ]);
  t.notMatch(body.text, /Hạn đầu tiên đã lỡ/);
  t.notMatch((await get(`/v1/dossiers/${TWICE}/due-date`)).body.text, /lần thứ hai/);
});

test('nothing is said twice', async (t) => {
  has(t, (await get(`/v1/dossiers/${SUSPENDED}/due-date`)).body.text, ['Tình trạng: Tạm dừng tính thời hạn; đã qua 1 ngày 40 phút, còn 3 ngày 5 giờ 45 phút']);
  has(t, (await get(`/v1/dossiers/${UNDATED}/due-date`)).body.text, [
    'Bắt đầu tính: 02/01/2024 08:00 · thời hạn: chưa biết', 'Tình trạng: Đang giải quyết; đã qua 9 ngày 2 giờ', '02/01/2024 08:00 · Tiếp nhận hồ sơ', '    Chưa có hạn trả',
  ]);
});

test('a limit in hours counts minutes of working time, and a letter that moves nothing is listed with the reason', async (t) => {
  const { body } = await get(`/v1/dossiers/${LATE}/due-date`);
  t.match(body, { limit: { from: 'told', amount: 12, unit: 'hours' }, dueAt: utc('2024-01-03 14:00'), class: 'resolved_late', until: utc('2024-01-08 10:00') }, body.text);
  t.match(body.unmoved, [{ event: 'ApologyIssued', why: 'rule_ignores_apologies', told: utc('2024-01-10 17:00') }]);
  t.match(body.text, /KHÔNG LÀM ĐỔI HẠN\n03\/01\/2024 10:00 · Phiếu xin lỗi/);
  t.match((await get(`/v1/dossiers/${LATE}/due-date?rule=nd61-extended`)).body, { dueAt: utc('2024-01-10 17:00'), class: 'resolved_early', entries: [{}, { cause: 'apology' }, { cause: 'ended' }] });
});

test('a dossier without a limit has a story without a date', async (t) => {
  t.match((await get(`/v1/dossiers/${UNDATED}/due-date`)).body, { limit: { from: 'none', amount: null }, dueAt: null, remaining: null, exceeded: null, text: /08:00 · Tiếp nhận hồ sơ\n {4}Chưa có hạn trả$/ });
});

test('a question about a due date that cannot be answered says what to do', async (t) => {
  t.match(await get(`/v1/dossiers/${AWAITING}/due-date`), { status: 409, body: { code: 'DOSSIER_NOT_RECEIVED' } });
  t.match(await get(`/v1/dossiers/${PLAIN}/due-date?at=2023-12-01`), { status: 409, body: { code: 'DOSSIER_NOT_RECEIVED' } });
  t.match(await get('/v1/dossiers/H57.31-240102-9999/due-date'), { status: 404, body: { code: 'DOSSIER_UNKNOWN' } });
  t.match(await get(`/v1/dossiers/${PLAIN}/due-date?rule=mine`), { status: 400, body: { code: 'PARAMETER_INVALID', detail: /known are nd61, nd61-extended, portal-766/ } });
  t.match(await get(`/v1/dossiers/${PLAIN}/due-date?at=yesterday`), { status: 400, body: { code: 'PARAMETER_INVALID', errors: [{ pointer: '/at' }] } });
});

test('no line of the timeline is wider than 120 columns', async (t) => {
  for (const query of [WAITED, PLAIN, UNDATED, LATE, OVERLAP, NESTED, TWICE, SUSPENDED].flatMap((code) => [`${code}/due-date`, `${code}/due-date?rule=portal-766&at=2024-01-05T10:00:00%2B07:00`])) {
    const { text } = (await get(`/v1/dossiers/${query}`)).body;
    for (const line of text.split('\n')) t.ok([...line].length <= 120 && line === line.trimEnd(), line);
  }
});

/** A dossier with five working days, and what it waited for. */
function waits(dossier: string, receivedAt: string, ...events: readonly (readonly ['PaymentRequested' | 'FeePaid' | 'ProcessingSuspended' | 'ProcessingResumed' | 'SupplementRequested' | 'SupplementReceived', string])[]) {
  return [{ dossier, event: happened('DossierReceived', receivedAt, received) }, ...events.map(([type, time]) => ({ dossier, event: happened(type, time, {}) }))];
}

function has(t: Test, text: string, lines: readonly string[]): void {
  for (const line of lines) t.ok(text.split('\n').includes(line), line);
}
