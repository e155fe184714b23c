import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Calendars } from '@motcua/calendar';
import { inSnapshot, migrateDatabase, openDatabase, readAlmanac } from '@motcua/database';
import type { Database } from '@motcua/database';
import { dossierEventData, LATENESS_RULES, ND61, referenceEventData } from '@motcua/dossier';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import type { EventStore, JsonObject } from '@motcua/event-store';
import { CLOCK_SOURCE, eventKey, formatInstant, overdueMarkId } from '@motcua/kernel';
import { figuresQuery, readFigures } from '@motcua/statistics';
import { startProjector } from '@motcua/projector';
import { testDatabase, vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import { test } from 'tap';
import type { Test } from 'tap';
import { runCalendarCount, runCalendarShow } from '../src/commands/calendar.ts';
import { runCalendarApply, runCalendarImport, runCalendarPreview, runCatalogueImport } from '../src/commands/imports.ts';
import type { CalendarArgs } from '../src/commands/calendar.ts';
import type { FileCommand } from '../src/commands/imports.ts';
import type { ShownPreview } from '../src/calendar/preview-json.ts';
import type { FigureChange } from '../src/calendar/figure-sums.ts';
import { motcua } from './said.ts';

// Five working days from Monday 11 March 2024: due on Monday 18 March, in the second quarter of the reports; the first ends on 14 March.
const NOW = vietnamTime('2024-03-12 10:00');
const STORM = 'Lịch,Ngày công bố,Ngày,Loại,Lý do\nVN,12/3/2024,14/3/2024,nghỉ,Nghỉ do bão\nVN,12/3/2024,6/3/2024,nghỉ,Mất điện\n';

test('a calendar that is imported twice is in the log once, and a changed one is another edition', async (t) => {
  const office = await openOffice(t);
  t.match(await office.run(runCalendarImport, STORM), /đã thêm 1 bản công bố; 0 đã có/);
  t.match(await office.run(runCalendarImport, STORM), /đã thêm 0 bản công bố; 1 đã có/);
  t.match(await office.run(runCalendarImport, STORM.replace('Nghỉ do bão', 'Nghỉ do lũ')), /đã thêm 1 bản/);
  t.match(await office.store.readStream(streams.calendar('VN')), [
    { type: 'CalendarAnnounced', source: 'urn:motcua:operator', subject: 'VN', data: { announcedOn: '2024-03-12', days: [{ name: 'Nghỉ do bão' }] } }, { data: { days: [{ name: 'Nghỉ do lũ' }] } },
  ]);
});

test('two imports of one file at once add it once', async (t) => {
  const office = await openOffice(t);
  await Promise.all([office.run(runCalendarImport, STORM), office.run(runCalendarImport, STORM), office.run(runCalendarImport, STORM)]);
  t.equal((await office.store.readStream(streams.calendar('VN'))).length, 1);
});

test('a catalogue adds versions and deletes nothing, also when a version comes back', async (t) => {
  const office = await openOffice(t);
  const file = (limit: string) => `Mã thủ tục,Tên thủ tục,Mã lĩnh vực,Lĩnh vực,Cấp,Thời hạn,Hiệu lực từ\n1.001193,Đăng ký khai sinh,G15,Hộ tịch,xã,8 giờ,1/1/2024\n1.004227,Cấp phép,G01,Xây dựng,huyện,${limit},1/1/2024\n`;
  const limits = ['10 ngày làm việc', '10 ngày làm việc', '7 ngày làm việc', '10 ngày làm việc'];
  const told: string[] = [];
  for (const limit of limits) told.push(await office.run(runCatalogueImport, file(limit)));
  t.strictSame(told.map((text) => /đã thêm (\d+) phiên bản; (\d+)/.exec(text)?.slice(1, 3)), [['2', '0'], ['0', '2'], ['1', '1'], ['1', '1']]);
  t.strictSame((await office.store.readStream(streams.procedure('1.004227'))).map(({ data }) => (data['limit'] as { amount: number }).amount), [10, 7, 10]);
  await office.project();
  const rows = await office.database.db.selectFrom('procedure').select(['code', 'limit_amount', 'limit_unit']).orderBy('code').orderBy('position').execute();
  t.strictSame(rows.map((row) => [row.code, row.limit_amount, row.limit_unit]), [
    ['1.001193', 8, 'hours'], ['1.001234', 5, 'working_days'], ['1.004227', 10, 'working_days'], ['1.004227', 7, 'working_days'], ['1.004227', 10, 'working_days'],
  ]);
});

test('a file with a wrong row is refused with every wrong line, and nothing of it is in the log', async (t) => {
  const office = await openOffice(t);
  const before = (await office.store.head()).position;
  const wrong = `${STORM}VN,12/3/2024,15/3/2024,lễ,Bão\nVN,12/3/2024,31/2/2024,nghỉ,Bão\n`;
  for (const run of [runCalendarImport, runCalendarPreview, runCatalogueImport, (command: FileCommand) => runCalendarApply({ ...command, movePromised: true })]) {
    await t.rejects(office.run(run, wrong), { code: 'IMPORT_INVALID' });
  }
  await t.rejects(office.run(runCalendarImport, wrong), { message: /2 chỗ sai\.\n {2}dòng 4, cột Loại: "lễ".*\n {2}dòng 5, cột Ngày: "31\/2\/2024"/ });
  await t.rejects(runCalendarImport({ ...office, file: '/không/có.csv', now: NOW, out: sink(), log: sink() }), { code: 'PARAMETER_INVALID' });
  t.equal((await office.store.head()).position, before);
});

test('a Saturday counter of one authority counts there and nowhere else, from the day it was announced', async (t) => {
  const office = await openOffice(t);
  const full = '07:00-11:30 13:30-17:00';
  const week = ['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'Chủ nhật'].map((day, index) => `H57.31,12/3/2024,${index === 6 ? '' : 'Thứ '}${day},${index < 5 ? full : index === 5 ? '07:00-11:30' : ''},1/4/2024\n`);
  await office.run(runCalendarImport, `Lịch,Ngày công bố,Thứ,Giờ,Áp dụng từ\n${week.join('')}`);
  await office.project();
  const { calendars } = await readAlmanac(office.database.db);
  const count = (authority: string, announcedBy: string): string => {
    const out = sink();
    runCalendarCount({ calendars, args: { authority, from: '2024-04-01', to: '2024-04-07', announcedBy }, today: '2024-04-01', out, log: sink() });
    return out.text();
  };
  t.strictSame([count('H57.31', '2024-03-12'), count('H57.31.02', '2024-03-12'), count('H57.32', '2024-03-12'), count('VN', '2024-03-12'), count('H57.31', '2024-03-11')], ['6\n', '6\n', '5\n', '5\n', '5\n']);
  const out = sink();
  runCalendarShow({ calendars, args: { authority: 'H57.31', from: '2024-04-05', to: '2024-04-07' }, today: '2024-04-01', out, log: sink() });
  t.match(out.text(), /06\/04\/2024 T7 {2}làm một phần {2}07:00-11:30/);
  t.match(out.text(), /07\/04\/2024 CN {2}nghỉ/);
});

test('shows why a day is off, who says so and what nobody has announced yet, and counts the first quarter', async (t) => {
  const office = await openOffice(t);
  const { calendars } = await readAlmanac(office.database.db);
  const [text, json, count] = [sink(), sink(), sink()];
  const args = { from: '2024-02-08', to: '2024-02-15' };
  runCalendarShow({ calendars, args, today: '2026-11-21', out: text, log: sink() });
  t.match(joined(text.text()), /08\/02\/2024 T5 {2}nghỉ .*Tết Nguyên đán \(29 tháng Chạp\) \(lịch VN, đã xác minh, Bộ luật Lao động 2019, Điều 112\)/);
  for (const [date, line] of [['2024-04-29', /29\/04\/2024 T2 {2}nghỉ .*lịch VN, đã xác minh, .*, công bố \d\d\/04\/2024\)/], ['2026-08-31', /31\/08\/2026 T2 {2}làm việc .*chưa xác minh, chưa áp dụng/]] as const) {
    const out = sink();
    runCalendarShow({ calendars, args: { from: date, to: date }, today: '2026-11-21', out, log: sink() });
    t.match(joined(out.text()), line);
  }
  runCalendarShow({ calendars, args: { ...args, json: true }, today: '2026-11-21', out: json, log: sink() });
  t.match(JSON.parse(json.text())[7], { date: '2024-02-15', kind: 'work', minutes: 480, name: null, entry: null });
  runCalendarCount({ calendars, args: { from: '2023-12-15', to: '2024-03-14' }, today: '2026-11-21', out: count, log: sink() });
  t.equal(count.text(), '59\n');
  for (const [wrong, message] of [[{ to: '2024-02-30' }, /--to không đọc được/], [{ to: '2024-01-01' }, /--to không được trước/], [{ authority: 'H 57' }, /--authority/], [{ from: undefined }, /--from còn thiếu/], [{ announcedBy: 'x' }, /--announced-by/], [{ to: '2050-01-01' }, /mười năm/]] as const) {
    t.throws(() => { runCalendarShow({ calendars, args: { ...args, ...wrong }, today: '2026-11-21', out: sink(), log: sink() }); }, { code: 'PARAMETER_INVALID', message });
  }
});

test('asked about a year that is not announced, the holidays of fixed date are off and one sentence names the year', async (t) => {
  const note = 'Lịch nghỉ năm 2027 chưa được công bố đầy đủ (Tết, Giỗ Tổ …): số ngày có thể thay đổi.\n';
  const ask = (run: typeof runCalendarShow, args: CalendarArgs): readonly string[] => {
    const [out, log] = [sink(), sink()];
    run({ calendars: new Calendars(), args, today: '2026-11-21', out, log });
    return [out.text(), log.text()];
  };
  t.strictSame(ask(runCalendarCount, { from: '2026-12-15', to: '2027-03-14' }), ['63\n', note], 'beside the number');
  t.equal(ask(runCalendarCount, { from: '2025-12-15', to: '2026-03-14' })[1], '');
  const [shown = '', beside] = ask(runCalendarShow, { from: '2027-01-01', to: '2027-01-03' });
  t.match(joined(shown), /01\/01\/2027 T6 {2}nghỉ .*Tết Dương lịch \(lịch VN, đã xác minh, Bộ luật Lao động 2019, Điều 112\)\n/);
  t.ok(shown.endsWith(`\nCộng: 0 ngày làm việc\n${note}`), shown);
  t.equal(beside, '');
  t.equal(ask(runCalendarShow, { from: '2027-01-01', to: '2027-01-03', json: true })[1], note);
});

test('a preview names the years for which more is to be announced than its file says', async (t) => {
  const office = await openOffice(t);
  const preview = (day: string): Promise<string> => office.run(runCalendarPreview, `Lịch,Ngày công bố,Ngày,Loại,Lý do\nVN,12/3/2024,${day},nghỉ,Nghỉ lễ\n`);
  t.match(await preview('1/1/2027'), /\nLịch nghỉ năm 2027 chưa được công bố đầy đủ \(Tết, Giỗ Tổ …\): số ngày có thể thay đổi\.\n/);
  t.notMatch(await preview('8/2/2027'), /chưa được công bố/);
  t.notMatch(await office.run(runCalendarPreview, STORM), /chưa được công bố/);
});

test('a preview lists the due dates that would change and writes nothing', async (t) => {
  const office = await openOffice(t);
  const before = (await office.store.head()).position;
  const preview = await office.preview(STORM);
  t.strictSame(preview.changes.map(({ dossier, kind, promisedDueAt, newDueAt }) => [dossier, kind, promisedDueAt, newDueAt]), EXPECTED);
  t.equal(preview.looked, 4, 'the resolved one has no date any more');
  t.strictSame(preview.figures, LATENESS_RULES.flatMap(({ id: rule }) => [
    { rule, period: '2024-Q1', level: 'district', class: 'in_progress', amount: 1 }, { rule, period: '2024-Q1', level: 'district', class: 'overdue', amount: -1 },
    { rule, period: '2024-Q2', level: 'district', class: 'in_progress', amount: -1 }, { rule, period: '2024-Q2', level: 'district', class: 'overdue', amount: 1 },
  ]));
  const text = await office.run(runCalendarPreview, STORM);
  t.match(text, /Đã xem 4 hồ sơ còn hạn trả: 3 hạn khác đi theo lịch này, trong đó 2 hạn dời được/);
  t.match(text, /H57\.31-240307-0002 {2}H57\.31 {2}đã hẹn 14\/03\/2024 17:00, theo lịch mới 15\/03\/2024 17:00/);
  t.match(text, /Đã quá hạn, không đổi \(1\):\n {2}H57\.31-240304-0003/);
  t.match(text, /2024-Q1 {2}Cấp huyện {2}Đang giải quyết, trong hạn: \+1 {2}\(nd61\)\n {2}2024-Q1 {2}Cấp huyện {2}Đang giải quyết, quá hạn: −1 {2}\(nd61\)/);
  t.equal((await office.store.head()).position, before);
});

test('without more words applying keeps every promise; the operator may still move them later', async (t) => {
  const office = await openOffice(t);
  const dues = await office.dues();
  t.match(await office.run((command) => runCalendarApply({ ...command, movePromised: false }), STORM), /Đã thêm 1 bản công bố lịch.*\n2 hạn đã hẹn được giữ nguyên; muốn dời/s);
  await office.project();
  t.strictSame(await office.dues(), dues);
  t.match(await office.preview(STORM), { editions: [{ code: 'VN', known: true }], changes: [{}, {}, {}] });
  t.match(await office.run((command) => runCalendarApply({ ...command, movePromised: true }), STORM), /Đã thêm 0 bản.*\nĐã dời hạn của 2 hồ sơ/s);
  await office.project();
  t.notSame(await office.dues(), dues);
  t.match(await office.run((command) => runCalendarApply({ ...command, movePromised: true }), STORM), /Đã dời hạn của 0 hồ sơ/, 'a second time finds nothing to move');
});

test('applying gives exactly what the preview listed, in the due dates at once and in the figures when the dates have passed', async (t) => {
  const [kept, moved] = [await openOffice(t), await openOffice(t)];
  const preview = await moved.preview(STORM);
  const before = await moved.dues();
  const figuresBefore = await moved.figures();
  await moved.run((command) => runCalendarApply({ ...command, movePromised: true }), STORM);
  await moved.project();
  t.strictSame(difference(before, await moved.dues()), preview.changes.filter(({ kind }) => kind === 'movable')
    .map(({ dossier, promisedDueAt, newDueAt }) => [dossier, promisedDueAt, newDueAt]));
  t.strictSame(await moved.figures(), figuresBefore, 'nothing that is counted already moves');
  const [event] = (await moved.store.readStream(streams.dossier('H57.31-240307-0002'))).slice(-1);
  t.match(event, { type: 'DueDateChanged', source: 'urn:motcua:operator', occurredAt: formatInstant(NOW), data: { oldDueAt: '2024-03-14T10:00:00.000Z', newDueAt: '2024-03-15T10:00:00.000Z', cause: 'calendar' } });
  for (const office of [kept, moved]) await office.letAllPass();
  const [asPromised, asMoved] = [await kept.figures(), await moved.figures()];
  const changed = asMoved.map(({ rule, period, overdue }, index) => ({ rule, period, amount: overdue - (asPromised[index]?.overdue ?? NaN) }));
  t.strictSame(changed, LATENESS_RULES.flatMap(({ id: rule }) => ['2024-Q1', '2024-Q2'].map((period) => ({ rule, period, amount: overdueUntil(preview.figures, rule, period) }))));
  t.ok(changed.some(({ amount }) => amount === -1), 'one dossier less is overdue at the end of the first quarter');
});

test('two operators who apply at once move every date once, also while a counter writes', async (t) => {
  const office = await openOffice(t);
  const apply = () => office.run((command) => runCalendarApply({ ...command, movePromised: true }), STORM);
  const write = () => happens(office.store, 'H57.31-240311-0001', 'OpinionRequested', '2024-03-12 09:00', { office: 'H57.40' });
  await Promise.all([apply(), write(), apply(), apply()]);
  for (const [dossier] of EXPECTED.slice(1)) {
    const moves = (await office.store.readStream(streams.dossier(dossier ?? ''))).filter(({ type }) => type === 'DueDateChanged');
    t.equal(moves.length, 1, String(dossier));
  }
  await office.project();
  t.strictSame((await office.dues()).slice(1, 3), EXPECTED.slice(1).map(([dossier, , , due]) => [dossier, due]));
});

test('a dossier that was resolved between the preview and the moving is left alone', async (t) => {
  const office = await openOffice(t);
  const store: EventStore = { ...office.store, append: async (append) => {
    if (append.stream === streams.dossier('H57.31-240307-0002')) await happens(office.store, 'H57.31-240307-0002', 'DossierResolved', '2024-03-12 09:30', {});
    return office.store.append(append);
  } };
  const text = await office.run((command) => runCalendarApply({ ...command, store, movePromised: true }), STORM);
  t.match(text, /Đã dời hạn của 1 hồ sơ\.\n\nĐã đổi trong lúc áp dụng, chưa dời \(1\):\n {2}H57\.31-240307-0002/);
  t.strictSame((await office.store.readStream(streams.dossier('H57.31-240307-0002'))).map(({ type }) => type), ['DossierReceived', 'DossierResolved']);
});

test('without any ledger the shipped table answers and says so on the side', async (t) => {
  const asked = await motcua({ MOTCUA_HOME: join(tmpdir(), 'motcua-no-ledger-was-ever-here') }, 'calendar', 'count', '--from', '2023-12-15', '--to', '2024-03-14');
  t.match(asked, { status: 0, out: /^59$/m, err: /Chưa có sổ nào ở đây/ });
});

/** The closing stock is all that came before. */
function overdueUntil(figures: readonly FigureChange[], rule: string, period: string): number {
  return figures.filter((one) => one.class === 'overdue' && one.rule === rule && one.period <= period).reduce((sum, { amount }) => sum + amount, 0);
}

const EXPECTED = [
  ['H57.31-240304-0003', 'already_late', '2024-03-11T10:00:00.000Z', '2024-03-12T10:00:00.000Z'],
  ['H57.31-240307-0002', 'movable', '2024-03-14T10:00:00.000Z', '2024-03-15T10:00:00.000Z'],
  ['H57.31-240311-0001', 'movable', '2024-03-18T10:00:00.000Z', '2024-03-19T10:00:00.000Z'],
];

type Office = {
  readonly store: EventStore;
  readonly database: Database;
  readonly run: (command: (command: FileCommand) => Promise<void>, content: string) => Promise<string>;
  readonly preview: (content: string) => Promise<ShownPreview>;
  readonly project: () => Promise<void>;
  readonly dues: () => Promise<readonly (readonly [string, string])[]>;
  readonly figures: () => Promise<readonly { readonly rule: string; readonly period: string; readonly overdue: number; readonly received: number }[]>;
  /** Marks every due date that is in force, under every rule, as a clock would long after. */
  readonly letAllPass: () => Promise<void>;
};

const quiet = pino({ level: 'silent' });

/** A log with five dossiers of two authorities, projected, and whatever the commands need. */
async function openOffice(t: Test): Promise<Office> {
  const { appUrl } = await testDatabase(t, [migrateLog, migrateDatabase]);
  const [store, database, folder] = [openPostgresStore({ connectionString: appUrl }), openDatabase(appUrl, { connections: 2 }), await mkdtemp(join(tmpdir(), 'motcua-calendar-'))];
  t.teardown(async () => {
    await database.close();
    await store.close();
    await rm(folder, { recursive: true });
  });
  const file = async (content: string): Promise<string> => {
    const path = join(folder, 'tệp nhập.csv');
    await writeFile(path, content);
    return path;
  };
  const run: Office['run'] = async (command, content) => {
    const out = sink();
    await command({ store, database, file: await file(content), now: NOW, out, log: sink() });
    return out.text();
  };
  const project = async (): Promise<void> => {
    const projector = startProjector({ store, databaseUrl: appUrl, log: quiet, pollMs: 20 });
    try {
      await projector.waitFor((await store.head()).position, 60_000);
    } finally {
      await projector.stop();
    }
  };
  const rowsOfDues = () => database.db.selectFrom('due').select(['dossier', 'due_at']).where('rule', '=', ND61.id).orderBy('dossier').execute();
  await fill(store);
  await project();
  return {
    store, database, run, project,
    preview: async (content) => JSON.parse(await run((command) => runCalendarPreview({ ...command, json: true }), content)) as ShownPreview,
    dues: async () => (await rowsOfDues()).map(({ dossier, due_at }) => [dossier, String(due_at)] as const),
    figures: () => Promise.all(LATENESS_RULES.flatMap(({ id: rule }) => ['2024-Q1', '2024-Q2'].map(async (period) => {
      const { total } = await inSnapshot(database.db, (snapshot) => readFigures(snapshot, figuresQuery({ scope: 'VN', period, scheme: 'vpcp-15-14', by: 'level', rule })));
      return { rule, period, overdue: total.overdue, received: total.received };
    }))),
    letAllPass: async () => {
      for (const { dossier, due_at } of await rowsOfDues()) {
        const dueAt = String(due_at);
        const marks = LATENESS_RULES.map(({ id: rule }) => ({
          id: eventKey(CLOCK_SOURCE, overdueMarkId(dossier, rule, dueAt)), type: 'DossierFellOverdue', source: CLOCK_SOURCE, sourceId: overdueMarkId(dossier, rule, dueAt),
          subject: dossier, occurredAt: dueAt, schemaVersion: 1, data: { rule, dueAt },
        }));
        await store.append({ stream: streams.dossier(dossier), expect: { kind: 'exists' }, events: marks });
      }
      await project();
    },
  };
}

async function fill(store: EventStore): Promise<void> {
  const office = { name: 'UBND thành phố', level: 'district', parent: null, validFrom: '2020-01-01' } as const;
  for (const code of ['H57.31', 'H57.32']) await tell(store, streams.authority(code), 'AuthorityDeclared', code, '2024-01-01 08:00', referenceEventData.AuthorityDeclared.parse(office));
  await tell(store, streams.procedure('1.001234'), 'ProcedureDeclared', '1.001234', '2024-01-01 08:00', referenceEventData.ProcedureDeclared.parse({
    name: 'Cấp phép', field: 'G01', fieldName: 'Xây dựng', level: 'district', limit: { amount: 5, unit: 'working_days' }, validFrom: '2020-01-01',
  }));
  await happens(store, 'H57.31-240311-0001', 'DossierReceived', '2024-03-11 09:00', reception('H57.31'));
  await happens(store, 'H57.31-240307-0002', 'DossierReceived', '2024-03-07 09:00', reception('H57.31'));
  await happens(store, 'H57.31-240304-0003', 'DossierReceived', '2024-03-04 09:00', reception('H57.31'));
  await happens(store, 'H57.32-240311-0004', 'DossierReceived', '2024-03-11 09:00', { ...reception('H57.32'), dueAt: '2024-03-20' });
  await happens(store, 'H57.32-240307-0005', 'DossierReceived', '2024-03-07 09:00', reception('H57.32'));
  await happens(store, 'H57.32-240307-0005', 'DossierResolved', '2024-03-12 08:00', {});
}

function reception(authority: string): DossierEventInput<'DossierReceived'> {
  return { authority, receivingUnit: authority, procedure: '1.001234', channel: 'in_person' };
}

function happens<T extends DossierEventType>(store: EventStore, code: string, type: T, time: string, data: DossierEventInput<T>): Promise<void> {
  return tell(store, streams.dossier(code), type, code, time, dossierEventData[type].parse(data));
}

async function tell(store: EventStore, stream: string, type: string, subject: string, time: string, data: JsonObject): Promise<void> {
  const [source, sourceId] = ['urn:test', `${type}-${subject}-${time.slice(0, 10)}`];
  await store.append({ stream, expect: { kind: 'any' }, events: [{ id: eventKey(source, sourceId), type, source, sourceId, subject, occurredAt: formatInstant(vietnamTime(time)), schemaVersion: 1, data }] });
}

function difference(before: readonly (readonly [string, string])[], after: readonly (readonly [string, string])[]): readonly (readonly [string, string, string])[] {
  const now = new Map(after);
  return before.filter(([dossier, due]) => now.get(dossier) !== due).map(([dossier, due]) => [dossier, due, now.get(dossier) ?? ''] as const);
}

function sink(): { readonly write: (text: string) => unknown; readonly text: () => string } {
  const parts: string[] = [];
  return { write: (text) => parts.push(text), text: () => parts.join('') };
}

/** Lines that were broken because they are long, whole again. */
function joined(text: string): string {
  return text.replaceAll(/\n {2}(?=\S)/g, ' ');
}
