import { test } from 'tap';
import { event, LINES, lines, readLines } from './events.ts';
import type { Sent } from './events.ts';
import { intakeFor, NOW } from './intake.ts';

const ADDRESS = '/v1/reference-events';
const stormDay = { date: '2024-03-22', kind: 'off', name: 'Nghỉ do bão' };

test('takes announcements of calendars, of the country too, each as an edition of the stream of its code', async (t) => {
  const intake = await intakeFor(t);
  const answers = readLines((await intake.post(lines(announced(), announced({ subject: 'H57.31' }), announced()), LINES, {}, ADDRESS)).body);
  t.strictSame(answers.map(({ status }) => status), ['accepted', 'accepted', 'duplicate']);
  t.strictSame((await intake.log()).map(({ stream }) => stream).toSorted(), ['calendar-H57.31', 'calendar-VN']);
  const [first] = await intake.store.readStream('calendar-VN');
  t.match(first?.data, { announcedOn: '2024-03-20', days: [{ ...stormDay, verified: 'verified', source: 'Thông báo của cơ quan' }] }, 'what was not said has its default');
});

test('takes the weekly hours of a Saturday counter', async (t) => {
  const intake = await intakeFor(t);
  const day = [{ from: 420, to: 690 }, { from: 810, to: 1020 }];
  const weekly = [day, day, day, day, day, [{ from: 420, to: 690 }], []];
  t.equal((await intake.post(JSON.stringify(announced({ subject: 'H57.31', data: { announcedOn: '2024-03-01', hours: { weekly, validFrom: '2024-04-01' } } })), undefined, {}, ADDRESS)).statusCode, 201);
});

test('refuses a calendar that contradicts itself or says nothing, and names the place', async (t) => {
  const intake = await intakeFor(t);
  const [day, lunch] = [[{ from: 420, to: 690 }], { from: 690, to: 600 }];
  const table: readonly (readonly [Sent, string])[] = [
    [{ days: [stormDay, { ...stormDay, kind: 'work' }] }, '/data/days/1/date'],
    [{ days: [{ ...stormDay, hours: day }] }, '/data/days/0/hours'],
    [{ days: [{ ...stormDay, kind: 'work', hours: [lunch] }] }, '/data/days/0/hours/0/to'],
    [{ days: [{ ...stormDay, date: '2024-02-30' }] }, '/data/days/0/date'],
    [{ days: [{ ...stormDay, date: '1980-01-01' }] }, '/data/days/0/date'],
    [{ days: [{ ...stormDay, kind: 'holiday' }] }, '/data/days/0/kind'],
    [{ hours: { weekly: [day, day], validFrom: '2024-04-01' } }, '/data/hours/weekly'],
    [{ hours: { weekly: [[], [], [], [], [], [], []], validFrom: '2024-04-01' } }, '/data/hours/weekly'],
    [{ days: [] }, '/data'], [{ days: [stormDay], extra: 1 }, '/data/extra'],
  ];
  for (const [data, pointer] of table) {
    const answer = await intake.post(JSON.stringify(announced({ data: { announcedOn: '2024-03-20', ...data } })), undefined, {}, ADDRESS);
    t.equal(answer.statusCode, 422, pointer);
    t.match(answer.json(), { code: 'EVENT_INVALID', errors: [{ pointer }] });
  }
  t.match((await intake.post(JSON.stringify(announced({ subject: 'unknown' })), undefined, {}, ADDRESS)).json(), { errors: [{ pointer: '/subject', detail: /reserved word/ }] });
  t.equal((await intake.log()).length, 0);
});

test('refuses an announcement from more than a day ahead of its clock', async (t) => {
  const intake = await intakeFor(t, { clock: () => NOW });
  const on = (announcedOn: string) => intake.post(JSON.stringify(announced({ id: `a-${announcedOn}`, data: { announcedOn, days: [stormDay] } })), undefined, {}, ADDRESS);
  t.match((await on('2024-03-22')).json(), { code: 'EVENT_INVALID', errors: [{ pointer: '/data/announcedOn', detail: /24 hours/ }] });
  t.equal((await on('2024-03-21')).statusCode, 201, 'it may be made public tomorrow');
});

test('describes all three types of reference events and sends other types to where they belong', async (t) => {
  const intake = await intakeFor(t);
  const description = (await intake.server.inject('/openapi.json')).json();
  const post = description.paths[ADDRESS].post;
  const types = post.requestBody.content['application/json'].schema.anyOf.map((one: { properties: { type: { enum: readonly string[] } } }) => one.properties.type.enum[0]);
  t.strictSame(types.toSorted(), ['AuthorityDeclared', 'CalendarAnnounced', 'ProcedureDeclared']);
  t.match(post.summary, /calendars/);
  t.match((await intake.post(JSON.stringify(announced()))).json(), { code: 'EVENT_TYPE_UNKNOWN', detail: /\/v1\/reference-events/ });
});

test('a refused announcement leaves its code and its date behind, and no name of a day', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(JSON.stringify(announced({ subject: 'H57.31', data: { announcedOn: '2024-03-20', days: [{ ...stormDay, kind: 'x', name: 'Nguyễn Văn A' }] } })), undefined, {}, ADDRESS);
  const { rejections } = (await intake.server.inject('/v1/rejections')).json();
  t.match(rejections, [{ known: { type: 'CalendarAnnounced', subject: 'H57.31', 'data.announcedOn': '2024-03-20' }, pointers: ['/data/days/0/kind'] }]);
  t.notMatch(JSON.stringify(rejections), /Nguy/);
});

function announced(changes: Sent = {}): Sent {
  return event('CalendarAnnounced', '2024-03-20T07:30:00+07:00', { announcedOn: '2024-03-20', days: [stormDay] }, { subject: 'VN', ...changes });
}
