import { almanacPosition, readAlmanac } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import type { Almanac } from '@motcua/dossier';

/** Gives the almanac as a snapshot holds it. */
export type AlmanacReader = (tx: Snapshot['tx']) => Promise<Almanac>;

/** Reads the almanac again only when it has grown: compiling calendars costs more than a question does. */
export function createAlmanacReader(): AlmanacReader {
  let kept: { readonly newest: number; readonly almanac: Almanac } | undefined;
  return async (tx) => {
    const newest = await almanacPosition(tx);
    if (kept?.newest === newest) return kept.almanac;
    const almanac = await readAlmanac(tx);
    kept = { newest, almanac };
    return almanac;
  };
}
