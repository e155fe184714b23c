import { readFileSync } from 'node:fs';
import { openPostgresStore, readPeriodRoots, verifyLog } from '@motcua/event-store';
import type { ChainRoot, JsonObject, VerifyLogOptions } from '@motcua/event-store';
import { testDatabase } from '@motcua/testkit';
import { test } from 'tap';
import { appendOf, named, none, range } from '../src/contract/fixtures.ts';
import { freshLog, onConnection } from './fresh-log.ts';

/** As somebody with every right on the database would: the trigger is no obstacle. */
const REWRITE = `
  create function pg_temp.rewrite(start bigint) returns void language plpgsql as $body$
  declare e record; linked bytea := coalesce((select chain from log.event where position = start - 1), log.genesis());
  begin
    for e in select * from log.event where position >= start order by position loop
      linked := log.link(linked, e.position, e.stream, e.revision, e.event_id, e.type, e.subject, e.source, e.source_id,
        e.occurred_at, e.recorded_at, e.schema_version, e.command_id, e.actor::text, e.data::text);
      update log.event set chain = linked where position = e.position;
    end loop;
    update log.counter set chain = linked;
  end $body$;`;
/** The statement that the documentation gives to whoever has nothing but PostgreSQL. */
const PAGE = readFileSync(new URL('../../../docs/reference/log-chain.md', import.meta.url), 'utf8');
const DOCUMENTED = /```sql\n(.+?)```/s.exec(PAGE)?.[1] ?? '';
const ONE_BYTE = `update log.event set data = replace(data::text, 'e-6', 'e-7')::json where position = 7`;

