import { books, definitions, identities, imbalances, parentImbalances, rowLabel, total } from '@motcua/ledger';
import type { FigureId, Figures, Identity, RowHead, Side } from '@motcua/ledger';
import type { FiguresTable } from '../figures/table.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, signed, wrap } from './text.ts';

/** What the books are written out from: a table's counts, without its rates. */
export type CountsTable = Pick<FiguresTable, 'by'> & { readonly rows: readonly (RowHead & Figures)[]; readonly total: Figures };

type Node = { readonly label: string; readonly figures: Figures };

/** More rows than this do not stand side by side; then the total is written out, and rows only where they fail. */
const COLUMNS_MAX = 5;

/**
 * Hai sổ: both books written out with their numbers, the rows side by side with the total, each equation in one line
 * under it, and ✓ or the difference. Without a line break at the end.
 */
export function renderBooks(table: CountsTable): string {
  const rows = table.rows.map((row) => ({ label: rowLabel(row), figures: row }));
  const shown = [...(rows.length < COLUMNS_MAX ? rows : []), { label: 'Tổng cộng', figures: table.total }];
  return [
    ...books.flatMap((book, index) => [...(index === 0 ? [] : ['']), ...bookLines(book, shown)]),
    '', ...verdictLines(rows, table),
  ].join('\n');
}

function bookLines(book: Identity, nodes: readonly Node[]): readonly string[] {
  const sum = (side: Side) => ['= Cộng', ...nodes.map(({ figures }) => signed(total(side, figures)))];
  const lines = textTable({
    headings: [book.label.toUpperCase(), ...nodes.map(({ label }) => label)],
    sections: [
      [...sideRows(book.left, nodes), sum(book.left)],
      [...sideRows(book.right, nodes), sum(book.right)],
      [['  Đối chiếu', ...nodes.map(({ figures }) => mark(total(book.left, figures) - total(book.right, figures)))]],
    ],
    firstColumnMax: 64,
  });
  return [...lines, ...nodes.flatMap(({ label, figures }) => wrap(`  ${label}: ${equation(book, figures)}`, LINE_MAX, '    '))];
}

function sideRows(side: Side, nodes: readonly Node[]): readonly (readonly string[])[] {
  return side.map(({ figure, sign }, index) =>
    [`${index === 0 ? ' ' : sign === 1 ? '+' : '−'} ${labelOf(figure)}`, ...nodes.map(({ figures }) => signed(figures[figure]))]);
}

function equation({ left, right }: Identity, figures: Figures): string {
  return `${written(left, figures)} = ${written(right, figures)}  ${mark(total(left, figures) - total(right, figures))}`;
}

function written(side: Side, figures: Figures): string {
  return side.map(({ figure, sign }, index) => `${index === 0 ? '' : sign === 1 ? '+ ' : '− '}${signed(figures[figure])}`).join(' ');
}

function mark(difference: number): string {
  return difference === 0 ? '✓' : `✗ lệch ${count(Math.abs(difference))}`;
}

/** Every identity of every row and the total, and that the rows give the total; days do not add up to a stock. */
function verdictLines(rows: readonly Node[], { by, total: whole }: CountsTable): readonly string[] {
  const nodes = [...rows, { label: 'Tổng cộng', figures: whole }];
  const broken = nodes.flatMap(({ label, figures }) => imbalances(figures).map((imbalance) => ({ label, ...imbalance })));
  const apart = by === 'day' ? [] : parentImbalances(whole, rows.map(({ figures }) => figures)).map((imbalance) => ({ label: 'Tổng cộng so với các dòng', ...imbalance }));
  const failed = [...broken, ...apart].map(({ label, identity, left, right }) => `✗ ${label}: ${identityLabel(identity)}, ${signed(left)} ≠ ${signed(right)}`);
  if (failed.length > 0) return failed;
  return [`✓ Mọi đẳng thức của hai sổ đều đúng ở cả ${count(nodes.length)} dòng, kể cả dòng tổng; không số nào âm.`];
}

function identityLabel(id: string): string {
  const [kind, figure] = id.split(':');
  const name = definitions.find((definition) => definition.id === figure)?.label ?? identities.find((identity) => identity.id === id)?.label ?? id;
  return kind === 'not-negative' ? `${name} (số âm)` : name;
}

function labelOf(figure: FigureId): string {
  return definitions.find(({ id }) => id === figure)?.label ?? figure;
}
