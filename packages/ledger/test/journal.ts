import { Almanac, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { DossierEvent, LatenessRule } from '@motcua/dossier';
import { bookDifference, factsOf, figuresOf, legsOf, movementsOf, repost, repostDifference, stepsOf } from '@motcua/ledger';
import type { Cause, Dimension, Figures, Leg, Posting, Sum } from '@motcua/ledger';
import type { OracleNode, World } from '@motcua/testkit';

/** One row of a journal kept in memory. */
export type Row = Leg & { readonly position: number; readonly dossier: string; readonly effectiveOn: string; readonly cause: Cause; readonly rule: string };

/**
 * The journal that a log gives, each arrival posted at its own place with what was known by then, as a projector would: the
 * whole book of the base rule, and of every other what it has otherwise.
 */
export function journalOf({ arrivals, records }: World): readonly Row[] {
  const almanac = new Almanac();
  const unread = [...records];
  const arrived = new Map<string, readonly DossierEvent[]>();
  return arrivals.flatMap(({ dossier, event }, index) => {
    while ((unread[0]?.position ?? Infinity) < (event.position ?? 0)) for (const record of unread.splice(0, 1)) almanac.learn(record);
    const before = arrived.get(dossier) ?? [];
    const after = [...before, event];
    arrived.set(dossier, after);
    return postingsOf(before, after, almanac).flatMap((posting) => rowsOf(posting, dossier, index + 1));
  });
}

/** The rows that make up the book of a rule. */
export function bookOf(rows: readonly Row[], rule: string): readonly Row[] {
  return rows.filter((row) => row.rule === ND61.id || row.rule === rule);
}

/** What a rule's book has otherwise than the base rule's. */
export function differenceOf(events: readonly DossierEvent[], rule: LatenessRule, almanac: Almanac): readonly Posting[] {
  return bookDifference(movementsOf(events, ND61, almanac), movementsOf(events, rule, almanac), rule.id);
}

function postingsOf(before: readonly DossierEvent[], after: readonly DossierEvent[], almanac: Almanac): readonly Posting[] {
  const facts = (events: readonly DossierEvent[]) => stepsOf(events, ND61, almanac).flatMap(factsOf);
  return [...repost(facts(before), facts(after)), ...LATENESS_RULES.flatMap((rule) => rule === ND61
    ? repost(movementsOf(before, rule, almanac), movementsOf(after, rule, almanac))
    : repostDifference(differenceOf(before, rule, almanac), differenceOf(after, rule, almanac)))];
}

function rowsOf(posting: Posting, dossier: string, position: number): readonly Row[] {
  const { effectiveOn, cause, rule } = posting.movement;
  return legsOf(posting).map((leg) => ({ ...leg, position, dossier, effectiveOn, cause, rule }));
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
