import { sql } from 'kysely';
import type { RawBuilder, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** Rows that are fetched at a time. */
const BATCH = 1_000;

/** The rows of a statement, batch by batch, as they were when the transaction began; the database makes them as they are asked for. */
export async function* cursorBatches<Row>(tx: Transaction<ReadModel>, statement: RawBuilder<Row>): AsyncGenerator<readonly Row[]> {
  await sql`declare listed no scroll cursor for ${statement}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from listed`.execute(tx);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql`close listed`.execute(tx);
}
