import { migrateSchema } from '@motcua/migrator';
import type { SimulationParameters } from '@motcua/simulator';
import pg from 'pg';
import * as createSamplePlay from './migrations/0001-create-sample-play.ts';

/** How far the sample of a database is, and which one it is. */
export type SampleState = { readonly kind: 'none' } | { readonly kind: 'started' | 'finished'; readonly parameters: SimulationParameters };

/** Reads whether a sample was begun or finished here. */
export async function readSampleState(ownerUrl: string): Promise<SampleState> {
  await migrateSchema(ownerUrl, {
    schema: 'standalone', what: 'the sample',
    migrations: { '0001-create-sample-play': createSamplePlay },
    grants: [],
  });
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ readonly finished: boolean; readonly parameters: SimulationParameters }>(
      'select finished_at is not null as finished, parameters from standalone.sample_play');
    const [row] = rows;
    return row === undefined ? { kind: 'none' } : { kind: row.finished ? 'finished' : 'started', parameters: row.parameters };
  });
}

/** From now on a start resumes this very play when it was cut short. */
export async function markSampleStarted(ownerUrl: string, parameters: SimulationParameters): Promise<void> {
  await withClient(ownerUrl, (client) => client.query('insert into standalone.sample_play (parameters) values ($1) on conflict do nothing', [JSON.stringify(parameters)]));
}

/** From now on no start plays anything. */
export async function markSampleFinished(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) => client.query('update standalone.sample_play set finished_at = now()'));
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection shows itself in the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
