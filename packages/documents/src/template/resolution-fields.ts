import type { TemplateField, TemplateFields } from './template-fields.ts';

const must = (says: string): TemplateField => ({ says, required: true });
const may = (says: string): TemplateField => ({ says, required: false });

/** The counts of one level, and of all levels together. */
const COUNTS = {
  tiep_nhan: must('số hồ sơ tiếp nhận mới trong kỳ'), truc_tuyen: must('trong đó nộp trực tuyến'), ty_le_truc_tuyen: must('tỷ lệ nộp trực tuyến, có dấu %'),
  da_giai_quyet: must('số hồ sơ đã giải quyết trong kỳ'), dung_han: must('trong đó giải quyết trước hạn và đúng hạn'), ty_le_dung_han: must('tỷ lệ trước hạn và đúng hạn, có dấu %'),
  qua_han: must('trong đó giải quyết quá hạn'), khong_co_han: may('trong đó không có hạn trả'), dang_giai_quyet: must('số hồ sơ đang giải quyết cuối kỳ'),
  dang_qua_han: must('trong đó đã quá hạn'), cho_tiep_nhan: must('trong đó chờ tiếp nhận'),
  truc_tuyen_so_chi_tieu: may('khoảng cách của tỷ lệ nộp trực tuyến đến chỉ tiêu được giao, như ", vượt chỉ tiêu 60,00% là 3,54 điểm phần trăm"; không có chỉ tiêu thì để trống'),
  dung_han_so_chi_tieu: may('như trên, của tỷ lệ trước hạn và đúng hạn'),
} as const satisfies TemplateFields;

/** Tiếp nhận, xử lý phản ánh, kiến nghị; a template made before these may lack them. */
const FEEDBACK = {
  pakn_tong: may('tổng số phản ánh, kiến nghị đã tiếp nhận'), pakn_moi: may('trong đó tiếp nhận mới trong kỳ'), pakn_ky_truoc: may('trong đó từ kỳ trước chuyển sang'),
  pakn_chuyen: may('trong đó nhận chuyển đến, trừ chuyển đi'), pakn_quy_dinh: may('về quy định hành chính'), pakn_hanh_vi: may('về hành vi hành chính'),
  pakn_da_xu_ly: may('đã xử lý'), pakn_dung_han: may('trong đó đúng hạn'), pakn_cong_khai: may('kết quả xử lý đã đăng tải công khai trong kỳ'), pakn_khong_xu_ly: may('không xử lý'),
  pakn_dang_xu_ly: may('đang xử lý cuối kỳ'), pakn_qua_han: may('trong đó đã quá hạn'),
} as const satisfies TemplateFields;

/**
 * What the section "Kết quả giải quyết TTHC" of a quarterly report may say, and what it must. Rates come as texts (`97,19%`), counts
 * as numbers.
 */
export const RESOLUTION_FIELDS = {
  ...COUNTS, ...FEEDBACK, khong_co_han: must('trong đó không có hạn trả'),
  co_quan: must('tên cơ quan báo cáo'), co_quan_chu_quan: may('tên cơ quan chủ quản'), ky: must('tên kỳ báo cáo, như "quý I năm 2024"'),
  tu_ngay: must('ngày đầu kỳ'), den_ngay: must('ngày cuối kỳ'), ky_truoc_chuyen_sang: must('số hồ sơ kỳ trước chuyển sang'),
  ket_thuc_khac: must('số hồ sơ kết thúc không qua giải quyết: rút, dừng xử lý, từ chối'),
  dinh_nghia_dung_han: must('tên và cách tính tỷ lệ đúng hạn'), an_ban: must('mã ấn bản, hoặc "dự thảo, chưa chốt kỳ"'), ma_bam: must('mã SHA-256 của nội dung ấn bản, hoặc dấu chấm'),
  cap: { says: 'từng cấp', required: true, items: { ten: must('tên cấp'), ...COUNTS } },
  nguyen_nhan: { says: 'từng nguyên nhân quá hạn', required: false, items: { ten: must('tên nguyên nhân'), so_luong: must('số hồ sơ'), ty_le: may('tỷ lệ trong số hồ sơ quá hạn, có dấu %') } },
  chi_tieu: { says: 'từng câu so sánh một tỷ lệ với chỉ tiêu được giao', required: false, items: { cau: must('câu so sánh') } },
  so_sanh: { says: 'từng câu so sánh với kỳ trước, với cùng kỳ năm trước', required: false, items: { cau: must('câu so sánh') } },
} as const satisfies TemplateFields;
