import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { knownBy } from './scope.ts';

/** Legs by when they became known: behind a position (0) and up to one; without one, to the end of what is posted. */
export type Known = { readonly after?: number | undefined; readonly upTo?: number | undefined };

/**
 * The legs of a rule's book (CTE `book`) as a table. `balance`: place, kind, effective_on and a summed amount; daily sums are
 * of the present, so for any other knowledge they are summed again from the journal. `journal`: leg by leg.
 */
export function legSource(legs: 'balance' | 'journal', known: Known): RawBuilder<unknown> {
  if (legs === 'journal') return sql`(select * from ledger.journal where ${isKnown(known)} and kind in (select kind from book))`;
  if (known.after === undefined && known.upTo === undefined) return sql`(select * from ledger.balance where kind in (select kind from book))`;
  return sql`(select place, kind, effective_on, sum(amount)::integer as amount from ledger.journal where ${isKnown(known)} and kind in (select kind from book) group by 1, 2, 3)`;
}

function isKnown({ after, upTo }: Known): RawBuilder<unknown> {
  return after === undefined ? knownBy(upTo) : sql`position > ${after}::bigint and ${knownBy(upTo)}`;
}
