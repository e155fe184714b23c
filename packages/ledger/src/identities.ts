import { definitions } from './definitions.ts';
import type { FigureId } from './definitions.ts';
import type { Figures } from './figures.ts';

/** One side of an identity: figures added and subtracted, in the order in which they are written out. */
export type Side = readonly { readonly figure: FigureId; readonly sign: 1 | -1 }[];

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

/** The identities that a node's figures break, and the figures that are negative; empty when the books are in order. */
export function imbalances(figures: Figures): readonly Imbalance[] {
  const broken = identities
    .map(({ id, left, right }) => ({ identity: id, left: total(left, figures), right: total(right, figures) }))
    .filter(({ left, right }) => left !== right);
  const negative = definitions
    .filter(({ id }) => figures[id] < 0)
    .map(({ id }) => ({ identity: `not-negative:${id}`, left: figures[id], right: 0 }));
  return [...broken, ...negative];
}

/** The lines in which a parent differs from the sum of its children. */
export function parentImbalances(parent: Figures, children: readonly Figures[]): readonly Imbalance[] {
  return definitions
    .map(({ id }) => ({ identity: `children:${id}`, left: parent[id], right: children.reduce((sum, child) => sum + child[id], 0) }))
    .filter(({ left, right }) => left !== right);
}

/** The value of one side. */
export function total(terms: Side, figures: Figures): number {
  return terms.reduce((sum, { figure, sign }) => sum + sign * figures[figure], 0);
}

function side(...figures: readonly (FigureId | `-${FigureId}`)[]): Side {
  return figures.map((name) => name.startsWith('-')
    ? { figure: name.slice(1) as FigureId, sign: -1 }
    : { figure: name as FigureId, sign: 1 });
}
