import { Document, Packer } from 'docx';
import { fixedDocx } from '../docx/fixed-docx.ts';
import { documentOf, pageOf, textWidth } from '../docx/page.ts';
import { paperHead, signatureBlock } from '../docx/paper-frame.ts';
import { line, paragraph } from '../docx/paragraphs.ts';
import { headLines } from '../wording.ts';
import type { TemplateField, TemplateFields } from './template-fields.ts';

const must = (says: string): TemplateField => ({ says, required: true });
const may = (says: string): TemplateField => ({ says, required: false });

/** The counts of one level, and of all levels together. */
const COUNTS = {
  tiep_nhan: must('số hồ sơ tiếp nhận mới trong kỳ'), truc_tuyen: must('trong đó nộp trực tuyến'), ty_le_truc_tuyen: must('tỷ lệ nộp trực tuyến, có dấu %'),
  da_giai_quyet: must('số hồ sơ đã giải quyết trong kỳ'), dung_han: must('trong đó giải quyết trước hạn và đúng hạn'), ty_le_dung_han: must('tỷ lệ trước hạn và đúng hạn, có dấu %'),
  qua_han: must('trong đó giải quyết quá hạn'), khong_co_han: may('trong đó không có hạn trả'), dang_giai_quyet: must('số hồ sơ đang giải quyết cuối kỳ'),
  dang_qua_han: must('trong đó đã quá hạn'), cho_tiep_nhan: must('trong đó chờ tiếp nhận'),
} as const satisfies TemplateFields;

/**
 * What the section "Kết quả giải quyết TTHC" of a quarterly report may say, and what it must. Rates come as texts (`97,19%`), counts
 * as numbers.
 */
export const RESOLUTION_FIELDS = {
  ...COUNTS,
  co_quan: must('tên cơ quan báo cáo'), co_quan_chu_quan: may('tên cơ quan chủ quản'), ky: must('tên kỳ báo cáo, như "quý I năm 2024"'),
  tu_ngay: must('ngày đầu kỳ'), den_ngay: must('ngày cuối kỳ'), ky_truoc_chuyen_sang: must('số hồ sơ kỳ trước chuyển sang'),
  ket_thuc_khac: must('số hồ sơ kết thúc không qua giải quyết: rút, dừng xử lý, từ chối'),
  dinh_nghia_dung_han: must('tên và cách tính tỷ lệ đúng hạn'), an_ban: must('mã ấn bản, hoặc "dự thảo, chưa chốt kỳ"'), ma_bam: must('mã SHA-256 của nội dung ấn bản, hoặc dấu chấm'),
  cap: { says: 'từng cấp', required: true, items: { ten: must('tên cấp'), ...COUNTS } },
  nguyen_nhan: { says: 'từng nguyên nhân quá hạn', required: false, items: { ten: must('tên nguyên nhân'), so_luong: must('số hồ sơ'), ty_le: may('tỷ lệ trong số hồ sơ quá hạn, có dấu %') } },
  so_sanh: { says: 'từng câu so sánh với kỳ trước, với cùng kỳ năm trước', required: false, items: { cau: must('câu so sánh') } },
} as const satisfies TemplateFields;

/** Of the shipped template: every paragraph, own words. */
const TEXTS = [
  'Trong {ky} (từ ngày {tu_ngay} đến hết ngày {den_ngay}), các cơ quan, đơn vị thuộc {co_quan} tiếp nhận mới {tiep_nhan} hồ sơ thủ tục hành chính, trong đó {truc_tuyen} hồ sơ nộp trực tuyến, đạt {ty_le_truc_tuyen}; số hồ sơ từ kỳ trước chuyển sang là {ky_truoc_chuyen_sang}.',
  'Số hồ sơ đã giải quyết là {da_giai_quyet}, gồm {dung_han} hồ sơ trước hạn và đúng hạn (đạt {ty_le_dung_han}) và {qua_han} hồ sơ quá hạn. Ngoài ra, {ket_thuc_khac} hồ sơ kết thúc do người nộp rút, do dừng xử lý hoặc bị từ chối; các hồ sơ này không tính vào số đã giải quyết.',
  'Đến cuối kỳ còn {dang_giai_quyet} hồ sơ đang giải quyết, trong đó {dang_qua_han} hồ sơ đã quá hạn và {cho_tiep_nhan} hồ sơ chờ tiếp nhận.',
  'Cụ thể từng cấp như sau:',
  '{#cap}',
  '- {ten}: tiếp nhận mới {tiep_nhan} hồ sơ (trực tuyến {truc_tuyen}, đạt {ty_le_truc_tuyen}); đã giải quyết {da_giai_quyet} hồ sơ, trong đó trước hạn và đúng hạn {dung_han} (đạt {ty_le_dung_han}), quá hạn {qua_han}; đang giải quyết {dang_giai_quyet} hồ sơ, trong đó quá hạn {dang_qua_han}, chờ tiếp nhận {cho_tiep_nhan}.',
  '{/cap}',
  'Hồ sơ quá hạn chia theo nguyên nhân ghi nhận được:',
  '{#nguyen_nhan}',
  '- {ten}: {so_luong} hồ sơ ({ty_le}).',
  '{/nguyen_nhan}',
  '{^nguyen_nhan}',
  '- Không ghi nhận hồ sơ quá hạn.',
  '{/nguyen_nhan}',
  '{#so_sanh}',
  '{cau}',
  '{/so_sanh}',
] as const;

/**
 * The shipped template of the section "Kết quả giải quyết TTHC", for Word. It is written from these texts whenever it is asked for,
 * so that what is shipped can be read and compared here; its bytes are always the same.
 */
export async function resolutionTemplate(): Promise<Uint8Array> {
  const width = textWidth('portrait');
  const small = { left: true, size: 18 } as const;
  const document = new Document({
    ...documentOf('Kết quả giải quyết thủ tục hành chính', 'Sổ Một Cửa'),
    sections: [{ properties: { page: pageOf('portrait') }, children: [
      paperHead({ ...headLines({ authority: '', number: '……/……' }), superior: '{co_quan_chu_quan}', authority: '{co_quan}' }, width),
      line(''), line('KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', { bold: true, size: 28 }), line('{ky}', { bold: true }), line(''),
      ...TEXTS.map((text) => paragraph(text)),
      signatureBlock([{ title: ['NGƯỜI LẬP BÁO CÁO'], hint: '(Ký, ghi rõ họ tên)' }, { title: ['THỦ TRƯỞNG CƠ QUAN'], hint: '(Ký, ghi rõ họ tên và đóng dấu)' }], width),
      line(''), line('Tỷ lệ đúng hạn: {dinh_nghia_dung_han}.', small), line('Ấn bản: {an_ban}; SHA-256: {ma_bam}.', small),
    ] }],
  });
  return fixedDocx(new Uint8Array(await Packer.toArrayBuffer(document)));
}
