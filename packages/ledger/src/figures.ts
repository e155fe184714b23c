import type { Channel, DossierClass, UNKNOWN } from '@motcua/dossier';
import { definitions, rateDefinitions, transferCauses } from './definitions.ts';
import type { Definition, Dimension, FigureId, RateId, Term } from './definitions.ts';
import type { Cause } from './movement.ts';

/** Legs of one node summed by what tells them apart. Counts of dossiers. */
export type Sum = {
  readonly class: DossierClass;
  readonly cause: Cause;
  readonly side: 'from' | 'to';
  readonly channel: Channel | typeof UNKNOWN;
  /** Σ of the legs effective before the period. */
  readonly opening: number;
  /** Σ of the legs effective in it. */
  readonly flow: number;
};

/** Every line of the table for one node. All counts of dossiers, >= 0. */
export type Figures = Readonly<Record<FigureId, number>>;
/** Per cent with two decimals; null when the denominator is 0 (shown as "–"). */
export type Rates = Readonly<Record<RateId, number | null>>;

/**
 * The figures of one node in a table split by a dimension. A figure is a sum of sums: order and grouping are irrelevant.
 */
export function figuresOf(sums: Iterable<Sum>, dimension: Dimension): Figures {
  const transfer = new Set(transferCauses(dimension));
  const figures = Object.fromEntries(definitions.map(({ id }) => [id, 0])) as Record<FigureId, number>;
  for (const sum of sums) {
    for (const definition of definitions) figures[definition.id] += contribution(definition, sum, transfer);
  }
  return figures;
}

/**
 * By how much one leg of a kind counts in a figure when it lies before the period, and when it lies in it: the same sum as
 * {@link figuresOf}, for asking which dossiers are behind a figure.
 */
export function weightsOf(figure: FigureId, leg: Pick<Sum, 'class' | 'cause' | 'side' | 'channel'>, dimension: Dimension): Pick<Sum, 'opening' | 'flow'> {
  const transfer = new Set(transferCauses(dimension));
  const parts = definitions.filter(({ id }) => id === figure);
  const weigh = (lies: Pick<Sum, 'opening' | 'flow'>): number => parts.reduce((all, definition) => all + contribution(definition, { ...leg, ...lies }, transfer), 0);
  return { opening: weigh({ opening: 1, flow: 0 }), flow: weigh({ opening: 0, flow: 1 }) };
}

/** Rates follow from the figures and are never stored. */
export function ratesOf(figures: Figures): Rates {
  return Object.fromEntries(rateDefinitions.map(({ id, numerator, denominator }) =>
    [id, percent(figures[numerator], figures[denominator])])) as Record<RateId, number | null>;
}

/** Half-up to two decimals, exact in integers; null when there is nothing to divide by. */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * 20_000 + denominator) / (2 * denominator)) / 100;
}

function contribution(definition: Definition, sum: Sum, transfer: ReadonlySet<Cause>): number {
  let total = 0;
  for (const term of definition.terms) {
    if (fits(term, sum, transfer)) total += term.sign * measured(term, sum);
  }
  return total;
}

/** Whether a term counts a leg of this kind: the one place where membership of a figure is decided. */
export function fits(term: Term, leg: Pick<Sum, 'class' | 'cause' | 'side' | 'channel'>, transfer: ReadonlySet<Cause>): boolean {
  if (!term.classes.includes(leg.class)) return false;
  if (term.side !== undefined && term.side !== leg.side) return false;
  if (term.channels !== undefined && !term.channels.some((channel) => channel === leg.channel)) return false;
  if (term.causes === undefined) return true;
  return term.causes === 'transfer' ? transfer.has(leg.cause) : term.causes.includes(leg.cause);
}

function measured(term: Term, sum: Sum): number {
  switch (term.measure) {
    case 'opening': return sum.opening;
    case 'flow': return sum.flow;
    case 'closing': return sum.opening + sum.flow;
  }
}
