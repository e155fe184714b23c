import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { AppError } from '@motcua/kernel';
import pg from 'pg';

import { codeOf, writePrivately } from './files.ts';

/** The role that owns the databases and runs the migrations; the cluster's only superuser. */
export const OWNER_ROLE = 'motcua_owner';

/** The role of the running services: may log in, owns nothing, has only what a migration grants. */
export const APP_ROLE = 'motcua_app';

/** Connection URLs by database name, for both roles. They hold passwords: never log them. */
export type ServerUrls = {
  readonly ownerUrl: (database: string) => string;
  readonly appUrl: (database: string) => string;
};

/** The passwords of both roles, drawn once for a data home. */
export type Secrets = { readonly owner: string; readonly app: string };

export function serverUrls(port: number, secrets: Secrets): ServerUrls {
  const url = (role: string, password: string) => (database: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return { ownerUrl: url(OWNER_ROLE, secrets.owner), appUrl: url(APP_ROLE, secrets.app) };
}

/**
 * Reads the passwords of a data home.
 *
 * @throws AppError `DATA_FOLDER_UNUSABLE` when the file is there but cannot be read or understood.
 */
export async function readSecrets(path: string): Promise<Secrets | undefined> {
  try {
    const { owner, app } = JSON.parse(await readFile(path, 'utf8')) as Partial<Secrets>;
    if (typeof owner === 'string' && typeof app === 'string') return { owner, app };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new AppError('DATA_FOLDER_UNUSABLE', `The passwords in ${path} cannot be read.`, { cause: error });
  }
  throw new AppError('DATA_FOLDER_UNUSABLE', `The file ${path} does not hold the passwords of this data folder.`);
}

export async function makeSecrets(path: string): Promise<Secrets> {
  const draw = () => randomBytes(24).toString('base64url');
  const secrets: Secrets = { owner: draw(), app: draw() };
  await writePrivately(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

/** Makes the application's role where a new cluster does not have it yet. */
export async function ensureAppRole(urls: ServerUrls, secrets: Secrets): Promise<void> {
  await asOwner(urls, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${secrets.app}'`);
  });
}

/** Makes a database that belongs to the owner; a database of this name that is already there stays as it is. */
export async function createDatabase(urls: ServerUrls, name: string): Promise<void> {
  await asOwner(urls, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount !== 0) return;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`).catch((error: unknown) => {
      if (!ALREADY_THERE.includes(codeOf(error))) throw error;
    });
  });
}

// Two may make the same database at once: duplicate_database, or unique_violation inside the catalogue.
const ALREADY_THERE = ['42P04', '23505'];

async function asOwner(urls: ServerUrls, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: urls.ownerUrl('postgres') });
  // A lost connection shows itself in the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
