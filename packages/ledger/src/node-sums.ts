import { plus } from './definitions.ts';
import type { FigureId, FigureSum } from './definitions.ts';
import { identities } from './identities.ts';
import type { CellIndex, FindCell, SignedCell, SumStatement } from './report-statements.ts';

/** How often each figure counts in "whole − parts". */
type Equation = { readonly id: string; readonly terms: ReadonlyMap<FigureId, number> };

const EQUATIONS: readonly Equation[] = identities.map(({ id, left, right }) => equation(id, left, right));

/** Follows from two identities, for reports that print early and on time in one line. */
const RESOLVED_SPLIT = equation('resolved-split', plus('resolved'), plus('resolvedOnTime', 'resolvedLate', 'resolvedUndated'));

/** A part and the whole it lies in, where no identity says so. */
const PARTS: readonly Equation[] = ([
  ['receivedOnline', 'received'], ['receivedAfterSubmission', 'received'], ['paused', 'withinLimit'], ['overdue', 'inProgress'],
] as const).map(([part, whole]) => equation(part, plus(whole), plus(part)));

/**
 * What the figures of one node claim about one another, as far as they are printed. A member of an identity that is not printed
 * is taken from another identity where that gives it; where members stay unknown, the rest may still be a part of the whole,
 * for no count is below 0. Where nothing follows, nothing is claimed.
 */
export function nodeSums(node: string, find: FindCell): readonly SumStatement[] {
  const isPrinted = (figure: FigureId) => find(node, figure) !== undefined;
  const splitsInTwo = isPrinted('resolvedEarly') && isPrinted('resolvedOnDueDate');
  const known = [...EQUATIONS, ...(splitsInTwo ? [] : [RESOLVED_SPLIT])].map((one) => substituted(one, isPrinted));
  const claims = known.flatMap((one) => claimOf(one, node, find));
  const parts = PARTS.filter(({ terms }) => [...terms.keys()].every(isPrinted)).flatMap((one) => claimOf(one, node, find, 'at_most'));
  return distinct([...claims, ...parts]);
}

function equation(id: string, left: FigureSum, right: FigureSum): Equation {
  const terms = new Map<FigureId, number>();
  for (const { figure, sign } of left) terms.set(figure, sign);
  for (const { figure, sign } of right) terms.set(figure, -sign);
  return { id, terms };
}

/** Each unprinted member as another identity gives it, if everything else in that one is printed. */
function substituted(whole: Equation, isPrinted: (figure: FigureId) => boolean): Equation {
  const terms = new Map(whole.terms);
  for (const [figure, sign] of whole.terms) {
    if (isPrinted(figure)) continue;
    const other = EQUATIONS.find(({ id, terms: its }) => id !== whole.id && its.has(figure) && [...its.keys()].every((member) => member === figure || isPrinted(member)));
    if (other === undefined) continue;
    terms.delete(figure);
    const factor = -sign * (other.terms.get(figure) ?? 0);
    for (const [member, its] of other.terms) if (member !== figure) terms.set(member, (terms.get(member) ?? 0) + factor * its);
  }
  return { id: whole.id, terms: new Map([...terms].filter(([, sign]) => sign !== 0)) };
}

/** All printed: an equation. Unprinted ones on one side only: the other side is at least what is printed of it. */
function claimOf({ id, terms }: Equation, node: string, find: FindCell, relation: SumStatement['relation'] = 'equal'): readonly SumStatement[] {
  const members = [...terms].map(([figure, sign]) => ({ figure, sign, cell: find(node, figure) }));
  const missing = members.filter(({ cell }) => cell === undefined);
  const direction = missing[0]?.sign ?? -1;
  if (missing.some(({ sign }) => Math.sign(sign) !== Math.sign(direction)) || members.some(({ sign }) => Math.abs(sign) !== 1)) return [];
  const side = (of: number): readonly SignedCell[] => members.flatMap(({ cell, sign }) => (cell === undefined || sign !== of ? [] : [{ cell, sign: 1 }]));
  const [whole, parts] = direction < 0 ? [side(1), side(-1)] : [side(-1), side(1)];
  if (whole.length === 0 || parts.length === 0) return [];
  const usual = missing.length === 1 && missing[0]?.figure === 'resolvedUndated' && parts.length > 1;
  return [{ kind: 'split', id, node, relation: missing.length > 0 ? 'at_most' : relation, usual, whole, parts }];
}

/** Substitution may give the same claim twice, or the same with both sides exchanged. */
function distinct(sums: readonly SumStatement[]): readonly SumStatement[] {
  const text = (terms: readonly SignedCell[]) => terms.map(({ cell }): CellIndex => cell).toSorted((a, b) => a - b).join(',');
  const bySides = new Map(sums.toReversed().map((sum) => {
    const sides = [text(sum.whole), text(sum.parts)];
    return [(sum.relation === 'equal' ? sides.toSorted() : sides).join('='), sum];
  }));
  return sums.filter((sum) => [...bySides.values()].includes(sum));
}
