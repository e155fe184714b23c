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

const migrated = new Set<string>();

/** An empty log in a database that other tests of the file have used: quicker than a new database. */
export async function freshLog(ownerUrl: string): Promise<void> {
  if (!migrated.has(ownerUrl)) await migrateLog(ownerUrl);
  migrated.add(ownerUrl);
  await onConnection(ownerUrl, (client) => client.query(`
    alter table log.event disable trigger append_only;
    alter table log.counter disable trigger append_only;
    truncate log.event, log.counter;
    alter table log.event enable always trigger append_only;
    alter table log.counter enable always trigger append_only`));
}
