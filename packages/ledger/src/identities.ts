import { currentDefinitions } from './definition-set.ts';
import type { DefinitionSet } from './definition-set.ts';
import { plus as side, total } from './definitions.ts';
import type { FigureSum } from './definitions.ts';
import type { Figures } from './figures.ts';

/** One side of an identity. */
export type Side = FigureSum;

/** An equation that must hold for every node, field, procedure, channel and instant. */
export type Identity = { readonly id: string; readonly label: string; readonly left: Side; readonly right: Side };

/** An identity that does not hold, or a figure below 0. */
export type Imbalance = { readonly identity: string; readonly left: number; readonly right: number };

/** Sổ A, sổ B and the splits. Parent = Σ children and opening = the previous closing need more than one node. */
export const identities: readonly Identity[] = [
  {
    id: 'received-book', label: 'Sổ hồ sơ đã tiếp nhận',
    left: side('openingReceived', 'received', 'reopened', 'transferredIn', '-transferredOut'),
    right: side('resolved', 'closedAfterReception', 'closingReceived'),
  },
  {
    id: 'waiting-book', label: 'Sổ hồ sơ chờ tiếp nhận',
    left: side('openingAwaiting', 'submitted', 'awaitingTransferredIn', '-awaitingTransferredOut'),
    right: side('receivedAfterSubmission', 'refused', 'closedBeforeReception', 'awaitingReception'),
  },
  { id: 'resolved', label: 'Đã giải quyết', left: side('resolved'), right: side('resolvedEarly', 'resolvedOnDueDate', 'resolvedLate', 'resolvedUndated') },
  { id: 'resolved-on-time', label: 'Trước hạn và đúng hạn', left: side('resolvedOnTime'), right: side('resolvedEarly', 'resolvedOnDueDate') },
  { id: 'closing', label: 'Đang giải quyết', left: side('closingReceived'), right: side('withinLimit', 'overdue') },
  { id: 'in-progress', label: 'Đang giải quyết, gồm cả chờ tiếp nhận', left: side('inProgress'), right: side('closingReceived', 'awaitingReception') },
  { id: 'closed-after', label: 'Kết thúc khác sau tiếp nhận', left: side('closedAfterReception'), right: side('withdrawnAfterReception', 'terminatedAfterReception') },
  { id: 'closed-before', label: 'Kết thúc khác trước tiếp nhận', left: side('closedBeforeReception'), right: side('withdrawnBeforeReception', 'terminatedBeforeReception') },
];

/** The received book and the waiting book. */
export const books: readonly Identity[] = identities.filter(({ id }) => id === 'received-book' || id === 'waiting-book');

type Counts = Readonly<Record<string, number>>;

/**
 * The identities that a node's figures break, and the figures that are negative; empty when the books are in order.
 *
 * @param set - The definitions that the figures were counted by, today's unless told; an identity that names a figure which they
 *   do not have is not asked for.
 */
export function imbalances(figures: Figures): readonly Imbalance[];
export function imbalances(figures: Counts, set: Pick<DefinitionSet, 'figures'>): readonly Imbalance[];
export function imbalances(figures: Counts, { figures: defined }: Pick<DefinitionSet, 'figures'> = currentDefinitions): readonly Imbalance[] {
  const known = new Set(defined.map(({ id }) => id));
  const broken = identities
    .filter(({ left, right }) => [...left, ...right].every(({ figure }) => known.has(figure)))
    .map(({ id, left, right }) => ({ identity: id, left: total(left, figures), right: total(right, figures) }))
    .filter(({ left, right }) => left !== right);
  const negative = defined
    .map(({ id }) => ({ identity: `not-negative:${id}`, left: figures[id] ?? 0, right: 0 }))
    .filter(({ left }) => left < 0);
  return [...broken, ...negative];
}

/** The lines in which a parent differs from the sum of its children. `set`: as for {@link imbalances}. */
export function parentImbalances(parent: Figures, children: readonly Figures[]): readonly Imbalance[];
export function parentImbalances(parent: Counts, children: readonly Counts[], set: Pick<DefinitionSet, 'figures'>): readonly Imbalance[];
export function parentImbalances(parent: Counts, children: readonly Counts[], { figures: defined }: Pick<DefinitionSet, 'figures'> = currentDefinitions): readonly Imbalance[] {
  return defined
    .map(({ id }) => ({ identity: `children:${id}`, left: parent[id] ?? 0, right: children.reduce((sum, child) => sum + (child[id] ?? 0), 0) }))
    .filter(({ left, right }) => left !== right);
}
