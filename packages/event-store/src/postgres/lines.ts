import pg from 'pg';
import { clientConfig } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';

/** Whatever answers a statement; rows come as lists of the texts of their columns. */
export type Queryable = {
  query<Row extends unknown[]>(question: { readonly name?: string; readonly text: string; readonly values?: unknown[]; readonly rowMode: 'array' }): Promise<{ readonly rows: Row[] }>;
};

/** One connection, of which pg's client is one. `end` also ends what is still being asked. */
export type LogClient = Queryable & {
  connect(): Promise<unknown>;
  on(happening: 'notification', listener: () => void): unknown;
  on(happening: 'error', listener: () => void): unknown;
  on(happening: 'end', listener: () => void): unknown;
  end(): Promise<void>;
};

/** Several connections, of which each statement takes one that is free. */
export type LogPool = Queryable & { end(): Promise<void> };

/** The ways to the server that holds the log. */
export type LogLines = { readonly newClient: () => LogClient; readonly openPool: (connectionsMax: number) => LogPool };

export function linesTo(connection: ConnectionOptions): LogLines {
  return {
    newClient: () => new pg.Client(clientConfig(connection)),
    openPool: (max) => {
      const pool = new pg.Pool({ ...clientConfig(connection), max });
      // An idle connection that is lost leaves the pool by itself; without a listener it would end the process.
      pool.on('error', () => undefined);
      return pool;
    },
  };
}
