import type { Chart, FormDocument, Heading, ListDocument, ListRow, Row, Table, TemplateData } from '@motcua/documents';
import { instantAt } from '@motcua/kernel';

const count = (id: string, label: string, number: string) => ({ id, label, kind: 'integer', number } as const);

/** The columns of the form II.06a. */
export const FORM_HEADINGS: readonly Heading[] = [
  { id: 'order', label: 'STT', kind: 'text', number: '(1)', width: 5 },
  { id: 'field', label: 'Lĩnh vực giải quyết', kind: 'text', number: '(2)', width: 26 },
  { label: 'Số lượng hồ sơ tiếp nhận', under: [
    count('all', 'Tổng số', '(3)=(4)+(5)+(6)'),
    { label: 'Trong kỳ', under: [count('online', 'Trực tuyến', '(4)'), count('direct', 'Trực tiếp, dịch vụ bưu chính', '(5)')] },
    count('carried', 'Từ kỳ trước', '(6)'),
  ] },
  { label: 'Số lượng hồ sơ đã giải quyết', under: [count('resolved', 'Tổng số', '(7)=(8)+(9)+(10)'), count('early', 'Trước hạn', '(8)'), count('due', 'Đúng hạn', '(9)'), count('late', 'Quá hạn', '(10)')] },
  { label: 'Số lượng hồ sơ đang giải quyết', under: [count('open', 'Tổng số', '(11)=(12)+(13)'), count('within', 'Trong hạn', '(12)'), count('overdue', 'Quá hạn', '(13)')] },
];

export const FORM_ROWS: readonly Row[] = [
  { cells: ['A', 'Cấp tỉnh', 19_999, 16_701, 3_049, 249, 17_291, 9_026, 8_000, 265, 2_708, 2_708, 0], emphasis: 'subtotal' },
  { cells: ['1', 'Đất đai <mới> & “cũ”', 19_999, 16_701, 3_049, 249, 17_291, 9_026, 8_000, 265, 2_708, 2_708, 0], indent: 1 },
  { cells: ['2', '=HYPERLINK("http://x")', null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], indent: 1 },
  { cells: ['', 'Tổng cộng', 1_234_567, 16_701, 3_049, 249, 17_291, 9_026, 8_000, 265, 2_708, 2_708, 0], emphasis: 'total' },
];

export const FORM_TABLE: Table = { type: 'table', name: 'II.06a', unit: 'Đơn vị tính: hồ sơ', headings: FORM_HEADINGS, rows: FORM_ROWS };

export const KINDS_TABLE: Table = {
  type: 'table', name: 'Phụ lục: mọi loại ô', caption: 'Phụ lục. Mọi loại ô',
  headings: [
    { id: 'text', label: 'Chữ', kind: 'text' }, { id: 'integer', label: 'Số nguyên', kind: 'integer' }, { id: 'decimal', label: 'Số thập phân', kind: 'decimal' },
    { id: 'percent', label: 'Tỷ lệ', kind: 'percent' }, { id: 'date', label: 'Ngày', kind: 'date' }, { id: 'instant', label: 'Thời điểm', kind: 'instant' },
  ],
  rows: [
    { cells: ['Hòa Bình', -1_234, 1_234.5, 97.19, '2024-03-14', instantAt('2024-03-14', 17 * 60 + 5)] },
    { cells: [null, null, null, null, null, null] },
    // A row of another kind than its columns, as an annex of indicators has them.
    { cells: ['-1+2', { kind: 'percent', value: 99.9, decimals: 1 }, { kind: 'text', value: 'chưa có' }, 100, '1990-01-01', instantAt('2024-01-01', 0)] },
  ],
};

export const DAYS_CHART: Chart = {
  type: 'chart', name: 'Theo ngày', form: 'bars', kind: 'integer', title: 'Hồ sơ tiếp nhận và giải quyết theo ngày', categoryLabel: 'Ngày',
  categories: Array.from({ length: 60 }, (_, day) => `${String(day % 30 + 1).padStart(2, '0')}/${day < 30 ? '01' : '02'}`),
  series: [{ label: 'Tiếp nhận', values: Array.from({ length: 60 }, (_, day) => day % 7 > 4 ? 0 : 900 + 60 * (day % 5)) }, { label: 'Đã giải quyết', values: Array.from({ length: 60 }, (_, day) => day % 7 > 4 ? 0 : 700 + 90 * (day % 4)) }],
};

