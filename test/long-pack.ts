import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dossierEventData, referenceEventData } from '@motcua/dossier';
import { openPostgresStore, streams } from '@motcua/event-store';
import type { Append, NewEvent } from '@motcua/event-store';
import { addDays, CLOCK_SOURCE, eventKey, formatInstant, instantAt, overdueMarkId } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import { migrate } from '@motcua/standalone';
import { testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { t as file, test } from 'tap';

// npm run test:long-pack: the pack of a province of which everything is overdue. LONG_PACK_DOSSIERS says of how many dossiers.
file.setTimeout(2 * 3_600_000);

const DOSSIERS = Number(process.env['LONG_PACK_DOSSIERS'] ?? 200_000);
const [AUTHORITIES, FIELDS] = [300, 60];
/** Of what outlives a moment, within the memory of the whole process. */
const HEAP_MB = 215;
const MEMORY_MAX = 400 * 1_048_576;
const SOURCE = 'urn:test:long-pack';

const { appUrl, ownerUrl } = await testDatabase(file);
await migrate({ databaseUrl: appUrl, ownerUrl });
const store = openPostgresStore({ connectionString: appUrl });
const projector = startProjector({ store, databaseUrl: appUrl, log: pino({ level: 'silent' }) });
await fill();
const { position } = await store.head();
await projector.waitFor(position, 2 * 3_600_000);
process.stderr.write(`${position} events are in the read model\n`);
await projector.stop();
await store.close();
const folder = file.testdir({});

test(`${DOSSIERS} overdue dossiers of ${AUTHORITIES} authorities and ${FIELDS} fields: the lists are written as they are read, in less than 400 MB, and it is told how far it is`, async (t) => {
  const main = fileURLToPath(new URL('support/long-pack.main.ts', import.meta.url));
  // Node lets garbage lie as long as the machine has memory: what is needed shows only when it may not.
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=8', main, appUrl, 'H57', '2024-Q1', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [told, answered]: readonly [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => answered.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => { told.push(text); process.stderr.write(text); });
  const [status] = await once(child, 'close');
  t.equal(status, 0);
  const { peak, processorMs, files } = JSON.parse(answered.join('')) as { readonly peak: number; readonly processorMs: number; readonly files: readonly { readonly name: string; readonly bytes: number }[] };
  t.comment(`${Math.round(peak / 1_048_576)} MB, ${processorMs} ms of processor time, ${files.map(({ name, bytes }) => `${name} ${bytes}`).join(', ')}`);
  t.ok(peak < MEMORY_MAX, `${Math.round(peak / 1_048_576)} MB`);
  t.equal(told.join('').split('\n').length - 1, files.length);
  t.equal(await linesOf(join(folder, 'qua-han.csv')), DOSSIERS + 1, 'every dossier has its line');
});

/** Declarations, then each dossier with the mark that its due date has passed. */
async function fill(): Promise<void> {
  const declared = (code: string, level: string, parent: string | null) => event('AuthorityDeclared', code, '2023-12-01', referenceEventData.AuthorityDeclared.parse({ name: `Cơ quan ${code}`, level, parent, validFrom: '2020-01-01' }));
  const procedures = Array.from({ length: FIELDS }, (_, field) => event('ProcedureDeclared', procedureOf(field), '2023-12-01', referenceEventData.ProcedureDeclared.parse({
    name: `Thủ tục ${field}`, field: `G${field}`, fieldName: `Lĩnh vực ${field}`, level: 'commune', validFrom: '2020-01-01',
  })));
  await store.appendMany([
    only(streams.authority('H57'), [declared('H57', 'province', null)]), ...Array.from({ length: AUTHORITIES }, (_, one) => only(streams.authority(authorityOf(one)), [declared(authorityOf(one), one % 10 === 0 ? 'district' : 'commune', 'H57')])),
    ...procedures.map((one) => only(streams.procedure(one.subject), [one])),
  ]);
  for (let first = 0; first < DOSSIERS; first += 2_000) {
    await store.appendMany(Array.from({ length: Math.min(2_000, DOSSIERS - first) }, (_, index) => dossier(first + index)));
    if (first % 50_000 === 0) process.stderr.write(`${first} of ${DOSSIERS} dossiers told\n`);
  }
}

function dossier(number: number): Append {
  const [authority, day] = [authorityOf(number % AUTHORITIES), addDays('2023-12-18', number % 40)];
  const code = `${authority}-${day.slice(2).replaceAll('-', '')}-${String(number).padStart(6, '0')}`;
  const due = formatInstant(instantAt(addDays(day, 14), 17 * 60));
  const received = event('DossierReceived', code, day, dossierEventData.DossierReceived.parse({ authority, receivingUnit: authority, procedure: procedureOf(number % FIELDS), channel: number % 3 === 0 ? 'in_person' : 'online', dueAt: due }));
  return only(streams.dossier(code), [received, {
    id: overdueMarkId(code, 'nd61', due), type: 'DossierFellOverdue', source: CLOCK_SOURCE, sourceId: `${code} nd61 ${due}`, subject: code, occurredAt: due, schemaVersion: 1, data: { rule: 'nd61', dueAt: due },
  }]);
}

function authorityOf(number: number): string {
  return `H57.${number + 100}`;
}

function procedureOf(field: number): string {
  return `1.${String(field).padStart(6, '0')}`;
}

function event(type: string, subject: string, day: string, data: NewEvent['data']): NewEvent {
  return { id: eventKey(SOURCE, `${type} ${subject}`), type, source: SOURCE, sourceId: `${type} ${subject}`, subject, occurredAt: formatInstant(instantAt(day, 8 * 60)), schemaVersion: 1, data };
}

function only(stream: string, events: readonly NewEvent[]): Append {
  return { stream, expect: { kind: 'none' }, events };
}

async function linesOf(path: string): Promise<number> {
  let lines = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) lines += line === '' ? 0 : 1;
  return lines;
}
