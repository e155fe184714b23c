import { migrateDatabase } from '@motcua/database';
import { migrateLog, streams } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { testDatabase } from '@motcua/testkit';
import type { TestDatabase } from '@motcua/testkit';
import { pino } from 'pino';
import type { Test } from 'tap';
import { openLedger } from '../src/ledger.ts';
import type { Ledger } from '../src/ledger.ts';

/** A whole ledger on a database of the test's own, its clock not started; it ends with the test. */
export async function openedLedger(t: Pick<Test, 'teardown'>): Promise<{ readonly ledger: Ledger } & Pick<TestDatabase, 'appUrl' | 'ownerUrl'>> {
  const { appUrl, ownerUrl } = await testDatabase(t, [migrateLog, migrateDatabase, migrateIntake]);
  const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, pino({ level: 'silent' }), 'on_demand');
  t.teardown(ledger.stop);
  return { ledger, appUrl, ownerUrl };
}

/** The same, with one dossier of H57.01 received in the first quarter of 2024. */
export async function ledgerWithReception(t: Pick<Test, 'teardown'>): Promise<Ledger> {
  const { ledger } = await openedLedger(t);
  const subject = 'H57.01-240102-0001';
  await ledger.store.append({ stream: streams.dossier(subject), expect: { kind: 'any' }, events: [{
    id: '6d3f2f9e-0000-4000-8000-000000000001', type: 'DossierReceived', source: 'urn:test', sourceId: '1', subject, occurredAt: '2024-01-02T01:00:00.000Z', schemaVersion: 1,
    data: { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.000001', field: 'unknown', channel: 'online' },
  }] });
  return ledger;
}
