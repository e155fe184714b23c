import { decimalsOf } from './printed-rate.ts';
import type { PrintedReport } from './printed-report.ts';
import { fittingBases } from './rate-bases.ts';
import { draftOf, verdictOn } from './report-draft.ts';
import type { Draft, RateIndex, SumIndex } from './report-draft.ts';
import type { BrokenStatement, Contradiction, ReportCheck } from './report-findings.ts';
import { judge, knotsOf, rateRepair } from './report-knots.ts';
import type { Change, Judgement } from './report-knots.ts';
import { notesOf } from './report-notes.ts';
import { comesOut, gapIn, statementsOf, sumOf } from './report-statements.ts';
import type { Values } from './report-statements.ts';

/** More repairs than this nobody reads. */
const ALTERNATIVES_MAX = 12;
/** So many changes are tried at the most for one report, so that the answer comes soon whatever is printed. */
const STEPS_MAX = 15_000;

/**
 * Checks a printed report against itself: its totals, its sums, its parts, its rates. Knows nothing of any particular report.
 *
 * That figures agree proves nothing; that they contradict each other proves an error, not always which one. A report that agrees
 * with itself has no contradiction, whichever lines it leaves out. Contradictions about counts stand before those about rates.
 */
export function checkReport(report: PrintedReport): ReportCheck {
  const statements = statementsOf(report);
  const draft = draftOf(statements);
  const judgements = judgeAll(draft);
  const repaired = withChanges(draft.printed, judgements.flatMap(({ certain }) => certain));
  const telling = { report, draft, repaired };
  const told = [...judgements.flatMap((judgement) => tell(telling, judgement)), ...cutRates(telling, judgements)];
  return {
    contradictions: told.toSorted((a, b) => a.place - b.place).map(({ contradiction }) => contradiction),
    notes: notesOf(report, statements, repaired),
    steps: stepsOf(judgements),
  };
}

/** Small knots first, for they are the ones that are understood. */
function judgeAll(draft: Draft): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const knot of knotsOf(draft).toSorted((a, b) => a.sums.size + a.rates.size - b.sums.size - b.rates.size)) {
    judgements.push(judge(draft, knot, STEPS_MAX - stepsOf(judgements)));
  }
  return judgements;
}

function stepsOf(judgements: readonly Judgement[]): number {
  return judgements.reduce((sum, { steps }) => sum + steps, 0);
}

type Telling = { readonly report: PrintedReport; readonly draft: Draft; readonly repaired: Values };
/** `place`: in the order of the report, sums before rates. */
type Told = { readonly place: number; readonly contradiction: Contradiction };

function tell(telling: Telling, { knot, certain, alternatives }: Judgement): readonly Told[] {
  const { draft: { printed, statements: { sums } } } = telling;
  const told = certain.map((change) => ({
    place: placeOf(telling, knot, change),
    contradiction: { certainty: 'certain', repair: change.told, broken: brokenOf(telling, knotWith(telling, knot, change), printed) } as const,
  }));
  if (certain.length > 0 && alternatives.length === 0) return told;
  const after = withChanges(printed, certain);
  const replaced = new Set(certain.flatMap((change) => ('rate' in change ? [change.rate] : [])));
  const left = {
    sums: [...knot.sums].filter((index) => isBroken(sums[index], after)),
    rates: [...knot.rates].filter((index) => !replaced.has(index) && isWrong(telling, index, after)),
  };
  return [...told, {
    place: Math.min(...left.sums, ...left.rates.map((index) => sums.length + index)),
    contradiction: {
      certainty: 'undetermined', broken: brokenOf(telling, left, after),
      alternatives: alternatives.slice(0, ALTERNATIVES_MAX).map((set) => set.map((change) => change.told)), unlisted: Math.max(0, alternatives.length - ALTERNATIVES_MAX),
    },
  }];
}

type Broken = { readonly sums: readonly SumIndex[]; readonly rates: readonly RateIndex[] };

/** The broken statements about what is changed. */
function knotWith({ draft }: Telling, knot: Judgement['knot'], change: Change): Broken {
  if ('rate' in change) return { sums: [], rates: [change.rate] };
  return { sums: draft.sumsOf(change.cell).filter((index) => knot.sums.has(index)), rates: draft.ratesOf(change.cell).filter((index) => knot.rates.has(index)) };
}

function placeOf(telling: Telling, knot: Judgement['knot'], change: Change): number {
  const { sums, rates } = knotWith(telling, knot, change);
  return Math.min(...sums, ...rates.map((index) => telling.draft.statements.sums.length + index));
}

function brokenOf(telling: Telling, { sums, rates }: Broken, values: Values): readonly BrokenStatement[] {
  const { statements } = telling.draft;
  return [
    ...sums.flatMap((index): readonly BrokenStatement[] => {
      const sum = statements.sums[index];
      return sum === undefined ? [] : [{ kind: sum.kind, id: sum.id, node: sum.node, relation: sum.relation, whole: sumOf(sum.whole, values), parts: sumOf(sum.parts, values) }];
    }),
    ...rates.flatMap((index) => brokenRate(telling, index)),
  ];
}

function brokenRate({ report, draft, repaired }: Telling, index: RateIndex): readonly BrokenStatement[] {
  const statement = draft.statements.rates[index];
  if (statement === undefined) return [];
  const { node, rate, printed, decimals } = statement;
  const { kind, expected } = verdictOn(statement, repaired);
  const fits = kind !== 'wrong' ? [] : fittingBases(rate, printed, decimals, report.nodes.find(({ id }) => id === node)?.figures ?? {});
  const fault = kind === 'cut' ? 'cut' : fits.length > 0 ? 'other_base' : 'wrong';
  return [{ kind: 'rate', rate, node, printed, decimals: decimals ?? decimalsOf(printed), expected, fault, fits }];
}

/** Rates that are cut whatever repair is the right one. */
function cutRates(telling: Telling, judgements: readonly Judgement[]): readonly Told[] {
  const { draft: { statements }, repaired } = telling;
  const others = judgements.flatMap(({ alternatives }) => alternatives);
  const told = new Set([...judgements.flatMap(({ certain }) => certain), ...others.flat()].flatMap((change) => ('rate' in change ? [change.rate] : [])));
  return statements.rates.flatMap((statement, index) => {
    const verdict = verdictOn(statement, repaired);
    if (verdict.kind !== 'cut' || told.has(index)) return [];
    if (others.some((set) => verdictOn(statement, withChanges(repaired, set)).kind === 'follows')) return [];
    return [{
      place: statements.sums.length + index,
      contradiction: { certainty: 'certain', repair: rateRepair(statement, verdict.expected), broken: brokenRate(telling, index) },
    }];
  });
}

function withChanges(values: Values, changes: readonly Change[]): Values {
  const changed = [...values];
  for (const change of changes) if ('cell' in change) changed[change.cell] = change.value;
  return changed;
}

function isBroken(sum: Draft['statements']['sums'][number] | undefined, values: Values): boolean {
  return sum !== undefined && !comesOut(sum, gapIn(sum, values));
}

function isWrong({ draft }: Telling, index: RateIndex, values: Values): boolean {
  const rate = draft.statements.rates[index];
  return rate !== undefined && verdictOn(rate, values).kind === 'wrong';
}
