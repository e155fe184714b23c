import { NATIONAL_CODE } from '@motcua/calendar';
import { authorityNames, declarationVersions, editionContentOf, editionEnding, fieldNames, findingCounts, procedureNames, programVersions, sumsOfTables } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { LATENESS_RULES, UNKNOWN } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { compareOpening, currentDefinitions, EDITION_DIMENSIONS, editionContent, editionTable, tableIndicators } from '@motcua/ledger';
import type { CodeFacts, EditionContent, EditionDefinitions, EditionDimension, EditionRef, EditionTable, EditionVersions } from '@motcua/ledger';
import { explainOpening } from './explain-opening.ts';

type Tx = Snapshot['tx'];

/** In the order in which an edition has them. */
const RULES = LATENESS_RULES.map(({ id }) => id);

/** What an edition shall be about. `position`: as of which it is counted, at most that of the snapshot. */
export type ContentQuestion = {
  readonly scope: string;
  readonly period: Period;
  readonly number: number;
  readonly position: number;
  readonly predecessor: EditionRef | null;
  readonly accepted: EditionContent['accepted'];
  /** The program's own unless told. */
  readonly definitions?: EditionDefinitions;
};

/** The definitions of the program as it is. */
export const editionDefinitions: EditionDefinitions = { ...currentDefinitions, indicators: tableIndicators };

/** Counts everything that an edition holds, in one snapshot. The same question about the same log gives the same content, whenever it is asked. */
export async function readContent(tx: Tx, question: ContentQuestion): Promise<EditionContent> {
  const { scope, period, number, position, predecessor, accepted, definitions = editionDefinitions } = question;
  const tables = await readTables(tx, question, definitions);
  const counts = await findingCounts(tx, { scope, upTo: position, on: period.to, by: 'kind' });
  const versions = await readVersions(tx, position, tables);
  return editionContent({
    period: { scheme: period.scheme, scope, period: period.id, number, from: period.from, to: period.to }, position, predecessor, definitions, versions, accepted, tables,
    findings: counts.map(({ kind, severity, open, settled }) => ({ kind, severity, open, settled })),
    opening: await readOpening(tx, question, { definitions, tables }),
  });
}

async function readTables(tx: Tx, { scope, period, position }: ContentQuestion, definitions: EditionDefinitions): Promise<readonly EditionTable[]> {
  const heads = await readHeads(tx, period, position);
  const counted = await sumsOfTables(tx, { scope, period, known: { upTo: position } }, { rules: RULES, dimensions: EDITION_DIMENSIONS });
  return counted.map(({ rule, by, sums }) => editionTable({ rule, by }, sums, heads[by](sums.map(({ node }) => node)), definitions));
}

type Heads = ReadonlyMap<string, CodeFacts>;

/** Names as declared for the period's end, and levels of its last day on which there was one, for the rows of each table. */
async function readHeads(tx: Tx, { from, to: on }: Pick<Period, 'from' | 'to'>, upTo: number): Promise<Readonly<Record<EditionDimension, (nodes: readonly string[]) => Heads>>> {
  const [authorities, procedures, fields] = [await authorityNames(tx, on, upTo, from), await procedureNames(tx, on, upTo), await fieldNames(tx, on, upTo)];
  const of = (head: (node: string) => CodeFacts) => (nodes: readonly string[]): Heads => new Map(nodes.map((node) => [node, head(node)]));
  return {
    level: of(() => ({})), channel: of(() => ({})),
    authority: of((node) => ({ name: authorities.get(node)?.name ?? null, level: authorities.get(node)?.level ?? UNKNOWN })),
    procedure: of((node) => ({ name: procedures.get(node)?.name ?? null, field: procedures.get(node)?.field ?? UNKNOWN })),
    field: of((node) => ({ name: fields.get(node)?.name ?? null })),
  };
}

/** A calendar is in scope when it holds for an authority of the tables: the country's, and those whose code that authority's begins with. */
async function readVersions(tx: Tx, position: number, tables: readonly EditionTable[]): Promise<EditionVersions> {
  const { authorities, procedures, calendars } = await declarationVersions(tx, position);
  const codes = new Set(tables.filter(({ by }) => by === 'authority').flatMap(({ rows }) => rows.map(({ node }) => node)));
  const holds = (code: string): boolean => code === NATIONAL_CODE || [...codes].some((one) => one === code || one.startsWith(`${code}.`));
  return {
    ...programVersions(),
    calendars: calendars.filter(({ code }) => holds(code)), authorities, procedures,
  };
}

async function readOpening(
  tx: Tx, { scope, period, position }: ContentQuestion, now: Pick<EditionContent, 'definitions' | 'tables'>,
): Promise<EditionContent['opening']> {
  const previous = await editionEnding(tx, { scope, scheme: period.scheme, on: addDays(period.from, -1), upTo: position });
  if (previous === undefined) return compareOpening(now, undefined);
  const content = await editionContentOf(tx, previous);
  const opening = compareOpening(now, { edition: previous.closed.edition, sha256: previous.closed.sha256, content });
  if (opening.different.length === 0) return opening;
  const reasons = await explainOpening(tx, { previous, position, cells: opening.different });
  return { ...opening, different: opening.different.map((cell, index) => ({ ...cell, reasons: reasons[index] ?? [] })) };
}
