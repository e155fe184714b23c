import { migrateLog } from '@motcua/event-store';
import pg from 'pg';

/** Runs statements on a connection of their own and gives the rows of the last one. */
export async function onConnection<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An empty log in a database that other tests have used: quicker than a new database. */
export async function freshLog(ownerUrl: string): Promise<void> {
  await onConnection(ownerUrl, (client) => client.query('drop schema if exists log cascade'));
  await migrateLog(ownerUrl);
}
