import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { LEVELS } from '@motcua/dossier';
import type { Period } from '@motcua/kernel';
import { judgeRate, levelLabels, rateDefinitions, ratePartsOf } from '@motcua/ledger';
import type { FigureId, Figures, LineId, PrintedNode, PrintedReport, RateDefinition, RateId } from '@motcua/ledger';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { KnownSnapshot, LogPositions } from '../figures/as-of.ts';
import { readFigures } from '../figures/read-figures.ts';
import type { FiguresTable } from '../figures/table.ts';
import type { ReportCheckAnswer } from './answer-schema.ts';
import { isWhole, plainKey } from './reading.ts';

export type BesideQuestion = { readonly scope: string; readonly period: Period; readonly rule: string };
/** Some are counted by a rule of their own. */
const RATES: readonly (RateDefinition<FigureId> & { readonly id: RateId })[] = rateDefinitions;

export type BesideLedger = NonNullable<ReportCheckAnswer['ledger']>;

/**
 * Every printed figure beside the ledger's. A node is matched by what it is called: everything together, a level, or the code or name
 * of an authority, which then stands for its own dossiers.
 *
 * @throws AppError `SCOPE_UNKNOWN`.
 */
export async function besideLedger({ db }: Pick<Database, 'db'>, log: LogPositions, { nodes }: PrintedReport, { scope, period, rule }: BesideQuestion): Promise<BesideLedger> {
  const { asOf, books } = await inSnapshot(db, async (present) => {
    const snapshot = await asKnown(present, log, asOfQuestion(undefined));
    return { asOf: snapshot.asOf, books: await Promise.all(rulesOf(nodes, rule).map(async (one) => [one, await readBook(snapshot, nodes, { scope, period, rule: one })] as const)) };
  });
  const figuresIn = new Map(books.map(([of, { levels, authorities }]) => [of, (node: PrintedNode) => figuresAt(node, levels) ?? figuresAt(node, authorities)]));
  const matched = nodes.map((node) => ({ node, isThere: figuresIn.get(rule)?.(node) !== undefined }));
  return {
    scope, period: { from: period.from, to: period.to }, rule, asOf: { ...asOf },
    cells: matched.flatMap(({ node, isThere }) => (isThere ? cellsOf(node, (of = rule) => figuresIn.get(of)?.(node)) : [])),
    unmatched: matched.filter(({ isThere }) => !isThere).map(({ node }) => node.id),
  };
}

/** The rule that was asked for, and those in whose books printed rates are counted whatever was asked. */
function rulesOf(nodes: readonly PrintedNode[], rule: string): readonly string[] {
  const others = RATES.flatMap(({ id, rule: own }) => (own !== undefined && own !== rule && nodes.some(({ figures }) => id in figures) ? [own] : []));
  return [rule, ...new Set(others)];
}

type Book = { readonly levels: FiguresTable; readonly authorities: FiguresTable };

async function readBook(snapshot: KnownSnapshot, nodes: readonly PrintedNode[], question: BesideQuestion): Promise<Book> {
  const levels = await readFigures(snapshot, { ...question, by: 'level' });
  return { levels, authorities: nodes.every((node) => figuresAt(node, levels) !== undefined) ? levels : await readFigures(snapshot, { ...question, by: 'authority' }) };
}

/** A name that several authorities have names none of them. */
function figuresAt({ name }: PrintedNode, { rows, total }: FiguresTable): Figures | undefined {
  const key = plainKey(name);
  if (isWhole(key)) return total;
  const level = LEVELS.find((one) => [one, levelLabels[one]].map(plainKey).includes(key));
  const isCalled = (called: unknown): boolean => typeof called === 'string' && plainKey(called) === key;
  const exact = rows.find((row) => (level !== undefined && row.authority === undefined && row.level === level) || isCalled(row.authority));
  const [named, ...others] = rows.filter((row) => isCalled(row.name));
  return exact ?? (others.length === 0 ? named : undefined);
}

function cellsOf({ id: node, figures: printedFigures, decimals }: PrintedNode, figuresIn: (rule?: string) => Figures | undefined): BesideLedger['cells'] {
  return Object.entries(printedFigures).flatMap(([name, printed]): BesideLedger['cells'] => {
    const line = name as LineId;
    const rate = RATES.find(({ id }) => id === line);
    const figures = figuresIn(rate?.rule);
    if (figures === undefined) return [];
    if (rate === undefined) {
      const ledger = figures[line as keyof Figures];
      return [{ node, line, printed, ledger, same: printed === ledger }];
    }
    const { numerator, denominator } = ratePartsOf(rate, figures);
    const { kind, expected } = judgeRate(printed, numerator, denominator, decimals?.[rate.id]);
    return [{ node, line, printed, ledger: expected, same: kind === 'follows' }];
  });
}
