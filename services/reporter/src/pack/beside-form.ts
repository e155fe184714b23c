import type { Column, Paragraphs, Row, Table } from '@motcua/documents';
import { integerText } from '@motcua/documents';
import type { FigureId } from '@motcua/ledger';
import type { Counts, EditionLines } from './edition-rows.ts';
import { formCell } from './form-columns.ts';

/** What the form has no column for, with the sign by which it ties (3) to (7) and (11): the identity (F). */
const BESIDE = [
  { id: 'resolvedUndated', label: 'Đã giải quyết, không có hạn trả', sign: 1 }, { id: 'withdrawnAfterReception', label: 'Rút sau tiếp nhận', sign: 1 },
  { id: 'terminatedAfterReception', label: 'Dừng xử lý sau tiếp nhận', sign: 1 }, { id: 'transferredOut', label: 'Chuyển đi', sign: 1 },
  { id: 'transferredIn', label: 'Nhận chuyển đến', sign: -1 }, { id: 'reopened', label: 'Mở lại', sign: -1 },
] as const satisfies readonly { readonly id: FigureId; readonly label: string; readonly sign: 1 | -1 }[];

/** `(3) = (7) + (11) + …`, written out with the numbers of a whole. */
export function besideIdentity(counts: Counts): Paragraphs {
  const c = (id: 'c3' | 'c7' | 'c11') => integerText(formCell(id, counts));
  const words = BESIDE.map(({ label, sign }) => `${sign === 1 ? '+' : '−'} ${label.toLowerCase()}`).join(' ');
  const numbers = BESIDE.map(({ id, sign }) => `${sign === 1 ? '+' : '−'} ${integerText(counts[id] ?? Number.NaN)}`).join(' ');
  return {
    type: 'paragraphs', heading: 'Các lớp hồ sơ mà biểu không có cột',
    texts: [`(3) = (7) + (11) ${words}.`, `${c('c3')} = ${c('c7')} + ${c('c11')} ${numbers}.`],
  };
}

/** The same of every row. */
export function besideTable({ name, label }: { readonly name: string; readonly label: string }, { rows, total: whole }: EditionLines): Table {
  const headings: readonly Column[] = [
    { id: 'c2', label, kind: 'text', width: 34 }, column('c3', 'Cột (3)'), column('c7', 'Cột (7)'), column('c11', 'Cột (11)'), ...BESIDE.map(({ id, label: of }) => column(id, of)),
  ];
  const cells = (counts: Counts) => [formCell('c3', counts), formCell('c7', counts), formCell('c11', counts), ...BESIDE.map(({ id }) => counts[id] ?? null)];
  return {
    type: 'table', name: `${name}, ngoài biểu`, caption: `${name}: các lớp hồ sơ mà biểu không có cột`, unit: 'Đơn vị tính: hồ sơ', headings,
    rows: [...rows.map((row): Row => ({ cells: [row.label, ...cells(row.counts)] })), { cells: ['Tổng cộng', ...cells(whole)], emphasis: 'total' }],
  };
}

const WAITING = [
  ['openingAwaiting', 'Chờ tiếp nhận đầu kỳ'], ['submitted', 'Nộp trực tuyến trong kỳ'], ['awaitingTransferredIn', 'Nhận chuyển đến'], ['awaitingTransferredOut', 'Chuyển đi'],
  ['receivedAfterSubmission', 'Được tiếp nhận'], ['refused', 'Từ chối tiếp nhận'], ['closedBeforeReception', 'Rút và dừng trước tiếp nhận'],
  ['awaitingReception', 'Chờ tiếp nhận cuối kỳ'], ['refusedAtCounter', 'Từ chối tại quầy (ngoài sổ)'],
] as const satisfies readonly (readonly [FigureId, string])[];

/** Dossiers before their reception, which the form does not count at all. */
export function waitingTable({ rows, total: whole }: EditionLines): Table {
  const cells = (counts: Counts) => WAITING.map(([id]) => counts[id] ?? null);
  return {
    type: 'table', name: 'Chờ tiếp nhận', caption: 'Hồ sơ nộp trực tuyến chờ tiếp nhận (không thuộc biểu)', unit: 'Đơn vị tính: hồ sơ',
    headings: [{ id: 'c2', label: 'Cấp giải quyết', kind: 'text', width: 34 }, ...WAITING.map(([id, label]) => column(id, label))],
    rows: [...rows.map((row): Row => ({ cells: [row.label, ...cells(row.counts)] })), { cells: ['Tổng cộng', ...cells(whole)], emphasis: 'total' }],
  };
}

function column(id: string, label: string): Column {
  return { id, label, kind: 'integer' };
}
