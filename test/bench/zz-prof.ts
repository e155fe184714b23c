import { readFileSync, readdirSync } from 'node:fs';
import { openPostgresStore } from '@motcua/event-store';
import { rebuild, startProjector } from '@motcua/projector';
import { caughtUp } from '@motcua/standalone';
import { pino } from 'pino';
import { startBenchServer, withClient } from './bench-server.ts';
import { fillQuarters } from './fill.ts';
const wanted = Number(process.argv[2] ?? 60000);
const never = new AbortController().signal;
const server = await startBenchServer();
const database = await server.database('prof');
const pm = await withClient(database.ownerUrl, async (c) => Number(readFileSync((await c.query("select setting from pg_settings where name='data_directory'")).rows[0].setting + '/postmaster.pid', 'utf8').split('\n')[0]));
function pgCpu(): number {
  let sum = 0;
  for (const d of readdirSync('/proc')) {
    if (!/^\d+$/.test(d)) continue;
    try {
      const f = readFileSync(`/proc/${d}/stat`, 'utf8'); const p = f.slice(f.lastIndexOf(')') + 2).split(' ');
      if (Number(p[1]) === pm) sum += Number(p[11]) + Number(p[12]);
      if (Number(d) === pm) sum += Number(p[11]) + Number(p[12]) + Number(p[13]) + Number(p[14]);
    } catch {}
  }
  return sum / 100;
}
async function measure(what: string, events: number, work: () => Promise<unknown>) {
  const [p0, c0, t0] = [pgCpu(), process.cpuUsage(), performance.now()];
  const r = await work();
  const c = process.cpuUsage(c0);
  const [p, n, t] = [pgCpu() - p0, (c.user + c.system) / 1e6, (performance.now() - t0) / 1000];
  console.log(what, `wall ${t.toFixed(1)}s`, `node ${(n * 1e6 / events).toFixed(0)} us/ev`, `pg ${(p * 1e6 / events).toFixed(0)} us/ev`, JSON.stringify(r ?? '').slice(0, 200));
}
try {
  const store = openPostgresStore({ connectionString: database.appUrl });
  let events = 0;
  await measure('fill', wanted, async () => { ({ events } = await fillQuarters(store, { dossiers: 25000, events: wanted }, { signal: never, onRun: () => undefined })); });
  const projector = startProjector({ store, databaseUrl: database.appUrl, log: pino({ level: 'error' }, pino.destination(2)) });
  await measure("project", events, () => projector.waitFor(events, 900000));
  await projector.stop();
  await withClient(database.ownerUrl, (c) => c.query('vacuum analyze'));
  for (const workers of [1]) {
    const steps: string[] = []; let last = performance.now(); let lp = pgCpu(); let lc = process.cpuUsage(); let prev = '';
    await measure(`rebuild ${workers}`, events, async () => {
      const o = await rebuild({ ownerUrl: database.ownerUrl, log: { kind: 'postgres', url: database.appUrl }, role: new URL(database.appUrl).username, workers, afresh: true, recountEdition: (_d, { closed }) => Promise.resolve(closed.sha256),
        onStep: (s) => { const name = s.kind === 'comparing' ? `cmp ${s.part}` : s.kind; if (name === prev) return; const n = performance.now(); const c = process.cpuUsage(lc); const p = pgCpu(); steps.push(`${prev}: ${((n - last) / 1000).toFixed(2)}s n${((c.user + c.system) / 1e6).toFixed(2)} p${(p - lp).toFixed(2)}`); last = n; lp = p; lc = process.cpuUsage(); prev = name; } });
      steps.push(`${prev}: ${((performance.now() - last) / 1000).toFixed(2)}s`);
      return { kind: o.kind, filled: (o as any).filled, held: (o as any).heldMs };
    });
    console.log('   ', steps.join(' | '));
  }
  const { compareSchemas } = await import('@motcua/database');
  await withClient(database.ownerUrl, async (c) => {
    await c.query('alter schema ledger_old rename to ledger_next');
    await c.query('set search_path = ledger');
    const pid = (await c.query('select pg_backend_pid() as p')).rows[0].p;
    const cpu = () => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8'); const p = f.slice(f.lastIndexOf(')') + 2).split(' '); return Number(p[11]) + Number(p[12]); };
    const codes = (await c.query('select distinct dossier from ledger.journal where position > $1', [events - 500])).rows.map((r: any) => r.dossier);
    console.log('dossiers', codes.length, (await c.query('select count(*)::int n from ledger.finding')).rows[0], (await c.query('select count(*)::int n from ledger.balance')).rows[0], (await c.query('select count(*)::int n from ledger.stock')).rows[0], (await c.query('select count(*)::int n from ledger.place')).rows[0]);
    for (let i = 0; i < 3; i++) {
      let last = cpu(), lt = performance.now(), prev = ''; const out: string[] = [];
      const say = (part: string) => { const [n, t] = [cpu(), performance.now()]; out.push(`${prev} ${(n - last) * 10}ms/${(t - lt).toFixed(0)}`); [last, lt, prev] = [n, t, part]; };
      await compareSchemas(c, { changed: { after: events - 500, dossiers: codes }, onPart: say }); say('');
      console.log('delta:', out.join(' | '));
    }
  });
  await store.close();
} finally { await server.drop(database); await server.stop(); }
