import type { Column, Heading } from '@motcua/documents';
import { plus, total } from '@motcua/ledger';
import type { FigureSum } from '@motcua/ledger';
import type { Counts } from './edition-rows.ts';

/** Columns (3) to (13) of the form II.06a: each is a sum of figures. `number`: as the form prints it. */
export const FORM_SUMS = {
  c3: sum('(3)=(4)+(5)+(6)', plus('received', 'openingReceived')),
  c4: sum('(4)', plus('receivedOnline')),
  c5: sum('(5)', plus('received', '-receivedOnline')),
  c6: sum('(6)', plus('openingReceived')),
  c7: sum('(7)=(8)+(9)+(10)', plus('resolvedEarly', 'resolvedOnDueDate', 'resolvedLate')),
  c8: sum('(8)', plus('resolvedEarly')),
  c9: sum('(9)', plus('resolvedOnDueDate')),
  c10: sum('(10)', plus('resolvedLate')),
  c11: sum('(11)=(12)+(13)', plus('closingReceived')),
  c12: sum('(12)', plus('withinLimit')),
  c13: sum('(13)', plus('overdue')),
} as const;

export type FormColumn = keyof typeof FORM_SUMS;

const COLUMN_IDS = Object.keys(FORM_SUMS) as FormColumn[];

/** The headings of the form. `label`: of what the rows are. */
export function formHeadings(label: string): readonly Heading[] {
  return [
    { id: 'c1', label: 'STT', kind: 'text', number: '(1)', width: 5 }, { id: 'c2', label, kind: 'text', number: '(2)', width: 34 },
    { label: 'Số lượng hồ sơ tiếp nhận', under: [
      column('c3', 'Tổng số'), { label: 'Trong kỳ', under: [column('c4', 'Trực tuyến'), column('c5', 'Trực tiếp, dịch vụ bưu chính')] }, column('c6', 'Từ kỳ trước'),
    ] },
    { label: 'Số lượng hồ sơ đã giải quyết', under: [column('c7', 'Tổng số'), column('c8', 'Trước hạn'), column('c9', 'Đúng hạn'), column('c10', 'Quá hạn')] },
    { label: 'Số lượng hồ sơ đang giải quyết', under: [column('c11', 'Tổng số'), column('c12', 'Trong hạn'), column('c13', 'Quá hạn')] },
  ];
}

/** The cells (3) to (13) of a row. */
export function formCells(counts: Counts): readonly number[] {
  return COLUMN_IDS.map((id) => formCell(id, counts));
}

/** One cell of the form. */
export function formCell(id: FormColumn, counts: Counts): number {
  return total<string>(FORM_SUMS[id].figures, counts);
}

function sum(number: string, figures: FigureSum): { readonly number: string; readonly figures: FigureSum } {
  return { number, figures };
}

function column(id: FormColumn, label: string): Column {
  return { id, label, kind: 'integer', number: FORM_SUMS[id].number };
}
