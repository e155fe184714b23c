import { cellsBetween, cellsTogether, countsOf, currentDefinitions, editionTable, restatementOf } from '@motcua/ledger';
import type { CellChange, Cells, Contribution, DefinitionSet, EditionContent, EditionDimension, EditionTable, EditionVersions } from '@motcua/ledger';
import { hasProgramVersions } from '../program-versions.ts';
import type { LegsQuery } from './counted-legs.ts';
import { authorityNames, fieldNames, procedureNames } from './names.ts';
import { newsSums } from './restatement.ts';
import type { NewsReason, NewsSum } from './restatement.ts';
import type { Snapshot } from './snapshot.ts';
import { sumsOf } from './sums.ts';
import type { NodeSum } from './sums.ts';

/** The row that stands for the whole scope. */
export const TOTAL_ROW = '';

/** What is compared: an edition with a later one, or with the figures of now. */
export type DiffQuery = {
  readonly edition: EditionContent;
  /** Undefined: what the ledger says now. */
  readonly later: EditionContent | undefined;
  readonly by: EditionDimension;
  readonly rule: string;
};

/** Every cell that changed, and the declarations and definitions that differ. `upTo`: the position as of which the later figures are. */
export type Diff = {
  readonly upTo: number;
  readonly changes: readonly CellChange[];
  /** Cells of both tables together, changed or not. */
  readonly cells: number;
  readonly names: ReadonlyMap<string, string | null>;
  readonly redeclared: readonly Redeclared[];
  readonly redefined: readonly Redefined[];
};

/** A declaration of an authority that became known between the two. */
export type Redeclared = { readonly position: number; readonly code: string; readonly validFrom: string; readonly name: string };

/** A line whose definition differs; null: the table had no such line. */
export type Redefined = { readonly figure: string; readonly before: number | null; readonly after: number | null };

/**
 * Compares cell by cell. Between the two stand the same table as counted again from the log, step by step: as of the edition;
 * with what became known since; with the authorities as declared since; by the later definitions. Each step is a reason.
 *
 * @throws AppError `LEDGER_UNBALANCED` when the log does not explain a difference.
 */
export async function readDiff({ tx, asOf }: Snapshot, query: DiffQuery): Promise<Diff> {
  const { edition, later, by } = query;
  const upTo = later?.position ?? asOf.position;
  const [from, to] = [edition.definitions, later?.definitions ?? currentDefinitions] as const;
  const steps = await readSteps({ tx }, query, upTo);
  const redeclared = await readRedeclared({ tx }, edition.position, upTo);
  const before = cellsOfTable(tableOf(edition, query), from);
  const [again, latest, redefinedCells] = [cellsOf(steps.again, query, from), cellsOf(steps.latest, query, from), cellsOf(steps.latest, query, to)];
  const news = [...steps.news].map(([reason, sums]) => ({ reason, cells: cellsOf(sums, query, from) }));
  const after = later === undefined ? redefinedCells : cellsOfTable(tableOf(later, query), to);
  const contributions: readonly Contribution[] = [
    ...programChange(edition.versions, cellsBetween(before, again)),
    ...news,
    ...(redeclared.length === 0 ? [] : [{ reason: 'authority', cells: cellsBetween(cellsTogether(again, ...news.map(({ cells }) => cells)), latest) } as const]),
    { reason: 'definition', cells: cellsBetween(latest, redefinedCells) },
    ...(later === undefined ? [] : programChange(later.versions, cellsBetween(redefinedCells, after))),
  ];
  return {
    upTo, changes: restatementOf(before, after, contributions), cells: cellCount(before, after), names: await namesOf({ tx }, by, edition.period.to, upTo),
    redeclared, redefined: redefinedLines(from, to),
  };
}

/** The legs of a figure's table that became known between the two, in the organisation that the edition knew. */
export function newsQuery({ edition, by, rule }: DiffQuery, upTo: number): LegsQuery {
  return { ...atPosition({ edition, by, rule }, upTo, edition.position), known: { after: edition.position, upTo } };
}

/** A table of the edition's period as of one position, its authorities as declared up to another. */
export function atPosition({ edition: { period }, by, rule }: Pick<DiffQuery, 'edition' | 'by' | 'rule'>, upTo: number, declaredUpTo: number): LegsQuery {
  return { scope: period.scope, period, rule, dimension: by, known: { upTo }, declaredUpTo };
}

type Steps = { readonly again: readonly NodeSum[]; readonly news: ReadonlyMap<NewsReason, readonly NewsSum[]>; readonly latest: readonly NodeSum[] };

async function readSteps({ tx }: Pick<Snapshot, 'tx'>, query: DiffQuery, upTo: number): Promise<Steps> {
  const { position } = query.edition;
  const news = await newsSums(tx, newsQuery(query, upTo));
  return {
    again: await sumsOf(tx, atPosition(query, position, position)),
    news: Map.groupBy(news, ({ reason }) => reason),
    latest: await sumsOf(tx, atPosition(query, upTo, upTo)),
  };
}

/** The same log counted otherwise: the lateness rules, or the calendar that comes with them, have another version. Unexplained otherwise. */
function programChange(versions: EditionVersions, cells: Cells): readonly Contribution[] {
  return hasProgramVersions(versions) ? [] : [{ reason: 'rule', cells }];
}

function tableOf({ tables }: EditionContent, { by, rule }: DiffQuery): EditionTable | undefined {
  return tables.find((table) => table.by === by && table.rule === rule);
}

function cellsOfTable(table: EditionTable | undefined, set: Pick<DefinitionSet, 'figures'>): Cells {
  if (table === undefined) return new Map();
  return new Map([...table.rows.map(({ node, values }) => [node, countsOf(values, set)] as const), [TOTAL_ROW, countsOf(table.total, set)]]);
}

function cellsOf(sums: readonly NodeSum[], { by, rule }: DiffQuery, set: Pick<DefinitionSet, 'figures'>): Cells {
  return cellsOfTable(editionTable({ rule, by }, sums, new Map(), set), set);
}

function cellCount(...tables: readonly Cells[]): number {
  return new Set(tables.flatMap((cells) => [...cells].flatMap(([row, figures]) => Object.keys(figures).map((figure) => `${row} ${figure}`)))).size;
}

function redefinedLines(before: Pick<DefinitionSet, 'figures'>, after: Pick<DefinitionSet, 'figures'>): readonly Redefined[] {
  const version = ({ figures }: Pick<DefinitionSet, 'figures'>, figure: string) => figures.find(({ id }) => id === figure)?.version ?? null;
  const ids = [...new Set([...before.figures, ...after.figures].map(({ id }) => id))];
  return ids.map((figure) => ({ figure, before: version(before, figure), after: version(after, figure) })).filter((one) => one.before !== one.after);
}

async function readRedeclared({ tx }: Pick<Snapshot, 'tx'>, after: number, upTo: number): Promise<readonly Redeclared[]> {
  return tx.selectFrom('authority').select(['position', 'code', 'valid_from as validFrom', 'name'])
    .where('position', '>', after).where('position', '<=', upTo).orderBy('position').execute();
}

async function namesOf({ tx }: Pick<Snapshot, 'tx'>, by: EditionDimension, on: string, upTo: number): Promise<Diff['names']> {
  const names = by === 'authority' ? await authorityNames(tx, on, upTo) : by === 'procedure' ? await procedureNames(tx, on, upTo) : by === 'field' ? await fieldNames(tx, on, upTo) : [];
  return new Map([...names].map(([code, { name }]) => [code, name]));
}
