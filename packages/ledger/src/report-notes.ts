import type { FigureId } from './definitions.ts';
import { books } from './identities.ts';
import type { PrintedReport } from './printed-report.ts';
import type { ReportNote } from './report-findings.ts';
import { gapIn } from './report-statements.ts';
import type { FindCell, Statements, Values } from './report-statements.ts';

/**
 * What is not accounted for by what is printed.
 *
 * @param values - The counts by place, after the certain repairs.
 */
export function notesOf({ nodes }: PrintedReport, { sums, rates, find }: Statements & { readonly find: FindCell }, values: Values): readonly ReportNote[] {
  if (sums.length === 0 && rates.length === 0) return [{ kind: 'nothing_to_check' }];
  const inNoClass = nodes.flatMap(({ id: node }): readonly ReportNote[] => {
    const dossiers = unaccounted((figure) => {
      const cell = find(node, figure);
      return cell === undefined ? undefined : values[cell];
    });
    return dossiers === 0 ? [] : [{ kind: 'in_no_class', node, dossiers }];
  });
  const inNoPart = sums.flatMap((sum): readonly ReportNote[] => {
    const dossiers = gapIn(sum, values);
    return sum.usual && dossiers > 0 ? [{ kind: 'in_no_part', node: sum.node, figure: 'resolved', dossiers }] : [];
  });
  return [...inNoClass, ...inNoPart];
}

/** In and out over both books, or over the received one where only that is printed, with whatever of either is printed. */
function unaccounted(valueOf: (figure: FigureId) => number | undefined): number {
  if (valueOf('received') === undefined || valueOf('resolved') === undefined) return 0;
  const open = valueOf('inProgress') === undefined ? 'closingReceived' : 'inProgress';
  const closing = valueOf(open);
  if (closing === undefined) return 0;
  const stocks: readonly FigureId[] = ['closingReceived', 'awaitingReception'];
  const counted = books.filter(({ id }) => open === 'inProgress' || id === 'received-book');
  const side = (which: 'left' | 'right') => counted.flatMap((book) => book[which]).filter(({ figure }) => !stocks.includes(figure))
    .reduce((sum, { figure, sign }) => sum + sign * (valueOf(figure) ?? 0), 0);
  return side('left') - side('right') - closing;
}
