import type { AlmanacReader, AsOf, Database, Snapshot } from '@motcua/database';
import { inSnapshot, readQuarantined } from '@motcua/database';
import { readDossierEvent } from '@motcua/dossier';
import type { Almanac, DossierEvent } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';

/** Where a dossier's history is read from. */
export type HistorySources = {
  readonly database: Pick<Database, 'db'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly almanac: AlmanacReader;
};

/** What the ledger counts of a dossier, in order of arrival, and what was known of calendars and procedures. */
export type History<Known> = { readonly asOf: AsOf; readonly events: readonly DossierEvent[]; readonly almanac: Almanac; readonly known: Known };

/**
 * The events of a dossier as far as the ledger has posted them, so that its answers agree with its figures.
 *
 * @param alsoRead - What else the answer needs of the same snapshot.
 * @throws AppError `DOSSIER_UNKNOWN` when the log holds no event of it, `PROJECTION_BEHIND` when the ledger has not come to the first.
 */
export async function readHistory<Known>(
  { database, store, almanac }: HistorySources, code: string, alsoRead: (snapshot: Snapshot) => Promise<Known>,
): Promise<History<Known>> {
  const ledger = await inSnapshot(database.db, async (snapshot) => ({
    asOf: snapshot.asOf, almanac: await almanac(snapshot.tx), setAside: new Set(await readQuarantined(snapshot.tx)), known: await alsoRead(snapshot),
  }));
  const recorded = await store.readStream(streams.dossier(code));
  if (recorded.length === 0) throw new AppError('DOSSIER_UNKNOWN', 'The log holds no event of this dossier: check the code.');
  const counted = recorded.filter(({ position }) => position <= ledger.asOf.position && !ledger.setAside.has(position));
  if (counted.length === 0) throw new AppError('PROJECTION_BEHIND', 'The ledger has not come to this dossier yet: ask again in a moment; /health says how far it is.');
  return { asOf: ledger.asOf, almanac: ledger.almanac, known: ledger.known, events: counted.map(readDossierEvent) };
}
