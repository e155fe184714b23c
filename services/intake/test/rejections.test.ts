import { createHash } from 'node:crypto';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';
import { code, CODE, LINES, lines, placement, received, resolved } from './events.ts';
import { intakeFor, NOW, prepare } from './intake.ts';
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
  t.notMatch(rows[0]?.all ?? '', /Nguy|Trần|Lê|079123|12 L/);
  t.notMatch(intake.logged.join(''), /Nguy|Trần|Lê|079123|12 L/);
});

test('keeps no numbers that look like those of a person, wherever they stand', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(JSON.stringify(received('079123456789', { source: 'urn:phone:0912345678', data: { ...placement, authority: '079123456789', extra: 1 } })));
  const { rows } = await intake.database.query<{ all: string }>('select string_agg(row_to_json(r)::text, $1) as all from intake.rejection r', ['\n']);
  t.same((await rejections(t, intake)).map((row) => row['source']), ['urn:phone:']);
  t.notMatch(rows[0]?.all ?? '', /079123|091234/);
});

test('keeps in the place of a code only what looks like one', async (t) => {
  const intake = await intakeFor(t);
  const sent = (word: string) => JSON.stringify(received(CODE, { actorunit: word, data: { authority: word, receivingUnit: word, procedure: word, field: word, to: word, channel: 'online' } }));
  for (const word of ['0905.123.456', 'NGUYENVANAN', '0791.2345-6789', 'A1234567890', '079_123_456_789']) {
    await intake.post(sent(word));
    await intake.post(JSON.stringify(resolved(word)));
  }
  for (const subject of ['NGUYEN.VANAN-240105-0001', '090512.3456-240105-0001']) await intake.post(JSON.stringify(resolved(subject)));
  t.equal((await rejections(t, intake)).length, 12);
  const { rows } = await intake.database.query('select source, known, pointers, unknown_fields from intake.rejection');
  t.notMatch(JSON.stringify(rows), /0905|NGUYEN|0791|1234567|079_|3456-/);
  await intake.post(sent('H57.01'));
  const kept = (await rejections(t, intake)).at(-1)?.known;
  t.match(kept, { 'actorunit': 'H57.01', 'data.authority': 'H57.01', 'data.procedure': 'H57.01', 'data.to': 'H57.01', subject: CODE });
});

test('keeps of a source with many digits what stands before them, and finds it by the whole', async (t) => {
  const intake = await intakeFor(t);
  const sources: readonly (readonly [string, string])[] = [
    ['urn:motcua:counter:000.00.06.H56', 'urn:motcua:counter:'], ['https://example.org/clerk/0905-123-456', 'https://example.org/clerk/'],
    ['0905123456', ''], ['tel0905123456', ''], ['urn:tel:%30905123456', 'urn:tel:'], ['urn:counter:12345678', 'urn:counter:12345678'],
  ];
  for (const [index, [source, kept]] of sources.entries()) {
    await intake.post(JSON.stringify(resolved(code(index), { source })));
    const found = await rejections(t, intake, `?source=${encodeURIComponent(source)}`);
    t.equal(found.find((row) => row.known['subject'] === code(index))?.['source'], kept, source);
  }
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

test('loses no count while its table cannot be written', async (t) => {
  const prepared = await prepare(t);
  const intake = await intakeFor(t, {}, prepared);
  const owner = new pg.Client({ connectionString: prepared.ownerUrl });
  await owner.connect();
  t.teardown(() => owner.end());
  const bad = JSON.stringify(received(CODE, { type: 'Nonsense' }));
  await owner.query('alter table intake.rejection add constraint nothing_fits check (false) not valid');
  await intake.post(bad);
  await rejections(t, intake);
  await intake.post(bad);
  t.strictSame(await rejections(t, intake), []);
  await owner.query('alter table intake.rejection drop constraint nothing_fits');
  t.match(await rejections(t, intake), [{ count: 2 }]);
});

test('lists by source and code, page by page', async (t) => {
  const intake = await intakeFor(t);
  await intake.post(lines(...Array.from({ length: 17 }, (_, index) => resolved(code(index))), resolved(code(18), { source: 'urn:counter:2' }), 'x'), LINES);
  t.equal((await rejections(t, intake)).length, 19);
  t.equal((await rejections(t, intake, '?source=urn:counter:2')).length, 1);
  t.equal((await rejections(t, intake, '?code=DOSSIER_UNKNOWN')).length, 18);
  const seen: string[] = [];
  let next: string | undefined = '0';
  while (next !== undefined) {
    const page: { readonly rejections: readonly Row[]; readonly next?: string } = (await intake.server.inject(`/v1/rejections?source=urn:counter:1&limit=3&after=${next}`)).json();
    seen.push(...page.rejections.map((row) => row.id));
    next = page.next;
  }
  t.equal(new Set(seen).size, 17);
  t.strictSame(seen, seen.toSorted((one, other) => Number(one) - Number(other)), 'in order of first sight');
  for (const query of ['?limit=0', '?limit=5000', '?after=x', '?nonsense=1', '?source=%00', '?source=urn%3Ax%00', '?code=%00', '?code=%1f', '?after=%00', '?after=1%0a', '?limit=1%00', '?%00=1', '?source=a&source=b']) {
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
