import { authorityNames, procedureNames, readAlmanac, readQuarantined } from '@motcua/database';
import type { AuthorityName, ProcedureName, Snapshot } from '@motcua/database';
import { fold, ND61, readDossierEvent } from '@motcua/dossier';
import type { Almanac, Step } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { addDays, instantAt } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Pack } from './pack.ts';

/** Where the lists of a pack are read from: the read model, and the log for what happened to a dossier. */
export type ListSources = { readonly tx: Snapshot['tx']; readonly store: Pick<EventStore, 'readStreams'> };

/** The histories of dossiers, and the names of the time, as they were known at an edition's position. */
export type Histories = {
  readonly almanac: Almanac;
  /** The last instant of the period. */
  readonly end: Instant;
  readonly authorities: ReadonlyMap<string, AuthorityName>;
  readonly procedures: ReadonlyMap<string, ProcedureName>;
  /** The steps of each dossier under the base rule, of all that was known; in the order of the codes. */
  readonly of: (dossiers: readonly string[]) => Promise<readonly (readonly Step[])[]>;
};

export async function openHistories({ tx, store }: ListSources, { content: { position }, period: { to } }: Pack): Promise<Histories> {
  const [almanac, setAside] = [await readAlmanac(tx, position), new Set(await readQuarantined(tx, position))];
  return {
    almanac, end: instantAt(addDays(to, 1), 0) - 1,
    authorities: await authorityNames(tx, to, position), procedures: await procedureNames(tx, to, position),
    of: async (dossiers) => {
      const read = await store.readStreams(dossiers.map((code) => streams.dossier(code)), { upToPosition: position });
      return dossiers.map((code) => {
        const events = (read.get(streams.dossier(code)) ?? []).filter((event) => !setAside.has(event.position));
        const folding = fold(events.map(readDossierEvent), ND61, almanac);
        return folding.kind === 'lawful' ? folding.steps : [];
      });
    },
  };
}

/** An authority as lists name it: `H57.31 UBND thành phố Huế`. */
export function namedIn(names: ReadonlyMap<string, { readonly name: string }>, code: string): string {
  return `${code} ${names.get(code)?.name ?? '(chưa khai báo)'}`;
}
