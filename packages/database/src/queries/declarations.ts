import type { Kysely } from 'kysely';
import type { ReadModel } from '../schema.ts';

/** `declarations`: how many there are up to a position, and the last one's. */
export type Declarations = { readonly declarations: number; readonly position: number };

/** How often authorities and procedures were declared, and the last announcement of each calendar, up to a position. */
export async function declarationVersions(db: Kysely<ReadModel>, upTo: number): Promise<{
  readonly authorities: Declarations; readonly procedures: Declarations; readonly calendars: readonly { readonly code: string; readonly position: number }[];
}> {
  const count = async (table: 'authority' | 'procedure'): Promise<Declarations> => {
    const row = await db.selectFrom(table).select(({ fn }) => [fn.countAll<number>().as('declarations'), fn.max('position').as('last')]).where('position', '<=', upTo).executeTakeFirst();
    return { declarations: row?.declarations ?? 0, position: row?.last ?? 0 };
  };
  const calendars = await db.selectFrom('almanac').select(({ fn }) => ['subject as code', fn.max('position').as('position')])
    .where('type', '=', 'CalendarAnnounced').where('position', '<=', upTo).groupBy('subject').orderBy('subject').execute();
  return { authorities: await count('authority'), procedures: await count('procedure'), calendars };
}
