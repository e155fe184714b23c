import type { FormDocument, Part, Row, Table } from '@motcua/documents';
import { integerText } from '@motcua/documents';
import { levelLabel } from '@motcua/ledger';
import type { EditionDimension } from '@motcua/ledger';
import { besideIdentity, besideTable, waitingTable } from './beside-form.ts';
import { LEVEL_ORDER, linesOf } from './edition-rows.ts';
import type { EditionLine, EditionLines } from './edition-rows.ts';
import { formCells, formHeadings } from './form-columns.ts';
import { paperOf } from './pack.ts';
import type { Pack } from './pack.ts';

/** What the form is split by, in the order of its tables. */
const SPLITS = [
  { by: 'level', name: 'Theo cấp', label: 'Cấp giải quyết' }, { by: 'authority', name: 'Theo cơ quan', label: 'Cơ quan, đơn vị giải quyết' },
  { by: 'field', name: 'Theo lĩnh vực', label: 'Lĩnh vực giải quyết' },
] as const satisfies readonly { readonly by: EditionDimension; readonly name: string; readonly label: string }[];

/**
 * Biểu II.06a/VPCP/KSTT: by level, by authority with a sub-total each level, and by field. Under each table what the form has no column
 * for, with the identity that ties it to the columns.
 */
export function formII06a(pack: Pack): FormDocument {
  const levels = linesOf(pack.content, 'level');
  return {
    ...paperOf(pack, ['TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH'], 'Biểu số II.06a/VPCP/KSTT'),
    parts: [...SPLITS.flatMap((split): readonly Part[] => {
      const lines = linesOf(pack.content, split.by);
      return [formTable(split, lines, levels), besideIdentity(lines.total), besideTable(split, lines)];
    }), waitingTable(levels)],
    notes: NOTES,
  };
}

const NOTES = [
  'Hồ sơ được tính cho cơ quan chịu trách nhiệm giải quyết, theo cấp của cơ quan vào ngày phát sinh.',
  'Cột (7) là tổng các cột (8), (9), (10); hồ sơ đã giải quyết mà không có hạn trả được in ở phần các lớp hồ sơ mà biểu không có cột.',
  'Cột (12) gồm cả hồ sơ đang tạm dừng tính thời hạn; cột (11) không gồm hồ sơ nộp trực tuyến đang chờ tiếp nhận.',
];

type Split = (typeof SPLITS)[number];

function formTable({ by, name, label }: Split, { rows, total }: EditionLines, levels: EditionLines): Table {
  const body = by === 'authority' ? byLevels(rows, levels) : rows.map((row, index) => plainRow(row, index + 1, 0));
  return { type: 'table', name, caption: name, unit: 'Đơn vị tính: hồ sơ', headings: formHeadings(label), rows: [...body, { cells: ['', 'Tổng cộng', ...formCells(total)], emphasis: 'total' }] };
}

/** The sub-total of a level is its row in the table by level. An authority that changed its level stands under that of the period's last day. */
function byLevels(rows: readonly EditionLine[], levels: EditionLines): readonly Row[] {
  return LEVEL_ORDER.flatMap((level, index): readonly Row[] => {
    const [whole, own] = [levels.rows.find(({ node }) => node === level), rows.filter((row) => row.level === level)];
    if (whole === undefined && own.length === 0) return [];
    const head: Row = { cells: ['ABCD'[index] ?? '', levelLabel(level), ...(whole === undefined ? formCells(levels.total).map(() => null) : formCells(whole.counts))], emphasis: 'subtotal' };
    return [head, ...own.map((row, number) => plainRow(row, number + 1, 1))];
  });
}

function plainRow({ label, counts }: EditionLine, number: number, indent: number): Row {
  return { cells: [integerText(number), label, ...formCells(counts)], indent };
}
