import type { NodeSum } from '@motcua/database';
import { parsePeriod } from '@motcua/kernel';
import type { PublishedReport } from '@motcua/ledger';
import type { FiguresTable } from '@motcua/statistics';
import { figuresTable } from '../src/figures/table.ts';

type Kind = Pick<NodeSum, 'class' | 'cause' | 'side'>;

const to = (dossierClass: Kind['class'], cause: Kind['cause']): Kind => ({ class: dossierClass, cause, side: 'to' });
const from = (dossierClass: Kind['class'], cause: Kind['cause']): Kind => ({ class: dossierClass, cause, side: 'from' });

/** Legs of one level that give the numbers of a quarter; `online` is received after a submission. */
function levelSums(node: string, q: {
  readonly opening: readonly [received: number, awaiting: number]; readonly submitted: number; readonly online: number; readonly other: number;
  readonly refused: number; readonly withdrawnBefore: number; readonly onTime: number; readonly late: number; readonly closed: number;
}): readonly NodeSum[] {
  const sum = (kind: Kind, channel: NodeSum['channel'], opening: number, flow: number): NodeSum => ({ node, ...kind, channel, opening, flow });
  return [
    sum(to('in_progress', 'received'), 'in_person', q.opening[0], q.other),
    sum(to('awaiting_reception', 'submitted'), 'online', q.opening[1], q.submitted),
    sum(from('awaiting_reception', 'received'), 'online', 0, -q.online), sum(to('in_progress', 'received'), 'online', 0, q.online),
    sum(from('awaiting_reception', 'refused'), 'online', 0, -q.refused), sum(from('awaiting_reception', 'withdrawn'), 'online', 0, -q.withdrawnBefore),
    sum(from('in_progress', 'resolved'), 'in_person', 0, -q.onTime), sum(to('resolved_early', 'resolved'), 'in_person', 0, q.onTime),
    sum(from('overdue', 'resolved'), 'in_person', 0, -q.late), sum(to('resolved_late', 'resolved'), 'in_person', 0, q.late),
    sum(from('in_progress', 'overdue'), 'in_person', 0, -q.late), sum(to('overdue', 'overdue'), 'in_person', 0, q.late),
    sum(from('in_progress', 'withdrawn'), 'in_person', 0, -q.closed),
  ];
}

/** An invented quarter by level, whose books balance. */
export function sampleTable(change: Partial<FiguresTable> = {}): FiguresTable {
  const sums = [
    ...levelSums('province', { opening: [60, 12], submitted: 1_240, online: 1_200, other: 300, refused: 30, withdrawnBefore: 4, onTime: 1_320, late: 30, closed: 80 }),
    ...levelSums('district', { opening: [150, 11], submitted: 910, online: 900, other: 1_100, refused: 12, withdrawnBefore: 2, onTime: 1_450, late: 50, closed: 200 }),
    ...levelSums('commune', { opening: [70, 6], submitted: 1_650, online: 1_600, other: 900, refused: 20, withdrawnBefore: 5, onTime: 1_900, late: 40, closed: 150 }),
  ];
  const query = { scope: 'H57', period: parsePeriod('2024-Q2'), by: 'level', rule: 'nd61' } as const;
  const asOf = { position: 12_345, recordedAt: '2024-06-14T10:05:00.000Z' };
  return { ...figuresTable(query, asOf, sums, { authorities: new Map(), procedures: new Map(), fields: new Map() }), ...change };
}

/**
 * A report of the same quarter with one error of each kind that can be told: two digits that changed places, a count and
 * a sum that cannot both be right, a rate that was cut instead of rounded, and one that does not follow at all.
 */
export const sampleReport: PublishedReport = {
  scope: 'H57', source: 'Báo cáo quý II năm 2024', period: { from: '2024-03-15', to: '2024-06-14' },
  levels: {
    all: { received: 6_000, receivedOnline: 3_700, onlineRatePercent: 61.66, resolved: 4_790, resolvedOnTime: 4_670, onTimeRatePercent: 98.12, resolvedLate: 120, inProgress: 1_116, awaitingReception: 53 },
    province: { received: 1_500, receivedOnline: 1_200, onlineRatePercent: 80, resolved: 1_350, resolvedOnTime: 1_230, onTimeRatePercent: 97.8, resolvedLate: 30, inProgress: 148, awaitingReception: 18 },
    district: { received: 2_000, receivedOnline: 900, onlineRatePercent: 45, resolved: 1_500, resolvedOnTime: 1_450, onTimeRatePercent: 96.7, resolvedLate: 50, inProgress: 457, awaitingReception: 7 },
    commune: { received: 2_500, receivedOnline: 1_600, onlineRatePercent: 64, resolved: 1_940, resolvedOnTime: 1_900, onTimeRatePercent: 97.9, resolvedLate: 40, inProgress: 511, awaitingReception: 31 },
  },
};