void test('verifying the log', async (t) => {
  const { ownerUrl, appUrl } = await testDatabase(t);
  const verify = (options: Omit<VerifyLogOptions, 'connectionString'> = {}) => verifyLog({ connectionString: appUrl, ...options });

  await t.test('finds what a superuser changed, at its position, and what it is', async (t) => {
    const cases: readonly (readonly [what: string, tampering: string, fault: object])[] = [
      ['one byte of the data', ONE_BYTE, { kind: 'content', position: 7 }],
      ['one byte of the last event', `update log.event set data = replace(data::text, 'e-9', 'e-8')::json where position = 10`, { kind: 'content', position: 10 }],
      ['one byte of the first event', `update log.event set subject = subject || ' ' where position = 1`, { kind: 'content', position: 1 }],
      ['a space between two names of the data', `update log.event set data = replace(data::text, ':', ': ')::json where position = 3`, { kind: 'content', position: 3 }],
      ['the border of two texts', `update log.event set type = type || left(subject, 1), subject = substr(subject, 2) where position = 4`, { kind: 'content', position: 4 }],
      ['nothing where there was an empty text', `update log.event set command_id = null where position = 2`, { kind: 'content', position: 2 }],
      ['an instant by a century', `update log.event set occurred_at = occurred_at - interval '2000 years' where position = 5`, { kind: 'content', position: 5 }],
      ['the instant of the recording', `update log.event set recorded_at = recorded_at + interval '1 ms' where position = 5`, { kind: 'content', position: 5 }],
      ['a stored link', `update log.event set chain = sha256('x') where position = 5`, { kind: 'link', position: 5 }],
      ['the last stored link', `update log.event set chain = sha256('x') where position = 10`, { kind: 'link', position: 10 }],
      ['an event deleted', 'delete from log.event where position = 4', { kind: 'missing', position: 4 }],
      ['the first events deleted', 'delete from log.event where position < 3', { kind: 'missing', position: 1 }],
      ['the last event deleted', 'delete from log.event where position = 10', { kind: 'missing', position: 10 }],
      ['all events deleted', 'delete from log.event', { kind: 'missing', position: 1 }],
      ['an event deleted and those behind moved up', `delete from log.event where position = 4; update log.event set position = position + 1000 where position > 4;
        update log.event set position = position - 1001 where position > 1000`, { kind: 'broken', position: 4 }],
      ['two events exchanged with their links', `update log.event set position = 99 where position = 3; update log.event set position = 3 where position = 6;
        update log.event set position = 6 where position = 99`, { kind: 'broken', position: 3 }],
      ['the contents of two events exchanged', `update log.event e set data = o.data from log.event o where (e.position, o.position) in ((3, 6), (6, 3))`, { kind: 'content', position: 3 }],
      ['an event slipped in behind the last', `insert into log.event select 11, 'x', 0, gen_random_uuid(), type, subject, source, source_id, occurred_at, recorded_at,
        schema_version, command_id, actor, data, sha256('x') from log.event where position = 1`, { kind: 'broken', position: 11 }],
      ['every link behind a change, but not the counter', `${ONE_BYTE}; create temp table kept as select chain from log.counter; select pg_temp.rewrite(7);
        update log.counter set chain = (select chain from kept)`, { kind: 'counter', position: 10 }],
      ['the counter', 'update log.counter set position = 8', { kind: 'counter', position: 9 }],
    ];
    for (const [what, tampering, fault] of cases) {
      await tenEvents();
      await tamper(tampering);
      const found = await verify();
      t.strictSame(found.fault, fault, what);
      t.equal(found.upTo.position, found.checked, what);
    }
  });

  await t.test('a log whose links were all reckoned again after a change is found by a root that somebody kept', async (t) => {
    await tenEvents();
    const roots = await keptRoots([3, 6, 8, 10]);
    t.match(await verify({ roots }), { checked: 10, rootsChecked: 4, fault: undefined });
    await tamper(`${ONE_BYTE}; select pg_temp.rewrite(7)`);
    t.equal((await verify()).fault, undefined, 'the chain by itself fits');
    t.match(await verify({ roots }), { rootsChecked: 2, fault: { kind: 'root', position: 8, name: 'edition 8' } });
    t.match(await verify({ roots, from: 9 }), { fault: { kind: 'root', position: 8, name: 'edition 8' } }, 'the link before the start has a root too');
    t.equal((await verify({ roots: roots.slice(0, 2), from: 5 })).rootsChecked, 1, 'those before the start are not looked at');
  });

  await t.test('a log that was cut short together with its counter is found by a root', async (t) => {
    await tenEvents();
    const roots = await keptRoots([2, 10]);
    await tamper('delete from log.event where position > 8; update log.counter set position = 8, chain = (select chain from log.event where position = 8)');
    t.equal((await verify()).fault, undefined);
    t.strictSame((await verify({ roots })).fault, { kind: 'root', position: 10, name: 'edition 10' });
  });

  await t.test('goes on from a position and takes the link before it as it stands', async (t) => {
    await tenEvents();
    t.match(await verify({ from: 8 }), { from: 8, checked: 3, upTo: { position: 10 }, fault: undefined });
    t.match(await verify({ from: 11 }), { checked: 0, upTo: { position: 10 }, fault: undefined }, 'nothing new');
    for (const from of [12, 0, 1.5]) await t.rejects(verify({ from }), { code: 'PARAMETER_INVALID' });
    await tamper(ONE_BYTE);
    t.strictSame((await verify({ from: 7 })).fault, { kind: 'content', position: 7 });
    t.equal((await verify({ from: 8 })).fault, undefined, 'what lies before was not looked at');
    await tamper('delete from log.event where position = 7');
    t.strictSame((await verify({ from: 8 })).fault, { kind: 'missing', position: 7 });
  });

  await t.test('the statement of the documentation finds the same position', async (t) => {
    const first = () => onConnection(appUrl, async (client) => (await client.query<{ min: string | null }>(DOCUMENTED)).rows[0]?.min);
    await tenEvents();
    t.equal(await first(), null);
    await tamper(ONE_BYTE);
    t.equal(await first(), '7');
    await tamper('delete from log.event where position = 4');
    t.equal(await first(), '5', 'of a missing event it names the next');
  });

  await t.test('an empty log fits', async (t) => {
    await freshLog(ownerUrl);
    t.match(await verify(), { checked: 0, upTo: { position: 0 }, fault: undefined });
  });

  await t.test('rows larger than what arrives at once are read whole, and progress is told', async (t) => {
    await freshLog(ownerUrl);
    await append(range(0, 6).map((n) => ({ text: `${n} hồ sơ `.repeat(60_000) })));
    const told: number[] = [];
    t.match(await verify({ onProgress: ({ checked, total }) => { told.push(checked, total); } }), { checked: 6, fault: undefined });
    t.strictSame(told.slice(-2), [6, 6]);
  });

  await t.test('the roots of closed periods are read from the log, each with the event that holds it', async (t) => {
    await freshLog(ownerUrl);
    const [edition, root] = ['vpcp-15-14-H57-2024-Q1-1', 'ab'.repeat(32)];
    await append([{ edition, chainRoot: root, position: 5 }, { edition, chainRoot: null, position: 5 }, { edition, chainRoot: root }, { chainRoot: root, position: 5 }], 'PeriodClosed', 'period-x-1');
    await append([{ edition, chainRoot: root, position: 8 }], 'EditionPart', 'period-x-2');
    await append([{ edition, chainRoot: root, position: 8 }], 'PeriodClosed', 'periods');
    t.strictSame(await readPeriodRoots(appUrl), [{ name: edition, position: 5, root, heldAt: 1 }]);
  });

  await t.test('a closed period whose own root was changed is the fault, not what it was reckoned of', async (t) => {
    const verdict = async (from: number) => (await verify({ from, roots: await readPeriodRoots(appUrl) })).fault;
    const verdictAfter = async (...statements: readonly string[]) => {
      await closedPeriods();
      t.equal(await verdict(1), undefined);
      await tamper(statements.join('; '));
      return [await verdict(1), await verdict(5)];
    };
    const changed = (what: string, into: string) => `update log.event set data = replace(data::text, '${what}', '${into}')::json where position = 11`;
    const [changedRoot, changedPosition] = [changed('"chainRoot":"', '"chainRoot":"0'), changed('"position":4', '"position":3')] as const;
    for (const own of [changedRoot, changedPosition, `${changedRoot}; ${changedPosition}`]) {
      t.strictSame(await verdictAfter(own), [{ kind: 'content', position: 11 }, { kind: 'content', position: 11 }], own);
    }
    t.strictSame(await verdictAfter(changedRoot, ONE_BYTE), [{ kind: 'content', position: 7 }, { kind: 'content', position: 7 }]);
    const early = `update log.event set subject = 'x' where position = 3`;
    t.strictSame(await verdictAfter(early, 'select pg_temp.rewrite(3)'), [{ kind: 'root', position: 4, name: 'first' }, { kind: 'root', position: 4, name: 'first' }], 'the whole log reckoned again');
    t.strictSame(await verdictAfter(changedRoot, early, 'select pg_temp.rewrite(3)'), [{ kind: 'root', position: 4, name: 'first' }, { kind: 'root', position: 4, name: 'first' }]);
    t.strictSame(await verdictAfter(`update log.event set subject = 'x' where position = 8`, 'select pg_temp.rewrite(8)', `update log.event set data = '{}' where position = 13`),
      [{ kind: 'root', position: 9, name: 'second' }, { kind: 'root', position: 9, name: 'second' }], 'a trusted root comes before a later fault');
  });

  /** In ten transactions, every column filled. */
  async function tenEvents(): Promise<void> {
    await freshLog(ownerUrl);
    const store = openPostgresStore({ connectionString: appUrl });
    for (const n of range(0, 10)) {
      const [event] = appendOf('x', none, `e-${n}`).events;
      if (event !== undefined) await store.append({ stream: `s-${n % 3}`, expect: { kind: 'any' }, events: [{ ...event, commandId: '', actor: { role: 'clerk' } }] });
    }
    await store.close();
  }

  /** Ten events, and three behind them: two editions, of the positions 4 and 9, and one thing more. */
  async function closedPeriods(): Promise<void> {
    await tenEvents();
    const [first, second] = await keptRoots([4, 9]);
    await append([{ edition: 'first', position: 4, chainRoot: first?.root ?? null }], 'PeriodClosed', 'period-1');
    await append([{ edition: 'second', position: 9, chainRoot: second?.root ?? null }], 'PeriodClosed', 'period-2');
    await append([{ later: true }], 'T', 'later');
  }

  async function append(contents: readonly JsonObject[], type = 'T', stream = 's'): Promise<void> {
    const store = openPostgresStore({ connectionString: appUrl });
    await store.append({ stream, expect: none, events: contents.map((data, n) => named(`${stream} ${n}`, { type, data })) });
    await store.close();
  }

  async function tamper(statements: string): Promise<void> {
    await onConnection(ownerUrl, (client) => client.query(
      `alter table log.event disable trigger append_only; ${REWRITE} ${statements}; alter table log.event enable always trigger append_only`));
  }

  async function keptRoots(positions: readonly number[]): Promise<readonly ChainRoot[]> {
    const store = openPostgresStore({ connectionString: appUrl });
    const roots = await Promise.all(positions.map(async (position) => ({ name: `edition ${position}`, position, root: await store.chainAt(position) ?? '' })));
    await store.close();
    return roots;
  }
});
