import { authorityNames, fieldNames, procedureNames, scopeExists, sumsOf } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import type { FiguresQuery } from './query.ts';
import { figuresTable } from './table.ts';
import type { FiguresTable, Names } from './table.ts';

/**
 * Reads one table of figures within a snapshot.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readFigures({ tx, asOf }: Snapshot, query: FiguresQuery): Promise<FiguresTable> {
  const sums = await sumsOf(tx, { scope: query.scope, period: query.period, rule: query.rule, dimension: query.by });
  if (sums.length === 0) await assertScope(tx, query.scope);
  return figuresTable(query, asOf, sums, await namesFor({ tx }, query));
}

/** @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope. */
export async function assertScope(tx: Snapshot['tx'], scope: string): Promise<void> {
  if (await scopeExists(tx, scope)) return;
  throw new AppError('SCOPE_UNKNOWN', `No authority "${scope}" was declared and no dossier counts under it: check the code, or ask for VN.`, {
    errors: [{ pointer: '/scope', detail: 'not known' }],
  });
}

/** Names as they were at the period's end. */
async function namesFor({ tx }: Pick<Snapshot, 'tx'>, { by, period }: FiguresQuery): Promise<Names> {
  return {
    authorities: by === 'authority' ? await authorityNames(tx, period.to) : new Map(),
    procedures: by === 'procedure' ? await procedureNames(tx, period.to) : new Map(),
    fields: by === 'field' ? await fieldNames(tx, period.to) : new Map(),
  };
}
