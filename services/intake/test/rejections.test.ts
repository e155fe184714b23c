import { createHash } from 'node:crypto';
import { test } from 'tap';
import type { Test } from 'tap';
import { code, CODE, LINES, lines, placement, received, resolved } from './events.ts';
import { intakeFor, NOW } from './intake.ts';
import type { RunningIntake } from './intake.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly known: Readonly<Record<string, string>> };

async function rejections(t: Test, intake: RunningIntake, query = ''): Promise<readonly Row[]> {
  const answer = await intake.server.inject(`/v1/rejections${query}`);
  t.equal(answer.statusCode, 200);
  return answer.json().rejections as readonly Row[];
}

test('keeps of a refused item what finds it again, and nothing about a person', async (t) => {
  const intake = await intakeFor(t);
  const sent = JSON.stringify({
    ...received(CODE, { data: { ...placement, authority: 'Nguyễn Văn A', channel: 'online', hoTen: 'Trần Thị B', '079123456789': 1, soCccd: '079123456789' } }),
    actorrole: 'Lê Văn C', ghiChu: { diaChi: '12 Lê Lợi' },
  });
  await intake.post(sent);
  const [row] = await rejections(t, intake);
  t.match(row, {
    sha256: createHash('sha256').update(sent).digest('hex'), size: Buffer.byteLength(sent), source: 'urn:counter:1', code: 'EVENT_INVALID', count: 1,
    firstAt: new Date(NOW).toISOString(), lastAt: new Date(NOW).toISOString(),
  });
  t.strictSame(row?.known, {
    type: 'DossierReceived', subject: CODE, time: '2024-01-05T01:12:00.000Z',
    'data.receivingUnit': 'H57.01', 'data.procedure': '1.001234', 'data.field': 'G03-GD06', 'data.channel': 'online',
  });
  t.strictSame((row?.['unknownFields'] as string[]).toSorted(), ['data.hoTen', 'data.soCccd', 'ghiChu']);
  t.strictSame((row?.['pointers'] as string[]).toSorted(), ['/actorrole', '/data/?', '/data/authority', '/data/hoTen', '/data/soCccd', '/ghiChu']);
  const { rows } = await intake.database.query<{ all: string }>('select string_agg(row_to_json(r)::text, $1) as all from intake.rejection r', ['\n']);
  t.notMatch(rows[0]?.all ?? '', /Nguy|Trần|Lê|0791|12 L/);
  t.notMatch(intake.logged.join(''), /Nguy|Trần|Lê|0791|12 L/);
});

test('keeps no numbers that look like those of a person, wherever they stand', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(JSON.stringify(received('079123456789', { source: 'urn:phone:0912345678', data: { ...placement, authority: '079123456789', extra: 1 } })));
  const { rows } = await intake.database.query<{ all: string }>('select string_agg(row_to_json(r)::text, $1) as all from intake.rejection r', ['\n']);
  t.same((await rejections(t, intake)).map((row) => row['source']), ['']);
  t.notMatch(rows[0]?.all ?? '', /0791|0912/);
});

test('has one row for each different item, with how often it came', async (t) => {
  let now = NOW;
  const intake = await intakeFor(t, { clock: () => now });
  await intake.post(lines('x', 'x', resolved(), '{"a":'), LINES);
  await rejections(t, intake);
  now += 60_000;
  await intake.post(lines('x'), LINES);
  const rows = await rejections(t, intake);
  t.strictSame(rows.map((row) => [row['code'], row['count']]).toSorted(), [['DOSSIER_UNKNOWN', 1], ['JSON_MALFORMED', 1], ['JSON_MALFORMED', 3]]);
  const thrice = rows.find((row) => row['count'] === 3);
  t.strictSame([thrice?.['firstAt'], thrice?.['lastAt']], [new Date(NOW).toISOString(), new Date(NOW + 60_000).toISOString()]);
});

test('keeps the known fields of an event that only the law of its dossier refuses', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(JSON.stringify(resolved()));
  t.match(await rejections(t, intake), [{ code: 'DOSSIER_UNKNOWN', source: 'urn:counter:1', known: { type: 'DossierResolved', subject: CODE } }]);
});

test('notes neither duplicates nor what may be sent again', async (t) => {
  const intake = await intakeFor(t, { limits: { refusalsPerMinute: 1 } });
  await intake.post(lines(received(), received(), 'x', resolved()), LINES);
  t.match((await rejections(t, intake)).map((row) => row['code']), ['JSON_MALFORMED']);
});

test('lists by source and code, page by page', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(lines(...Array.from({ length: 7 }, (_, index) => resolved(code(index))), resolved(code(8), { source: 'urn:counter:2' }), 'x'), LINES);
  t.equal((await rejections(t, intake)).length, 9);
  t.equal((await rejections(t, intake, '?source=urn:counter:2')).length, 1);
  t.equal((await rejections(t, intake, '?code=DOSSIER_UNKNOWN')).length, 8);
  const seen: string[] = [];
  let next: string | undefined = '0';
  while (next !== undefined) {
    const page: { readonly rejections: readonly Row[]; readonly next?: string } = (await intake.server.inject(`/v1/rejections?source=urn:counter:1&limit=3&after=${next}`)).json();
    seen.push(...page.rejections.map((row) => row.id));
    next = page.next;
  }
  t.equal(new Set(seen).size, 7);
  for (const query of ['?limit=0', '?limit=5000', '?after=x', '?nonsense=1']) {
    const answer = await intake.server.inject(`/v1/rejections${query}`);
    t.equal(answer.statusCode, 400, query);
    t.equal(answer.json().code, 'PARAMETER_INVALID', query);
  }
});

test('is bounded for each source and over all: what was seen last stays', async (t) => {
  let now = NOW;
  const intake = await intakeFor(t, { limits: { rejectionsPerSource: 3, rejections: 5 }, clock: () => now });
  for (const [index, source] of ['1', '1', '1', '1', '2', '2', '2'].entries()) {
    now += 1_000;
    await intake.post(JSON.stringify(resolved(code(index), { source: `urn:counter:${source}` })));
    await rejections(t, intake);
  }
  const rows = await rejections(t, intake);
  t.strictSame(rows.map((row) => row.known['subject']), [code(2), code(3), code(4), code(5), code(6)]);
});
