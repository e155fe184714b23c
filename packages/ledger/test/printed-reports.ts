import { definitions, judgeRate, rateDefinitions, total } from '@motcua/ledger';
import type { FigureId, LineId, PrintedNode, PrintedReport, RateId } from '@motcua/ledger';
import fc from 'fast-check';

type Figures = Record<FigureId, number>;

/** Every figure of a node, from the few that are free; both books and every split hold. */
const leafFigures: fc.Arbitrary<Figures> = fc.tuple(
  fc.array(fc.nat(9_000), { minLength: 24, maxLength: 24 }), fc.nat(100), fc.boolean(),
).map(([free, percentOnline, hidesUndated]) => {
  const at = (index: number) => free[index] ?? 0;
  const [early, onDueDate, late, undated] = [at(0), at(1), at(2), hidesUndated ? at(3) % 7 : 0];
  const resolved = early + onDueDate + late + undated;
  const [withdrawn, terminated, withinLimit, overdue] = [at(4) % 500, at(5) % 90, at(6), at(7) % 800];
  const [reopened, transferredIn, transferredOut] = [at(8) % 20, at(9) % 60, at(10) % 60];
  const closingReceived = withinLimit + overdue;
  const out = resolved + withdrawn + terminated + closingReceived + transferredOut;
  const [reopenedReal, transferredInReal] = [Math.min(reopened, out), Math.min(transferredIn, Math.max(0, out - reopened))];
  const rest = out - reopenedReal - transferredInReal;
  const openingReceived = Math.min(at(11), rest);
  const received = rest - openingReceived;
  const receivedOnline = Math.floor((received * percentOnline) / 100);
  const [awaiting, refused, before, ended, awaitingIn, awaitingOut] = [at(12) % 700, at(13) % 300, at(14) % 40, at(15) % 40, at(16) % 9, at(17) % 9];
  const left = receivedOnline + refused + before + ended + awaiting + awaitingOut;
  const openingAwaiting = Math.min(at(18) % 600, Math.max(0, left - awaitingIn));
  const awaitingInReal = Math.min(awaitingIn, left);
  return {
    openingReceived, received, receivedOnline, reopened: reopenedReal, transferredIn: transferredInReal, transferredOut,
    resolved, resolvedOnTime: early + onDueDate, resolvedEarly: early, resolvedOnDueDate: onDueDate, resolvedLate: late, resolvedUndated: undated,
    closedAfterReception: withdrawn + terminated, withdrawnAfterReception: withdrawn, terminatedAfterReception: terminated,
    closingReceived, withinLimit, paused: Math.floor(withinLimit / 3), overdue, fellOverdue: late + overdue,
    inProgress: closingReceived + awaiting, openingAwaiting, submitted: left - awaitingInReal - openingAwaiting,
    awaitingTransferredIn: awaitingInReal, awaitingTransferredOut: awaitingOut, receivedAfterSubmission: receivedOnline, refused, refusedAtCounter: at(19) % 50,
    closedBeforeReception: before + ended, withdrawnBeforeReception: before, terminatedBeforeReception: ended, awaitingReception: awaiting,
  };
});

type Tree = { readonly figures: Figures; readonly children: readonly Tree[] };

/** `depth`: how many levels there are under this one. */
function tree(depth: number, leaves: readonly Figures[]): Tree {
  const [first] = leaves;
  if (first === undefined) return { figures: sumOf([]), children: [] };
  if (depth === 0 || leaves.length === 1) return { figures: sumOf(leaves), children: [] };
  const groups = depth === 1 ? leaves.map((leaf) => [leaf]) : chunks(leaves, Math.ceil(Math.sqrt(leaves.length)));
  const children = groups.map((group) => tree(depth - 1, group));
  return { figures: sumOf(children.map(({ figures }) => figures)), children };
}

function sumOf(rows: readonly Figures[]): Figures {
  return Object.fromEntries(definitions.map(({ id }) => [id, rows.reduce((sum, row) => sum + row[id], 0)])) as Figures;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** The rates of a node as somebody prints them, rounded half up. */
function ratesOf(figures: Figures, decimals: number): Partial<Record<RateId, number>> {
  return Object.fromEntries(rateDefinitions.filter((rate) => !('rule' in rate)).flatMap(({ id, numerator, denominator }) => {
    const { expected } = judgeRate(0, total<FigureId>(numerator, figures), total<FigureId>(denominator, figures), decimals);
    return expected === null ? [] : [[id, expected]];
  }));
}

function nodesOf(root: Tree, printsOf: (node: string, line: LineId) => boolean, decimals: number, id = 'Toàn tỉnh', parent: string | null = null): readonly PrintedNode[] {
  const lines = { ...root.figures, ...ratesOf(root.figures, decimals) };
  const figures = Object.fromEntries(Object.entries(lines).filter(([line]) => printsOf(id, line as LineId)));
  const rates = Object.fromEntries(rateDefinitions.flatMap((rate) => (figures[rate.id] === undefined ? [] : [[rate.id, decimals]])));
  return [{ id, name: id, parent, figures, decimals: rates }, ...root.children.flatMap((child, index) => nodesOf(child, printsOf, decimals, `${id}/${index + 1}`, id))];
}

type LeavesOut = 'nothing' | 'lines' | 'cells';
type ReportShape = { readonly unitsMax: number; readonly leavesOut?: readonly LeavesOut[] };

/** Reports of 2 to 4 levels that agree with themselves, with all lines or any of them, the same in every node or not. */
export function consistentReports({ unitsMax, leavesOut: ways = ['nothing', 'lines', 'cells'] }: ReportShape): fc.Arbitrary<PrintedReport> {
  return fc.record({
    leaves: fc.array(leafFigures, { minLength: 3, maxLength: unitsMax, size: 'max' }), depth: fc.integer({ min: 1, max: 3 }), decimals: fc.integer({ min: 0, max: 2 }),
    leavesOut: fc.constantFrom(...ways), salt: fc.nat(), share: fc.integer({ min: 1, max: 9 }),
  }).map(({ leaves, depth, decimals, leavesOut, salt, share }) => {
    const keeps = (text: string) => hashOf(`${salt} ${text}`) % 10 < share;
    const prints = (node: string, line: LineId) => leavesOut === 'nothing' || keeps(leavesOut === 'lines' ? line : `${node} ${line}`);
    return { nodes: nodesOf(tree(depth, leaves), prints, decimals) };
  });
}

function hashOf(text: string): number {
  return [...text].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);
}

/** The report of Thừa Thiên Huế's form, all lines of it in every node. */
export const QUARTER_LINES: readonly LineId[] = [
  'received', 'receivedOnline', 'onlineRatePercent', 'resolved', 'resolvedRatePercent', 'resolvedOnTime', 'onTimeRatePercent', 'resolvedLate', 'inProgress', 'awaitingReception',
];

export function onlyLines({ nodes }: PrintedReport, lines: readonly LineId[]): PrintedReport {
  return { nodes: nodes.map((node) => ({ ...node, figures: Object.fromEntries(Object.entries(node.figures).filter(([line]) => lines.includes(line as LineId))) })) };
}

export function withCell({ nodes }: PrintedReport, id: string, line: LineId, value: number): PrintedReport {
  return { nodes: nodes.map((node) => (node.id === id ? { ...node, figures: { ...node.figures, [line]: value } } : node)) };
}
