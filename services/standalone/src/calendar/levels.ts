import type { Database } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';

/** The level of an authority on a day; `unknown` when it was not declared for it. */
export type Levels = (authority: string, on: CivilDate) => Level | typeof UNKNOWN;

export async function readLevels(db: Database['db']): Promise<Levels> {
  const rows = await db.selectFrom('authority').select(['code', 'valid_from', 'valid_to', 'level'])
    .distinctOn(['code', 'valid_from']).orderBy('code').orderBy('valid_from').orderBy('position', 'desc').execute();
  const byCode = Map.groupBy(rows, ({ code }) => code);
  return (authority, on) => byCode.get(authority)?.find(({ valid_from, valid_to }) => valid_from <= on && (valid_to === null || on <= valid_to))?.level ?? UNKNOWN;
}
