import type { Channel, UNKNOWN } from '@motcua/dossier';
import { currentDefinitions } from './definition-set.ts';
import { total, transferCauses } from './definitions.ts';
import type { Definition, Dimension, FigureId, Term } from './definitions.ts';
import type { Cause, LegClass } from './movement.ts';
import { rowRates } from './rates.ts';
import type { RateDefinition, RowRateId } from './rates.ts';

/** Legs of one node summed by what tells them apart. Counts of dossiers. */
export type Sum = {
  readonly class: LegClass;
  readonly cause: Cause;
  readonly side: 'from' | 'to';
  readonly channel: Channel | typeof UNKNOWN;
  /** Σ of the legs effective before the period; of classes that make a stock. Whatever brought the dossiers there: a term does not ask. */
  readonly opening: number;
  /** Σ of the legs effective in it. */
  readonly flow: number;
};

/** Every line of the table for one node. All counts of dossiers, >= 0. */
export type Figures = Readonly<Record<FigureId, number>>;
/** The rates of every row. Per cent with two decimals; null when the denominator is 0 (shown as "–"). */
export type Rates = Readonly<Record<RowRateId, number | null>>;
/** What a rate is made of, for one node. Sums of counts of dossiers, and per cent as in {@link Rates}. */
export type RateParts = { readonly numerator: number; readonly denominator: number; readonly percent: number | null };

/** How a leg is told apart from others. */
type LegKind = Pick<Sum, 'class' | 'cause' | 'side' | 'channel'>;
type Lies = Pick<Sum, 'opening' | 'flow'>;
type FigureSet<Id extends string> = { readonly figures: readonly Definition<Id>[] };

/**
 * The figures of one node in a table split by a dimension. A figure is a sum of sums: order and grouping are irrelevant.
 *
 * @param set - The definitions to count by, such as those of an edition; today's unless told.
 */
export function figuresOf(sums: Iterable<Sum>, dimension: Dimension): Figures;
export function figuresOf<Id extends string>(sums: Iterable<Sum>, dimension: Dimension, set: FigureSet<Id>): Readonly<Record<Id, number>>;
export function figuresOf(sums: Iterable<Sum>, dimension: Dimension, { figures: defined }: FigureSet<string> = currentDefinitions): Readonly<Record<string, number>> {
  const figures: Record<string, number> = Object.fromEntries(defined.map(({ id }) => [id, 0]));
  for (const sum of sums) {
    for (const { id, opening, flow } of weightsIn(defined, sum, dimension)) figures[id] = (figures[id] ?? 0) + opening * sum.opening + flow * sum.flow;
  }
  return figures;
}

/**
 * By how much one leg of a kind counts in a figure when it lies before the period, and when it lies in it: the same sum as
 * {@link figuresOf}, for asking which dossiers are behind a figure.
 *
 * @param set - As for {@link figuresOf}; in a figure that it does not have, no leg counts.
 */
export function weightsOf(figure: FigureId, leg: LegKind, dimension: Dimension): Lies;
export function weightsOf(figure: string, leg: LegKind, dimension: Dimension, set: FigureSet<string>): Lies;
export function weightsOf(figure: string, leg: LegKind, dimension: Dimension, { figures: defined }: FigureSet<string> = currentDefinitions): Lies {
  const parts = weightsIn(defined, leg, dimension).filter(({ id }) => id === figure);
  return { opening: parts.reduce((all, { opening }) => all + opening, 0), flow: parts.reduce((all, { flow }) => all + flow, 0) };
}

/**
 * Rates follow from the figures and are never stored.
 *
 * @param set - The rates to derive; those of every row unless told. Each reads the figures as they are given, so a rate with a
 *   lateness rule of its own needs those of that rule's book.
 */
export function ratesOf(figures: Figures): Rates;
export function ratesOf<Id extends string>(figures: Readonly<Record<Id, number>>, set: { readonly rates: readonly RateDefinition<Id>[] }): Readonly<Record<string, number | null>>;
export function ratesOf(figures: Readonly<Record<string, number>>, { rates }: { readonly rates: readonly RateDefinition[] } = { rates: rowRates }): Readonly<Record<string, number | null>> {
  return Object.fromEntries(rates.map((rate) => [rate.id, ratePartsOf(rate, figures).percent]));
}

/** Numerator, denominator and per cent of one rate. `figures`: of a node and period, in the book of the rate's rule if it has one. */
export function ratePartsOf<Id extends string>(rate: Pick<RateDefinition<Id>, 'numerator' | 'denominator'>, figures: Readonly<Record<Id, number>>): RateParts {
  const [numerator, denominator] = [total(rate.numerator, figures), total(rate.denominator, figures)];
  return { numerator, denominator, percent: percent(numerator, denominator) };
}

/** Half-up to two decimals, exact in integers; null when there is nothing to divide by. */
export function percent(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * 20_000 + denominator) / (2 * denominator)) / 100;
}

/** What a leg weighs in a figure, before the period and in it. */
type Weight = Lies & { readonly id: string };

/** By definitions, and then by the kind of leg: a table asks for the same few of every row. */
const found = new WeakMap<readonly Definition[], Map<string, readonly Weight[]>>();

/** The figures in which a leg of a kind counts, and what it weighs there. */
function weightsIn(defined: readonly Definition[], leg: LegKind, dimension: Dimension): readonly Weight[] {
  const known = found.get(defined) ?? new Map<string, readonly Weight[]>();
  const kind = `${dimension} ${leg.class} ${leg.cause} ${leg.side} ${leg.channel}`;
  const weights = known.get(kind) ?? weigh(defined, leg, new Set(transferCauses(dimension)));
  found.set(defined, known.set(kind, weights));
  return weights;
}

function weigh(defined: readonly Definition[], leg: LegKind, transfer: ReadonlySet<Cause>): readonly Weight[] {
  const counts = (measure: 'opening' | 'flow', terms: readonly Term[]): number =>
    terms.filter((term) => (term.measure === measure || term.measure === 'closing') && fits(term, leg, transfer)).reduce((all, { sign }) => all + sign, 0);
  return defined.map(({ id, terms }) => ({ id, opening: counts('opening', terms), flow: counts('flow', terms) })).filter(({ opening, flow }) => opening !== 0 || flow !== 0);
}

/** Whether a term counts a leg of this kind: the one place where membership of a figure is decided. */
export function fits(term: Term, leg: LegKind, transfer: ReadonlySet<Cause>): boolean {
  if (!term.classes.includes(leg.class)) return false;
  if (term.side !== undefined && term.side !== leg.side) return false;
  if (term.channels !== undefined && !term.channels.some((channel) => channel === leg.channel)) return false;
  if (term.causes === undefined) return true;
  return term.causes === 'transfer' ? transfer.has(leg.cause) : term.causes.includes(leg.cause);
}
