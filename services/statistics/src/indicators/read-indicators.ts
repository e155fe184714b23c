import { assertScope, procedureIndicators, scopeParts, sumsOfTables } from '@motcua/database';
import type { NodeSum, ProceduresIn } from '@motcua/database';
import type { CellLinks } from '@motcua/http';
import { distanceTo, FACT_BOOK, factDefinitions, figuresOf, indicatorOf, rowTargetOf } from '@motcua/ledger';
import type { FactId, Figures, Indicator, IndicatorDefinition, RowHead, Target, TargetDistance } from '@motcua/ledger';
import { indicatorToShow } from '../definitions/all-definitions.ts';
import type { IndicatorAnswer } from '../definitions/answer-schema.ts';
import type { KnownSnapshot } from '../figures/as-of.ts';
import { factLegs } from '../figures/cell.ts';
import { countedDays, tableLegs } from '../figures/query.ts';
import { namesFor } from '../figures/read-figures.ts';
import { nodeRows, rowLinks } from '../figures/table.ts';
import type { FiguresTable } from '../figures/table.ts';
import type { IndicatorsQuery } from './query.ts';

/** An indicator of one row; `target`: null when none is set. `links`: where the numbers that its definition names open. */
export type IndicatorCell = Indicator & { readonly target: TargetDistance | null; readonly links: CellLinks };

/** The indicators by id, and every fact. `links`: where a fact opens. */
export type IndicatorCells = {
  readonly indicators: Readonly<Record<string, IndicatorCell>>;
  readonly facts: Readonly<Record<FactId, number>>;
  readonly links: CellLinks;
};

/** Bảng chỉ số of a period, each with its numerator, denominator, points and target. */
export type IndicatorTable = Pick<FiguresTable, 'scope' | 'period' | 'until' | 'structureOn' | 'asOf' | 'by'> & {
  readonly definitions: readonly IndicatorAnswer[];
  readonly rows: readonly (RowHead & IndicatorCells)[];
  readonly total: IndicatorCells;
};

/**
 * Reads indicators within a snapshot, as of what the snapshot is as of.
 *
 * @param targets - That the indicators are measured against.
 * @throws AppError `SCOPE_UNKNOWN` and `SCOPE_OVERLAP`, see `assertScope`.
 */
export async function readIndicators(snapshot: KnownSnapshot, { indicators, table }: IndicatorsQuery, targets: readonly Target[]): Promise<IndicatorTable> {
  const { tx, asOf, upTo } = snapshot;
  const { scope, period, by, structureOn } = table;
  if (scopeParts(scope).length > 1) await assertScope(tx, scope, upTo);
  const sums = await bookSums(snapshot, table, [...new Set(indicators.map(({ rule }) => rule))]);
  if (sums.length === 0) await assertScope(tx, scope, upTo);
  const proceduresIn = await procedureIndicators(tx, factLegs(table, snapshot), by, indicators);
  const cells = (own: readonly BookSum[], row?: string): IndicatorCells => {
    const about: CellContext = {
      targets, scope, authority: by === 'authority' ? row : undefined, on: period.to,
      linksOf: (rule) => rowLinks({ ...table, rule }, asOf, row), proceduresIn: (indicator) => proceduresIn(indicator, row),
    };
    return cellsOf(own, { indicators, table }, about);
  };
  return {
    scope, period, until: countedDays(table).to, ...(structureOn === undefined ? {} : { structureOn }), asOf, by, definitions: indicators.map(indicatorToShow),
    rows: nodeRows(sums, by, await namesFor({ tx, upTo }, table), cells), total: cells(sums),
  };
}

/** A sum of the base rule's book comes once for every book that it is a part of. */
type BookSum = NodeSum & { readonly book: string };

/** Of the books of the rules and of that of facts, which an open period counts up to another day. */
async function bookSums(snapshot: KnownSnapshot, table: IndicatorsQuery['table'], books: readonly string[]): Promise<readonly BookSum[]> {
  const [legs, facts] = [tableLegs(table, snapshot.upTo), factLegs(table, snapshot)];
  const questions = facts.period.to === legs.period.to ? [{ legs, rules: [...books, FACT_BOOK] }] : [{ legs, rules: books }, { legs: facts, rules: [FACT_BOOK] }];
  const tables = await Promise.all(questions.map(({ legs: asked, rules }) => sumsOfTables(snapshot.tx, asked, { rules, dimensions: [table.by] })));
  return tables.flat().flatMap(({ rule: book, sums: own }) => own.map((sum) => ({ ...sum, book })));
}

type CellContext = {
  readonly targets: readonly Target[];
  readonly scope: string; readonly authority: string | undefined; readonly on: string; readonly linksOf: (rule: string) => CellLinks;
  readonly proceduresIn: (indicator: string) => ReturnType<ProceduresIn>;
};

function cellsOf(sums: readonly BookSum[], { indicators, table: { by, rule } }: IndicatorsQuery, { linksOf, proceduresIn, ...about }: CellContext): IndicatorCells {
  const inBook = Map.groupBy(sums, ({ book }) => book);
  const facts = figuresOf(inBook.get(FACT_BOOK) ?? [], by, { figures: factDefinitions });
  const figures = new Map<string, Figures>();
  const figuresIn = (book: string): Figures => {
    const counted = figures.get(book) ?? figuresOf(inBook.get(book) ?? [], by);
    figures.set(book, counted);
    return counted;
  };
  const cell = (definition: IndicatorDefinition): IndicatorCell => {
    const achieved = indicatorOf(definition, { ...figuresIn(definition.rule), ...facts }, proceduresIn(definition.id));
    const target = rowTargetOf(about.targets, { ...about, indicator: definition.id });
    return { ...achieved, target: target === undefined ? null : distanceTo(target, achieved.ratePercent), links: linksOf(definition.rule) };
  };
  return { indicators: Object.fromEntries(indicators.map((definition) => [definition.id, cell(definition)])), facts, links: linksOf(rule) };
}
