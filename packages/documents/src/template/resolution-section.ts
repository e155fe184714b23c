import { Document, Packer } from 'docx';
import { fixedDocx } from '../docx/fixed-docx.ts';
import { documentOf, pageOf, textWidth } from '../docx/page.ts';
import { paperHead, signatureBlock } from '../docx/paper-frame.ts';
import { line, paragraph } from '../docx/paragraphs.ts';
import { headLines } from '../wording.ts';

/** Of the shipped template: every paragraph, own words. */
const TEXTS = [
  'Trong {ky} (từ ngày {tu_ngay} đến hết ngày {den_ngay}), các cơ quan, đơn vị thuộc {co_quan} tiếp nhận mới {tiep_nhan} hồ sơ thủ tục hành chính, trong đó {truc_tuyen} hồ sơ nộp trực tuyến, đạt {ty_le_truc_tuyen}; số hồ sơ từ kỳ trước chuyển sang là {ky_truoc_chuyen_sang}.',
  'Số hồ sơ đã giải quyết là {da_giai_quyet}, gồm {dung_han} hồ sơ trước hạn và đúng hạn (đạt {ty_le_dung_han}), {qua_han} hồ sơ quá hạn và {khong_co_han} hồ sơ không có hạn trả. Ngoài ra, {ket_thuc_khac} hồ sơ kết thúc do người nộp rút, do dừng xử lý hoặc bị từ chối; các hồ sơ này không tính vào số đã giải quyết.',
  'Đến cuối kỳ còn {dang_giai_quyet} hồ sơ đang giải quyết, trong đó {dang_qua_han} hồ sơ đã quá hạn và {cho_tiep_nhan} hồ sơ chờ tiếp nhận.',
  'Cụ thể từng cấp như sau:',
  '{#cap}',
  '- {ten}: tiếp nhận mới {tiep_nhan} hồ sơ (trực tuyến {truc_tuyen}, đạt {ty_le_truc_tuyen}{truc_tuyen_so_chi_tieu}); đã giải quyết {da_giai_quyet} hồ sơ, trong đó trước hạn và đúng hạn {dung_han} (đạt {ty_le_dung_han}{dung_han_so_chi_tieu}), quá hạn {qua_han}; đang giải quyết {dang_giai_quyet} hồ sơ, trong đó quá hạn {dang_qua_han}, chờ tiếp nhận {cho_tiep_nhan}.',
  '{/cap}',
  'Hồ sơ quá hạn chia theo nguyên nhân ghi nhận được:',
  '{#nguyen_nhan}',
  '- {ten}: {so_luong} hồ sơ ({ty_le}).',
  '{/nguyen_nhan}',
  '{^nguyen_nhan}',
  '- Không ghi nhận hồ sơ quá hạn.',
  '{/nguyen_nhan}',
  'Tổng số phản ánh, kiến nghị đã tiếp nhận là {pakn_tong} (mới trong kỳ {pakn_moi}, kỳ trước chuyển sang {pakn_ky_truoc}, nhận chuyển đến trừ chuyển đi {pakn_chuyen}), gồm {pakn_quy_dinh} về quy định hành chính và {pakn_hanh_vi} về hành vi hành chính. Đã xử lý {pakn_da_xu_ly}, trong đó đúng hạn {pakn_dung_han}; không xử lý {pakn_khong_xu_ly}; đang xử lý {pakn_dang_xu_ly}, trong đó quá hạn {pakn_qua_han}. Kết quả xử lý đăng tải công khai trong kỳ: {pakn_cong_khai}.',
  '{#chi_tieu}',
  '{cau}',
  '{/chi_tieu}',
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
      ...signatureBlock([{ title: ['NGƯỜI LẬP BÁO CÁO'], hint: '(Ký, ghi rõ họ tên)' }, { title: ['THỦ TRƯỞNG CƠ QUAN'], hint: '(Ký, ghi rõ họ tên và đóng dấu)' }], width, [
        line('', { kept: true }), line('Tỷ lệ đúng hạn: {dinh_nghia_dung_han}.', { ...small, kept: true }), line('Ấn bản: {an_ban}; SHA-256: {ma_bam}.', small),
      ]),
    ] }],
  });
  return fixedDocx(new Uint8Array(await Packer.toArrayBuffer(document)));
}
