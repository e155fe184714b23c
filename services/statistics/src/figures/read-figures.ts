import { assertScope, authorityNames, fieldNames, procedureNames, scopeParts, sumsOf } from '@motcua/database';
import type { KnownSnapshot } from './as-of.ts';
import { countedDays, tableLegs } from './query.ts';
import type { FiguresQuery } from './query.ts';
import { figuresTable } from './table.ts';
import type { FiguresTable, Names } from './table.ts';

/**
 * Reads one table of figures within a snapshot, as of what the snapshot is as of.
 *
 * @throws AppError `SCOPE_UNKNOWN` and `SCOPE_OVERLAP`, see {@link assertScope}.
 */
export async function readFigures({ tx, asOf, upTo }: KnownSnapshot, query: FiguresQuery): Promise<FiguresTable> {
  if (scopeParts(query.scope).length > 1) await assertScope(tx, query.scope, upTo);
  const sums = await sumsOf(tx, tableLegs(query, upTo));
  if (sums.length === 0) await assertScope(tx, query.scope, upTo);
  return figuresTable(query, asOf, sums, await namesFor({ tx, upTo }, query));
}

/** Names as they were on the last day that is counted, or on the day of the structure; levels as they counted. */
export async function namesFor({ tx, upTo }: Pick<KnownSnapshot, 'tx' | 'upTo'>, { by, structureOn, ...days }: FiguresQuery): Promise<Names> {
  const { from, to } = countedDays(days);
  const [on, since] = structureOn === undefined ? [to, from] : [structureOn, structureOn];
  return {
    authorities: by === 'authority' ? await authorityNames(tx, on, upTo, since) : new Map(),
    procedures: by === 'procedure' ? await procedureNames(tx, on, upTo) : new Map(),
    fields: by === 'field' ? await fieldNames(tx, on, upTo) : new Map(),
  };
}