export const RATE_CHART: Chart = {
  type: 'chart', name: 'Tám quý', form: 'lines', kind: 'percent', title: 'Tỷ lệ đúng hạn theo cấp, tám quý gần nhất', categoryLabel: 'Quý', target: { label: 'Mục tiêu 98%', value: 98 },
  categories: ['II/2022', 'III/2022', 'IV/2022', 'I/2023', 'II/2023', 'III/2023', 'IV/2023', 'I/2024'],
  series: [
    { label: 'Cấp tỉnh', values: [97.1, 97.4, 97.9, 98.2, 98.1, 98.4, 98.6, 98.47] }, { label: 'Cấp huyện', values: [91.2, 92.4, null, 92.9, 93, 93.4, 93.1, 93.61] },
    { label: 'Cấp xã', values: [96.5, 97, 97.4, 97.8, 98, 98.2, 98.5, 98.7] },
  ],
};

export const CAUSES_CHART: Chart = {
  type: 'chart', name: 'Nguyên nhân', form: 'level_bars', kind: 'integer', title: 'Hồ sơ quá hạn theo nguyên nhân', categoryLabel: 'Nguyên nhân',
  categories: ['Chờ xác minh', 'Đoàn kiểm tra, thẩm định', 'Cơ quan phối hợp chậm trả lời', 'Nguyên nhân khách quan', 'Từ phía người nộp hồ sơ', 'Chưa rõ'],
  series: [{ label: 'Số hồ sơ', values: [812, 403, 388, 251, 120, 83] }],
};

/** Every part that a document can have. */
export const DOCUMENT: FormDocument = {
  title: ['TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', 'Kỳ báo cáo: Quý I năm 2024 (từ ngày 15/12/2023 đến ngày 14/3/2024)'],
  head: { authority: 'UBND tỉnh Thừa Thiên Huế', form: 'Biểu số II.06a/VPCP/KSTT', place: 'Huế', issuedOn: undefined },
  orientation: 'landscape', watermark: 'Dự thảo',
  parts: [
    FORM_TABLE,
    { type: 'paragraphs', heading: 'Các lớp hồ sơ mà biểu không có cột', texts: ['(3) = (7) + (11) + rút 12 + từ chối 30 + tạm dừng 207: 1.234.567 = 17.291 + 2.708 + 249.', 'Chữ viết rời (Hòa) được gộp lại.'.normalize('NFD')] },
    KINDS_TABLE, DAYS_CHART, RATE_CHART, CAUSES_CHART,
  ],
  notes: ['Tỷ lệ đúng hạn là số hồ sơ trước hạn và đúng hạn chia cho số hồ sơ đã giải quyết.'],
  signatures: [{ title: ['NGƯỜI LẬP BIỂU'], hint: '(Ký, ghi rõ họ tên)' }, { title: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], hint: '(Ký, ghi rõ họ tên và đóng dấu)' }],
  provenance: [{ label: 'Ấn bản', value: 'vpcp-15-14-H57-2024-Q1-1' }, { label: 'SHA-256', value: '0123456789abcdef'.repeat(4) }, { label: 'Định nghĩa', value: 'onTimeRatePercent, phiên bản 1' }],
};

export const LIST: ListDocument = {
  title: ['DANH SÁCH HỒ SƠ QUÁ HẠN', 'Quý I năm 2024'], orientation: 'landscape', head: { authority: 'UBND tỉnh Thừa Thiên Huế' }, provenance: DOCUMENT.provenance, notes: ['Giờ làm việc theo lịch của cơ quan.'],
  table: { name: 'Quá hạn', headings: [
    { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 20 }, { id: 'procedure', label: 'Thủ tục', kind: 'text', width: 40 },
    { label: 'Hạn', under: [{ id: 'due', label: 'Hạn trả', kind: 'instant' }, { id: 'received', label: 'Ngày nhận', kind: 'date' }] },
    { id: 'hours', label: 'Chậm (giờ làm việc)', kind: 'decimal', decimals: 1 }, { id: 'share', label: 'Phần chậm', kind: 'percent' }, { id: 'days', label: 'Số ngày', kind: 'integer' },
  ] },
};

