import type { DossierEvent } from '@motcua/dossier';
import { ND61 } from '@motcua/dossier';
import { figuresOf, legsOf, movementsOf, repost } from '@motcua/ledger';
import type { Cause, Dimension, Figures, Leg, Posting, Sum } from '@motcua/ledger';
import type { Arrival, OracleNode } from '@motcua/testkit';

/** One row of a journal kept in memory. */
export type Row = Leg & { readonly position: number; readonly dossier: string; readonly effectiveOn: string; readonly cause: Cause };

/** The journal that arrivals give, each posted at its own position, as a projector would. */
export function journalOf(arrivals: readonly Arrival[]): readonly Row[] {
  const arrived = new Map<string, readonly DossierEvent[]>();
  return arrivals.flatMap(({ dossier, event }, index) => {
    const before = arrived.get(dossier) ?? [];
    const after = [...before, event];
    arrived.set(dossier, after);
    return repost(movementsOf(before, ND61), movementsOf(after, ND61)).flatMap((posting) => rowsOf(posting, dossier, index + 1));
  });
}

function rowsOf(posting: Posting, dossier: string, position: number): readonly Row[] {
  const { effectiveOn, cause } = posting.movement;
  return legsOf(posting).map((leg) => ({ ...leg, position, dossier, effectiveOn, cause }));
}

/** The figures of a node from the rows of a journal that fit it. */
export function figuresFrom(rows: readonly Row[], dimension: Dimension, counts: (row: Row) => boolean, from: string, to: string): Figures {
  return figuresOf(rows.filter((row) => counts(row) && row.effectiveOn <= to).map((row) => sumOf(row, from)), dimension);
}

function sumOf(row: Row, from: string): Sum {
  const before = row.effectiveOn < from;
  return { class: row.class, cause: row.cause, side: row.side, channel: row.placement.channel, opening: before ? row.amount : 0, flow: before ? 0 : row.amount };
}

/** Whether a row of the journal belongs to a node. */
export function liesIn(node: OracleNode): (row: Row) => boolean {
  if (node.by === 'authority') return ({ placement }) => node.authorities.includes(placement.authority);
  return ({ placement }) => placement[node.by] === node.code && (node.within?.includes(placement.authority) ?? true);
}
