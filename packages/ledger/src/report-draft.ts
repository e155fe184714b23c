import { judgeRate } from './printed-rate.ts';
import type { RateVerdict } from './printed-rate.ts';
import { comesOut, gapIn, sumOf } from './report-statements.ts';
import type { CellIndex, RateStatement, SignedCell, Statements, SumStatement, Values } from './report-statements.ts';

export type SumIndex = number;
export type RateIndex = number;

/**
 * A report with some counts changed, and what is broken in it. Changing a count looks at the statements about that count only.
 *
 * `brokenSums`, `wrongRates`: of the statements that are looked at. A rate that is only cut is not wrong.
 */
export type Draft = {
  readonly statements: Statements;
  readonly printed: Values;
  readonly values: Values;
  readonly brokenSums: ReadonlySet<SumIndex>;
  readonly wrongRates: ReadonlySet<RateIndex>;
  readonly sumsOf: (cell: CellIndex) => readonly SumIndex[];
  readonly ratesOf: (cell: CellIndex) => readonly RateIndex[];
  /** Whole − parts. */
  readonly gapOf: (sum: SumIndex) => number;
  readonly set: (cell: CellIndex, value: number) => void;
  /** Looks at these broken statements and at all that hold; what else is broken has other causes. Only while nothing is changed. */
  readonly focus: (sums: ReadonlySet<SumIndex>, rates: ReadonlySet<RateIndex>) => void;
};

/** The report as printed, with everything that is broken in it. */
export function draftOf(statements: Statements): Draft {
  const places = placesOf(statements);
  const printed = statements.cells.map((cell) => cell.printed);
  const values = [...printed];
  const gaps = statements.sums.map((sum) => gapIn(sum, values));
  const brokenSums = new Set([...statements.sums.keys()].filter(isBroken));
  const wrongRates = new Set([...statements.rates.keys()].filter(isWrong));
  const apart = { sums: new Set<SumIndex>(), rates: new Set<RateIndex>() };

  function isBroken(index: SumIndex): boolean {
    const sum = statements.sums[index];
    return sum !== undefined && !comesOut(sum, gaps[index] ?? 0);
  }
  function isWrong(index: RateIndex): boolean {
    const rate = statements.rates[index];
    return rate !== undefined && verdictOn(rate, values).kind === 'wrong';
  }
  function set(cell: CellIndex, value: number): void {
    const change = value - (values[cell] ?? 0);
    values[cell] = value;
    for (const index of places.sums[cell] ?? []) {
      gaps[index] = (gaps[index] ?? 0) + change * signIn(statements.sums[index], cell);
      if (!apart.sums.has(index)) mark(brokenSums, index, isBroken(index));
    }
    for (const index of places.rates[cell] ?? []) if (!apart.rates.has(index)) mark(wrongRates, index, isWrong(index));
  }
  function focus(sums: ReadonlySet<SumIndex>, rates: ReadonlySet<RateIndex>): void {
    for (const index of brokenSums) if (!sums.has(index)) apart.sums.add(index);
    for (const index of wrongRates) if (!rates.has(index)) apart.rates.add(index);
    for (const index of sums) apart.sums.delete(index);
    for (const index of rates) apart.rates.delete(index);
    refill(brokenSums, sums);
    refill(wrongRates, rates);
  }
  return {
    statements, printed, values, brokenSums, wrongRates, set, focus,
    sumsOf: (cell) => places.sums[cell] ?? [], ratesOf: (cell) => places.rates[cell] ?? [], gapOf: (sum) => gaps[sum] ?? 0,
  };
}

/** What a printed rate is worth beside these counts. */
export function verdictOn({ printed, decimals, numerator, denominator }: RateStatement, values: Values): RateVerdict {
  return judgeRate(printed, sumOf(numerator, values), sumOf(denominator, values), decimals);
}

/** What the rate would be worth with another value in one cell. */
export function verdictWith({ printed, decimals, numerator, denominator }: RateStatement, values: Values, cell: CellIndex, value: number): RateVerdict {
  const change = value - (values[cell] ?? 0);
  const moved = (terms: readonly SignedCell[]) => sumOf(terms, values) + change * (terms.find((term) => term.cell === cell)?.sign ?? 0);
  return judgeRate(printed, moved(numerator), moved(denominator), decimals);
}

export function cellsOfSum(sum: SumStatement | undefined): readonly CellIndex[] {
  return sum === undefined ? [] : [...sum.whole, ...sum.parts].map(({ cell }) => cell);
}

export function cellsOfRate(rate: RateStatement | undefined): readonly CellIndex[] {
  return rate === undefined ? [] : [...new Set([...rate.numerator, ...rate.denominator].map(({ cell }) => cell))];
}

/** How the gap moves with the cell. */
export function signIn(sum: SumStatement | undefined, cell: CellIndex): number {
  const inWhole = sum?.whole.find((term) => term.cell === cell);
  if (inWhole !== undefined) return inWhole.sign;
  return -(sum?.parts.find((term) => term.cell === cell)?.sign ?? 0);
}

/** Whether the sum must come out exactly, or does so in every usual report: then it forces the value of a count. */
export function comesOutExactly(sum: SumStatement | undefined): boolean {
  return sum !== undefined && (sum.relation === 'equal' || sum.usual);
}

function mark(set: Set<number>, index: number, isIn: boolean): void {
  if (isIn) set.add(index);
  else set.delete(index);
}

function refill(set: Set<number>, members: ReadonlySet<number>): void {
  set.clear();
  for (const member of members) set.add(member);
}

/** The places of statements about each count. */
type Places = { readonly sums: readonly (readonly SumIndex[])[]; readonly rates: readonly (readonly RateIndex[])[] };

function placesOf({ cells, sums, rates }: Statements): Places {
  const places = { sums: cells.map((): number[] => []), rates: cells.map((): number[] => []) };
  for (const [index, sum] of sums.entries()) for (const cell of cellsOfSum(sum)) places.sums[cell]?.push(index);
  for (const [index, rate] of rates.entries()) for (const cell of cellsOfRate(rate)) places.rates[cell]?.push(index);
  return places;
}