/** A list of twelve columns. */
export const LONG_LIST: ListDocument = {
  ...LIST,
  table: { name: 'Quá hạn', headings: [
    { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 22 }, { id: 'procedure', label: 'Mã thủ tục', kind: 'text', width: 12 }, { id: 'name', label: 'Tên thủ tục', kind: 'text', width: 40 },
    { id: 'authority', label: 'Cơ quan', kind: 'text', width: 28 }, { id: 'on', label: 'Ngày', kind: 'date' }, { id: 'received', label: 'Tiếp nhận', kind: 'instant' }, { id: 'due', label: 'Hạn trả', kind: 'instant' },
    { id: 'resolved', label: 'Giải quyết', kind: 'instant' }, { id: 'days', label: 'Số ngày', kind: 'integer' }, { id: 'hours', label: 'Số giờ', kind: 'decimal', decimals: 1 },
    { id: 'cause', label: 'Nguyên nhân', kind: 'text', width: 18 }, { id: 'letter', label: 'Phiếu xin lỗi', kind: 'text', width: 12 },
  ] },
};

export const LIST_ROWS: readonly ListRow[] = Array.from({ length: 1_203 }, (_, index) => [
  `H57.07-240105-${String(index).padStart(4, '0')}`, index === 1 ? '=cmd|<&>"' : `Thủ tục thứ ${index % 9}${', cấp phép'.repeat(index % 12)}`, index % 5 === 0 ? null : instantAt('2024-01-05', index),
  '2024-01-05', index / 2, index % 101, -index,
]);

const counts = (first: number) => ({
  tiep_nhan: first, truc_tuyen: first - 1, ty_le_truc_tuyen: '56,46%', da_giai_quyet: first - 2, dung_han: first - 3, ty_le_dung_han: '97,19%', qua_han: first - 4, dang_giai_quyet: first - 5,
  dang_qua_han: first - 6, cho_tiep_nhan: first - 7, truc_tuyen_so_chi_tieu: ', thấp hơn chỉ tiêu 60,00% là 3,54 điểm phần trăm', dung_han_so_chi_tieu: '',
});

/** What fills the section "Kết quả giải quyết TTHC". */
export const SECTION: TemplateData = {
  ...counts(86_721), khong_co_han: 1_007, co_quan: 'UBND tỉnh Thừa Thiên Huế', co_quan_chu_quan: '', ky: 'quý I năm 2024', tu_ngay: '15/12/2023', den_ngay: '14/3/2024', ky_truoc_chuyen_sang: 4_321, ket_thuc_khac: 12,
  pakn_tong: 2_009, pakn_moi: 2_008, pakn_ky_truoc: 1, pakn_chuyen: 0, pakn_quy_dinh: 2_006, pakn_hanh_vi: 3, pakn_da_xu_ly: 2_007, pakn_dung_han: 2_005, pakn_cong_khai: 7, pakn_khong_xu_ly: 0, pakn_dang_xu_ly: 2, pakn_qua_han: 1,
  dinh_nghia_dung_han: 'trước hạn và đúng hạn trên đã giải quyết', an_ban: 'vpcp-15-14-H57-2024-Q1-1', ma_bam: '0123456789abcdef'.repeat(4),
  cap: [{ ten: 'Cấp tỉnh', ...counts(19_750) }, { ten: 'Cấp huyện', ...counts(27_488) }, { ten: 'Cấp xã', ...counts(39_483) }],
  nguyen_nhan: [{ ten: 'Chờ xác minh', so_luong: 1_812, ty_le: '88,09%' }, { ten: 'Khách quan <&>', so_luong: 245, ty_le: '11,91%' }],
  chi_tieu: [{ cau: 'Tỷ lệ nộp trực tuyến là 56,46%, thấp hơn chỉ tiêu 60,00% là 3,54 điểm phần trăm.' }],
  so_sanh: [{ cau: 'So với kỳ trước, số hồ sơ tiếp nhận tăng 3,2%.' }],
};
