import { authorityNames, fieldNames, procedureNames, scopeExists, sumsOf } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import type { KnownSnapshot } from './as-of.ts';
import { countedDays, tableLegs } from './query.ts';
import type { FiguresQuery } from './query.ts';
import { figuresTable } from './table.ts';
import type { FiguresTable, Names } from './table.ts';

/**
 * Reads one table of figures within a snapshot, as of what the snapshot is as of.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readFigures({ tx, asOf, upTo }: KnownSnapshot, query: FiguresQuery): Promise<FiguresTable> {
  const sums = await sumsOf(tx, tableLegs(query, upTo));
  if (sums.length === 0) await assertScope(tx, query.scope);
  return figuresTable(query, asOf, sums, await namesFor({ tx, upTo }, query));
}

/** @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope. */
export async function assertScope(tx: Snapshot['tx'], scope: string): Promise<void> {
  if (await scopeExists(tx, scope)) return;
  throw new AppError('SCOPE_UNKNOWN', `No authority "${scope}" was declared and no dossier counts under it: check the code, or ask for VN.`, {
    errors: [{ pointer: '/scope', detail: 'not known' }],
  });
}

/** Names as they were on the last day that is counted, or on the day of the structure. */
async function namesFor({ tx, upTo }: Pick<KnownSnapshot, 'tx' | 'upTo'>, { by, structureOn, ...days }: FiguresQuery): Promise<Names> {
  const on = structureOn ?? countedDays(days).to;
  return {
    authorities: by === 'authority' ? await authorityNames(tx, on, upTo) : new Map(),
    procedures: by === 'procedure' ? await procedureNames(tx, on, upTo) : new Map(),
    fields: by === 'field' ? await fieldNames(tx, on, upTo) : new Map(),
  };
}
