import type { NodeSum } from '@motcua/database';
import { parsePeriod } from '@motcua/kernel';
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

/** The first quarter of 2024 of Thừa Thiên Huế by level, as consistent figures of such a quarter are. */
export function sampleTable(change: Partial<FiguresTable> = {}): FiguresTable {
  const sums = [
    ...levelSums('province', { opening: [600, 120], submitted: 17_348, online: 16_701, other: 3_049, refused: 320, withdrawnBefore: 40, onTime: 17_026, late: 265, closed: 1_022 }),
    ...levelSums('district', { opening: [1_500, 110], submitted: 11_127, online: 10_642, other: 16_846, refused: 210, withdrawnBefore: 25, onTime: 19_594, late: 1_338, closed: 2_421 }),
    ...levelSums('commune', { opening: [700, 60], submitted: 22_194, online: 21_619, other: 17_864, refused: 430, withdrawnBefore: 35, onTime: 34_500, late: 454, closed: 2_803 }),
  ];
  const query = { scope: 'H57', period: parsePeriod('2024-Q1'), by: 'level', rule: 'nd61' } as const;
  const asOf = { position: 330_123, recordedAt: '2024-03-14T10:05:00.000Z' };
  return { ...figuresTable(query, asOf, sums, { authorities: new Map(), procedures: new Map(), fields: new Map() }), ...change };
}
