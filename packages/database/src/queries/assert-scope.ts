import { AppError } from '@motcua/kernel';
import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { scopeExists, scopeOverlap, scopeParts } from './scope.ts';
import type { ScopeOverlap } from './scope.ts';

/**
 * Refuses a scope that nothing in the ledger has.
 *
 * @param upTo - The last position whose declarations count; all without one.
 * @throws AppError `SCOPE_UNKNOWN` with the part of which nothing is known; `SCOPE_OVERLAP` when
 *   one part lies under another or stands there twice, with the two.
 */
export async function assertScope(db: Kysely<ReadModel>, scope: string, upTo?: number): Promise<void> {
  for (const part of scopeParts(scope)) if (!await scopeExists(db, part)) throw unknownScope(part);
  const overlap = await scopeOverlap(db, scope, upTo);
  if (overlap !== undefined) throw overlappingScope(overlap);
}

function unknownScope(part: string): AppError {
  return new AppError('SCOPE_UNKNOWN', `No authority "${part}" was declared and no dossier counts under it: check the code, or take VN for everything.`, {
    errors: [{ pointer: '/scope', detail: 'not known' }],
  });
}

function overlappingScope({ part, within }: ScopeOverlap): AppError {
  const detail = part === within ? `"${part}" stands there twice` : `"${part}" lies under "${within}"`;
  return new AppError('SCOPE_OVERLAP', `${detail}: a scope of several codes counts each authority once, so leave out "${part}".`, { errors: [{ pointer: '/scope', detail }] });
}
