import { testDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import { test } from 'tap';
import { openLedger } from '../src/index.ts';

const LINES = 'application/x-ndjson';

test('what nobody declared counts under its own code at an unknown level, and is listed; declared later it has a name and a limit for what comes then', async (t) => {
  const ledger = await openLedger(await testDatabase(t).then(({ appUrl, ownerUrl }) => ({ databaseUrl: appUrl, ownerUrl })), { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }));
  t.teardown(ledger.stop);
  const post = async (path: string, ...events: readonly unknown[]): Promise<void> => {
    const answer = await fetch(`${ledger.url}${path}`, { method: 'POST', headers: { 'content-type': LINES }, body: events.map((event) => `${JSON.stringify(event)}\n`).join('') });
    t.notMatch(await answer.text(), /refused|failed/);
    await ledger.projector.waitFor((await ledger.store.head()).position, 60_000);
  };
  const ask = async (path: string) => (await fetch(`${ledger.url}${path}`)).json() as Promise<Answer>;

  await post('/v1/dossier-events', received('H57.31-240311-0001'));
  const figures = await ask('/v1/figures?scope=VN&period=2024-Q1&by=procedure');
  t.match(figures, { rows: [{ procedure: '1.009999', received: 1 }], total: { received: 1 } });
  t.match(await ask('/v1/figures?scope=VN&period=2024-Q1&by=level'), { rows: [{ level: 'unknown', received: 1 }] });
  t.match((await ask('/v1/findings?kind=unknown_procedure')).findings, [{ kind: 'unknown_procedure', subject: 'H57.31-240311-0001' }]);
  t.match((await ask('/v1/findings?kind=unknown_authority')).findings, [{ kind: 'unknown_authority' }]);

  await post('/v1/reference-events', event('ProcedureDeclared', '1.009999', {
    name: 'Cấp phép', field: 'G01', fieldName: 'Xây dựng', level: 'district', limit: { amount: 5, unit: 'working_days' }, validFrom: '2020-01-01',
  }));
  await post('/v1/dossier-events', received('H57.31-240311-0002'));
  t.match((await ask('/v1/findings?kind=unknown_procedure')).findings?.length, 1, 'the second one was known');
  const rows = await ledger.database.db.selectFrom('dossier').select(['code', 'due_at']).orderBy('code').execute();
  t.strictSame(rows, [{ code: 'H57.31-240311-0001', due_at: null }, { code: 'H57.31-240311-0002', due_at: '2024-03-18T10:00:00.000Z' }], 'what was received before has no limit to this day');
});

type Answer = { readonly findings?: readonly unknown[] };

function received(subject: string): unknown {
  return event('DossierReceived', subject, { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.009999', channel: 'in_person' });
}

function event(type: string, subject: string, data: unknown): unknown {
  return { specversion: '1.0', id: `${type}-${subject}`, source: 'urn:test', type, subject, time: '2024-03-11T09:00:00+07:00', data };
}
