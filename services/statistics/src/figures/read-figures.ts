import { authorityNames, fieldNames, procedureNames, scopeExists, scopeOverlap, scopeParts, sumsOf } from '@motcua/database';
import type { ScopeOverlap, Snapshot } from '@motcua/database';
import { AppError } from '@motcua/kernel';
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

/**
 * @param upTo - The last position whose declarations count; all without one.
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope, or one of its parts, which is named; `SCOPE_OVERLAP` when
 *   one part lies under another or stands there twice, with the two.
 */
export async function assertScope(tx: Snapshot['tx'], scope: string, upTo?: number): Promise<void> {
  for (const part of scopeParts(scope)) if (!await scopeExists(tx, part)) throw unknownScope(part);
  const overlap = await scopeOverlap(tx, scope, upTo);
  if (overlap !== undefined) throw overlappingScope(overlap);
}

function unknownScope(part: string): AppError {
  return new AppError('SCOPE_UNKNOWN', `No authority "${part}" was declared and no dossier counts under it: check the code, or ask for VN.`, {
    errors: [{ pointer: '/scope', detail: 'not known' }],
  });
}

function overlappingScope({ part, within }: ScopeOverlap): AppError {
  const detail = part === within ? `"${part}" stands there twice` : `"${part}" lies under "${within}"`;
  return new AppError('SCOPE_OVERLAP', `${detail}: a scope of several codes counts each authority once, so leave out "${part}".`, { errors: [{ pointer: '/scope', detail }] });
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
