import type { Movement, Posting } from './movement.ts';
import { repost } from './movement.ts';

/**
 * What the book of another lateness rule has otherwise than the base rule's: the inverse of every movement of the base
 * that does not hold under that rule, and each that holds only there, all under its name. All sums are linear, so the base's
 * legs and these together are that rule's book; most dossiers add nothing to it.
 *
 * @param base - The movements of one dossier under the base rule.
 * @param other - The same dossier's under the other rule.
 * @param rule - The other rule's id.
 */
export function bookDifference(base: readonly Movement[], other: readonly Movement[], rule: string): readonly Posting[] {
  return repost(base.map((movement) => ({ ...movement, rule })), other);
}

/** What must be posted when a history that made the difference `before` now makes the difference `after`. */
export function repostDifference(before: readonly Posting[], after: readonly Posting[]): readonly Posting[] {
  return [...without(before, after).map(takenBack), ...without(after, before)];
}

function takenBack({ kind, movement }: Posting): Posting {
  return { kind: kind === 'posted' ? 'inverted' : 'posted', movement };
}

/** The multiset difference `postings` − `others`. */
function without(postings: readonly Posting[], others: readonly Posting[]): readonly Posting[] {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(identity(other), (counts.get(identity(other)) ?? 0) + 1);
  return postings.filter((posting) => {
    const left = counts.get(identity(posting)) ?? 0;
    if (left > 0) counts.set(identity(posting), left - 1);
    return left === 0;
  });
}

function identity({ kind, movement }: Posting): string {
  return JSON.stringify([kind, movement]);
}
