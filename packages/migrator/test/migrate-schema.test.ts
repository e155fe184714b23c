import { migrateSchema, roleOf } from '@motcua/migrator';
import type { SchemaMigration } from '@motcua/migrator';
import { testDatabase } from '@motcua/testkit';
import { sql } from 'kysely';
import pg from 'pg';
import { test } from 'tap';
import type { Test } from 'tap';

const notes: SchemaMigration = {
  schema: 'notes', what: 'the notes', grants: ['select, insert on notes.note'],
  migrations: { '0001-create-note': { up: async (db) => { await sql`create table notes.note (text text primary key)`.execute(db); } } },
};

test('gives the role that a connection string names its rights, and takes back what is no longer granted', async (t) => {
  const { ownerUrl, name } = await testDatabase(t);
  const owner = await connected(t, ownerUrl);
  const role = `counter's ${name}`;
  await owner.query(`create role ${pg.escapeIdentifier(role)} login password 'secret'`);
  t.teardown(() => owner.query(`drop owned by ${pg.escapeIdentifier(role)}; drop role ${pg.escapeIdentifier(role)}`));
  const url = Object.assign(new URL(ownerUrl), { username: encodeURIComponent(role), password: 'secret' }).href;
  t.equal(roleOf(url), role);
  await migrateSchema(ownerUrl, notes, roleOf(url));
  const application = await connected(t, url);
  await application.query(`insert into notes.note values ('a')`);
  await t.rejects(application.query('delete from notes.note'), /permission denied/);
  await migrateSchema(ownerUrl, { ...notes, grants: ['select on notes.note'] }, role);
  await t.rejects(application.query(`insert into notes.note values ('b')`), /permission denied/);
  t.strictSame((await application.query('select text from notes.note')).rows, [{ text: 'a' }]);
});

test('leaves an owner that is its own application all its rights', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  await migrateSchema(ownerUrl, notes, roleOf(ownerUrl));
  const owner = await connected(t, ownerUrl);
  await owner.query(`insert into notes.note values ('a'); delete from notes.note`);
  t.equal(roleOf('postgres://127.0.0.1/x'), 'motcua_app', 'no name, the usual one');
});

test('a migration that fails leaves nothing behind and says whose it was', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const broken: SchemaMigration = { ...notes, migrations: { ...notes.migrations, '0002-fail': { up: async (db) => { await sql`select 1 / 0`.execute(db); } } } };
  await t.rejects(migrateSchema(ownerUrl, broken), { code: 'DATABASE_UNAVAILABLE', message: /the notes .*division by zero/ });
  await migrateSchema(ownerUrl, notes);
  t.strictSame((await (await connected(t, ownerUrl)).query('select * from notes.note')).rows, []);
});

test('what an earlier program made is gone on with; what a later one made is refused', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const later: SchemaMigration = { ...notes, migrations: { ...notes.migrations, '0002-add-number': { up: async (db) => { await sql`alter table notes.note add column number integer`.execute(db); } } } };
  await migrateSchema(ownerUrl, notes);
  await migrateSchema(ownerUrl, later);
  await migrateSchema(ownerUrl, later);
  await (await connected(t, ownerUrl)).query(`insert into notes.note (text, number) values ('a', 1)`);
  await t.rejects(migrateSchema(ownerUrl, notes), { code: 'DATABASE_UNAVAILABLE', message: /0002-add-number/ });
});

async function connected(t: Test, connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  t.teardown(() => client.end());
  return client;
}
