import pg from 'pg';

/** How far the sample quarter of a database is. */
export type SampleState = 'none' | 'started' | 'finished';

/** Reads whether a sample was begun or finished here. */
export async function readSampleState(ownerUrl: string): Promise<SampleState> {
  return withClient(ownerUrl, async (client) => {
    await client.query('create schema if not exists standalone');
    await client.query('create table if not exists standalone.sample_play (only_row boolean primary key default true check (only_row), finished_at timestamptz)');
    const { rows } = await client.query<{ finished_at: unknown }>('select finished_at from standalone.sample_play');
    const [row] = rows;
    if (row === undefined) return 'none';
    return row.finished_at === null ? 'started' : 'finished';
  });
}

/** From now on a start resumes the play when it was cut short. */
export async function markSampleStarted(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) => client.query('insert into standalone.sample_play (only_row) values (true) on conflict do nothing'));
}

/** From now on no start plays anything. */
export async function markSampleFinished(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) => client.query('update standalone.sample_play set finished_at = now()'));
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
