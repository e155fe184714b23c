import { currentDefinitions } from '@motcua/ledger';
import type { RestatementReason } from '@motcua/ledger';
import { atPosition, newsQuery } from './diff.ts';
import type { DiffQuery } from './diff.ts';
import type { LegKey } from './legs.ts';
import type { FigureQuery, Member } from './members.ts';
import { changedMembers, newsPage } from './restatement.ts';
import type { NewsLeg } from './restatement.ts';
import type { Snapshot } from './snapshot.ts';

/** One reason of one changed cell. `row`: undefined for the whole scope; `upTo`: the position of the later figures. */
export type ChangeQuery = DiffQuery & { readonly figure: string; readonly row: string | undefined; readonly upTo: number; readonly reason: Exclude<RestatementReason, 'rule'> };

/** A page of what is responsible: events, or dossiers that count otherwise without any event of theirs. */
export type ChangePage = { readonly kind: 'events'; readonly legs: readonly NewsLeg[] } | { readonly kind: 'dossiers'; readonly members: readonly Member[] };

/** @param after - The key of the last leg, or the last dossier, of the page before. */
export async function changePage({ tx }: Pick<Snapshot, 'tx'>, query: ChangeQuery, page: { readonly after: LegKey | string | undefined; readonly limit: number }): Promise<ChangePage> {
  const { edition, later, reason, upTo, figure, row } = query;
  const cell = { figure, node: row, definitions: edition.definitions };
  const { after, limit } = page;
  if (reason === 'late_event' || reason === 'correction' || reason === 'calendar') {
    return { kind: 'events', legs: await newsPage(tx, { ...newsQuery(query, upTo), ...cell, reason, after: typeof after === 'string' ? undefined : after, limit }) };
  }
  const latest: FigureQuery = { ...atPosition(query, upTo, upTo), ...cell };
  const [before, now] = reason === 'authority'
    ? [{ ...atPosition(query, upTo, edition.position), ...cell }, latest]
    : [latest, { ...latest, definitions: later?.definitions ?? currentDefinitions }];
  return { kind: 'dossiers', members: await changedMembers(tx, before, now, { after: typeof after === 'string' ? after : undefined, limit }) };
}
