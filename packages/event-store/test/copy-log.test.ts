import { copyLog, migrateLog, openPostgresImport, openPostgresStore, verifyLog } from '@motcua/event-store';
import type { LogImport } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { any, appendOf, range } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';

const EVENTS = 2_300;

void test('copying a log', async (t) => {
  const [source, target] = [await testDatabase(t), await testDatabase(t)];
  await migrateLog(source.ownerUrl);
  const from = openPostgresStore({ connectionString: source.appUrl });
  const to = openPostgresStore({ connectionString: target.appUrl });
  const into = openPostgresImport({ connectionString: target.ownerUrl });
  t.teardown(() => Promise.all([from.close(), to.close(), into.close()]));
  await from.appendMany(range(0, EVENTS).map((n) => appendOf(`s-${n % 90}`, any, `many-${n}`)));
  const root = (await from.head()).chain;

  await t.test('gives the same log, tells how far it is, and has nothing to do the second time', async (t) => {
    await freshLog(target.ownerUrl);
    const told: string[] = [];
    const onProgress = ({ phase, done, total }: { readonly phase: string; readonly done: number; readonly total: number }): void => { told.push(`${phase} ${done}/${total}`); };
    t.strictSame(await copyLog({ from, to, into, onProgress }), { before: 0, copied: EVENTS, position: EVENTS, root, behind: 0 });
    t.strictSame(told, ['copying 1000/2300', 'copying 2000/2300', 'copying 2300/2300', 'verifying 1000/2300', 'verifying 2000/2300', 'verifying 2300/2300']);
    t.strictSame(await to.readAll(0, EVENTS), await from.readAll(0, EVENTS));
    t.match(await verifyLog({ connectionString: target.appUrl }), { checked: EVENTS, upTo: { chain: root }, fault: undefined });
    t.strictSame(await copyLog({ from, to, into }), { before: EVENTS, copied: 0, position: EVENTS, root, behind: 0 });
  });

  await t.test('goes on where it was interrupted', async (t) => {
    await freshLog(target.ownerUrl);
    let pages = 0;
    const interrupted: LogImport = { ...into, importEvents: async (events) => {
      if (pages === 2) throw new TypeError('interrupted');
      pages += 1;
      await into.importEvents(events);
    } };
    await t.rejects(copyLog({ from, to, into: interrupted }), { message: 'interrupted' });
    t.strictSame(await copyLog({ from, to, into }), { before: 2_000, copied: 300, position: EVENTS, root, behind: 0 });
  });

  await t.test('an empty log is copied as one', async (t) => {
    await freshLog(target.ownerUrl);
    t.match(await copyLog({ from: to, to, into }), { copied: 0, position: 0, root: (await to.head()).chain ?? '' });
  });

  await t.test('refuses a target that is no beginning of the source', async (t) => {
    await freshLog(target.ownerUrl);
    await to.append(appendOf('own', any, 'own-0'));
    await t.rejects(copyLog({ from, to, into }), { code: 'LOG_IMPORT_REFUSED', message: /are not the first 1 of the source/ });
    const [empty, emptyInto] = [to, into];
    await t.rejects(copyLog({ from: empty, to: from, into: emptyInto }), { code: 'LOG_IMPORT_REFUSED', message: /holds 2300 events and the source only 1/ });
  });

  await t.test('a source that was tampered with goes no further than to the page before', async (t) => {
    await freshLog(target.ownerUrl);
    const change = (into: string): Promise<unknown> => onConnection(source.ownerUrl, (client) => client.query(
      `alter table log.event disable trigger append_only; update log.event set subject = '${into}' where position = 1500; alter table log.event enable always trigger append_only`));
    await change('x');
    await t.rejects(copyLog({ from, to, into }), { code: 'HISTORY_IMPOSSIBLE', message: /Between the positions 1001 and 2000/ });
    t.equal((await to.head()).position, 1_000);
    await change('H57.31-240105-0001');
    t.match(await copyLog({ from, to, into }), { before: 1_000, copied: 1_300, root: root ?? '' });
  });

  await t.test('a target that does not give back what was sent is found', async (t) => {
    await freshLog(target.ownerUrl);
    await copyLog({ from, to, into });
    await onConnection(target.ownerUrl, (client) => client.query(
      `alter table log.event disable trigger append_only; update log.event set subject = 'x' where position = 3; alter table log.event enable always trigger append_only`));
    await t.rejects(copyLog({ from, to, into }), { code: 'HISTORY_IMPOSSIBLE', message: /What the log holds now up to position 2300/ });
  });
});
