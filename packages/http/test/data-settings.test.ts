import { test } from 'tap';
import { z } from 'zod';
import { dataPlaces, dataVariables, logPlace, logWish, readVariables, variables } from '../src/index.ts';
import type { DataPlaces, Environment } from '../src/index.ts';

const MODEL = 'postgres://app:geheim-1@127.0.0.1/model';
const OWNER = 'postgres://owner:geheim-2@127.0.0.1/model';
const LOG = 'postgres://app:geheim-3@127.0.0.2/log';
const KURRENT = 'esdb+discover://app:geheim-4@kurrent:2113?tls=true';

test('one database is enough: log and read model lie in it', async (t) => {
  t.strictSame(places({ DATABASE_URL: MODEL }), { log: { kind: 'postgres', url: MODEL, ownerUrl: MODEL }, databaseUrl: MODEL, ownerUrl: MODEL, readDatabaseUrl: MODEL });
  t.match(places({ DATABASE_URL: MODEL, DATABASE_OWNER_URL: OWNER }), { log: { url: MODEL, ownerUrl: OWNER }, ownerUrl: OWNER });
});

test('the log may have a database of its own, with an owner of its own, and reading another server', async (t) => {
  const apart = { DATABASE_URL: MODEL, DATABASE_OWNER_URL: OWNER, LOG_DATABASE_URL: LOG, READ_DATABASE_URL: `${MODEL}_replica` };
  t.match(places(apart), { log: { url: LOG, ownerUrl: LOG }, databaseUrl: MODEL, ownerUrl: OWNER, readDatabaseUrl: `${MODEL}_replica` });
  t.match(places({ ...apart, LOG_DATABASE_OWNER_URL: OWNER }), { log: { url: LOG, ownerUrl: OWNER } });
});

test('a log in KurrentDB keeps its index in PostgreSQL', async (t) => {
  const kurrent = { DATABASE_URL: MODEL, DATABASE_OWNER_URL: OWNER, EVENT_STORE: 'kurrentdb', KURRENTDB_URL: KURRENT };
  t.strictSame(places(kurrent).log, { kind: 'kurrentdb', url: KURRENT, indexUrl: MODEL, indexOwnerUrl: OWNER });
  t.match(places({ ...kurrent, KURRENTDB_CA_FILE: 'ca.pem', LOG_DATABASE_URL: LOG }).log, { caFile: 'ca.pem', indexUrl: LOG, indexOwnerUrl: LOG });
});

test('an address that nobody needs is not looked at', async (t) => {
  t.match(places({ DATABASE_URL: MODEL, KURRENTDB_URL: 'whatever' }), { log: { kind: 'postgres' } });
});

test('names everything that is wrong or missing at once, and no value', async (t) => {
  const wrong = { EVENT_STORE: 'kurrentdb', DATABASE_URL: 'mysql://geheim', LOG_DATABASE_URL: 'geheim', READ_DATABASE_URL: 'http://geheim', PORT: 'geheim' };
  const names = ['DATABASE_URL', 'KURRENTDB_URL', 'LOG_DATABASE_URL', 'PORT', 'READ_DATABASE_URL'];
  t.strictSame(pointersOf(wrong), names.map((name) => `/${name}`));
  t.strictSame(pointersOf({ ...wrong, KURRENTDB_URL: 'http://geheim' }), names.map((name) => `/${name}`));
  t.strictSame(pointersOf({ DATABASE_URL: MODEL, EVENT_STORE: 'geheim' }), ['/EVENT_STORE']);
});

test('who learns only later where the read model is, asks then where the log is', async (t) => {
  const wish = logWish(readVariables(z.object(dataVariables({})), { DATABASE_URL: 'postgres://x/y' }));
  t.strictSame(logPlace(wish, MODEL, OWNER), { kind: 'postgres', url: MODEL, ownerUrl: OWNER });
});

function places(env: Environment): DataPlaces {
  return dataPlaces(readVariables(z.object(dataVariables(env)), env));
}

function pointersOf(env: Environment): readonly string[] {
  try {
    readVariables(z.object({ ...dataVariables(env), PORT: variables.port(0) }), env);
    return [];
  } catch (error) {
    if (/geheim/.test(String(error))) return ['a secret is told'];
    return (error as { readonly errors: readonly { readonly pointer: string }[] }).errors.map(({ pointer }) => pointer).toSorted();
  }
}
