import { csvText, CSV_TYPE } from '@motcua/documents';
import type { Cell, FormDocument, Row } from '@motcua/documents';
import { formatCivilDate } from '@motcua/kernel';
import { annexRows, annexTitle } from '@motcua/ledger';
import type { AnnexEntry, AnnexRow } from '@motcua/ledger';
import { computedValues } from './annex-computed.ts';
import type { ComputedValue } from './annex-computed.ts';
import { paperOf } from './pack.ts';
import type { Pack } from './pack.ts';
import type { PackFile } from './pack-file.ts';

/** Phụ lục chỉ tiêu: every row of the annex, computed from events, entered by hand and by whom, or blank and marked. */
export function annexForm(pack: Pack): FormDocument {
  const computed = computedValues(pack);
  const entries = new Map(pack.entries.map((entry) => [entry.code, entry]));
  return {
    ...paperOf(pack, [annexTitle.toUpperCase()]), orientation: 'portrait',
    parts: [{
      type: 'table', name: 'Chỉ tiêu',
      headings: [
        { id: 'code', label: 'STT', kind: 'text', width: 11 }, { id: 'label', label: 'Chỉ tiêu thống kê', kind: 'text', width: 40 },
        { label: 'Kết quả thống kê', under: [{ id: 'unit', label: 'Đơn vị tính', kind: 'text', width: 17 }, { id: 'value', label: 'Số liệu', kind: 'text', width: 12 }] },
        { id: 'source', label: 'Nguồn số liệu', kind: 'text', width: 35 },
      ],
      rows: annexRows.map((row) => annexLine(row, computed.get(row.code), entries.get(row.code))),
    }],
    notes: [
      'Số liệu tính từ sự kiện lấy từ ấn bản và sổ việc được ghi nhận; số liệu nhập tay do người nhập chịu trách nhiệm.',
      'Tỷ lệ 7.8.3 và 7.8.4 tính trên hồ sơ nộp trực tuyến của thủ tục một phần và toàn trình trong kỳ; 3.5.6 là phiếu có chữ ký số trên phiếu phải có.',
      'Phản ánh, kiến nghị thuộc thẩm quyền giải quyết (1.6) bằng số đã giải quyết (1.6.1) cộng số chưa giải quyết (1.6.2).',
    ],
  };
}

/** The rows to enter by hand as CSV, with what was entered so far: filled in, it is a file to make the pack with. */
export function annexToFill({ content, entries }: Pack): PackFile {
  const rows = annexRows.filter(({ kind }) => kind !== 'heading' && kind !== 'computed').map(({ code, label, unit = '' }) => {
    const entry = entries.find((one) => one.code === code);
    const told = entry === undefined ? ['', '', '', ''] : [String(entry.value).replace('.', ','), entry.enteredBy, formatCivilDate(entry.enteredOn), entry.note ?? ''];
    return [code, label, unit, content.period.scope, content.period.scheme, content.period.period, ...told];
  });
  const headings = ['Mã', 'Chỉ tiêu', 'Đơn vị tính', 'Phạm vi', 'Cách chia kỳ', 'Kỳ', 'Số liệu', 'Người nhập', 'Ngày nhập', 'Ghi chú'];
  return { name: 'phu-luc-nhap.csv', title: 'SỐ LIỆU NHẬP TAY CỦA PHỤ LỤC', mediaType: CSV_TYPE, chunks: async function* chunks() { yield csvText(rows, headings, true); } };
}

function annexLine(row: AnnexRow, computed: ComputedValue | undefined, entry: AnnexEntry | undefined): Row {
  const { code, label, unit = '', kind } = row;
  if (kind === 'heading') return { cells: [code, label, null, null, null], emphasis: 'subtotal' };
  const [value, source] = kind === 'computed' ? computedCells(row, computed) : enteredCells(row, entry);
  return { cells: [code, label, unit, value, source] };
}

/** @throws TypeError for a row that nobody computes: the annex would lack it. */
function computedCells({ code }: AnnexRow, computed: ComputedValue | undefined): readonly [Cell, string] {
  if (computed === undefined) throw new TypeError(`Nothing computes row ${code} of the annex`);
  const { cell, how } = computed;
  return [cell, `Tính từ sự kiện: ${how}`];
}

function enteredCells({ kind }: AnnexRow, entry: AnnexEntry | undefined): readonly [Cell, string] {
  if (entry === undefined) return [null, 'Để trống: chưa nhập'];
  const { value, enteredBy, enteredOn, note } = entry;
  return [{ kind: kind === 'percent' ? 'percent' : 'integer', value }, `Nhập tay: ${enteredBy}, ${formatCivilDate(enteredOn)}${note === undefined ? '' : `. ${note}`}`];
}
