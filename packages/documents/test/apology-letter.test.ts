import { setTimeout as sleep } from 'node:timers/promises';
import { apologyLetter } from '@motcua/documents';
import type { ApologyLetter } from '@motcua/documents';
import { DELAY_CAUSES } from '@motcua/dossier';
import { instantAt } from '@motcua/kernel';
import { strFromU8, unzipSync } from 'fflate';
import { test } from 'tap';

const letter: ApologyLetter = {
  authority: 'Sở Xây dựng', superior: 'UBND tỉnh Thừa Thiên Huế', letterNumber: '15/XL-SXD', issuedOn: '2024-01-19',
  dossier: 'H57.07-240105-0001', procedure: 'Cấp giấy phép xây dựng <mới> & sửa chữa', receivingUnit: 'Trung tâm Phục vụ hành chính công',
  receivedAt: instantAt('2024-01-05', 8 * 60 + 12), dueAt: instantAt('2024-01-22', 17 * 60), newDueAt: instantAt('2024-01-29', 17 * 60),
  ground: 'announced', cause: 'coordinating_office', unitAtFault: 'Sở Tài nguyên và Môi trường',
};

test('the letter says who apologises for what, why, and when the result will be there', async (t) => {
  const text = textOf(await apologyLetter(letter));
  for (const said of [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'UBND TỈNH THỪA THIÊN HUẾ', 'SỞ XÂY DỰNG', 'Số: 15/XL-SXD', 'ngày 19 tháng 01 năm 2024',
    'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ', 'Kính gửi: ……', 'H57.07-240105-0001', 'Cấp giấy phép xây dựng &lt;mới&gt; &amp; sửa chữa',
    'Ngày 05 tháng 01 năm 2024, Trung tâm', 'Thời điểm hẹn trả kết quả: 17 giờ 00 ngày 22 tháng 01 năm 2024',
    'cơ quan phối hợp (Sở Tài nguyên và Môi trường) chưa trả lời đúng thời hạn', 'Sở Xây dựng xin lỗi Ông/Bà/Tổ chức',
    'Thời điểm hẹn trả kết quả mới: 17 giờ 00 ngày 29 tháng 01 năm 2024', 'Nơi nhận:', 'THỦ TRƯỞNG CƠ QUAN',
  ]) t.ok(text.includes(said), said);
});

test('an office at fault that is another one than the authority is named whatever the reason', async (t) => {
  for (const cause of DELAY_CAUSES) t.match(textOf(await apologyLetter({ ...letter, cause })), /Lý do: .*Sở Tài nguyên và Môi trường.*\./, cause);
  t.match(textOf(await apologyLetter({ ...letter, cause: 'appraisal' })), /Lý do: cần thêm thời gian thẩm định hồ sơ \(tại Sở Tài nguyên và Môi trường\)\./);
  t.match(textOf(await apologyLetter({ ...letter, cause: 'appraisal', unitAtFault: undefined })), /Lý do: cần thêm thời gian thẩm định hồ sơ\.\n/);
});

test('what is not known yet is a blank to be filled in by hand', async (t) => {
  const text = textOf(await apologyLetter({ ...letter, letterNumber: undefined, issuedOn: undefined, newDueAt: undefined, receivedAt: undefined, cause: 'unknown' }));
  for (const said of ['Số: ……/……', 'ngày …… tháng …… năm ……', 'mới: …… giờ …… ngày ……', 'Lý do: ……']) t.ok(text.includes(said), said);
  t.notMatch(text, /undefined|null|NaN/);
});

test('every ground has a sentence of its own, and a committee signs by its chairperson', async (t) => {
  const authority = 'UBND phường Phú Hội';
  const texts = await Promise.all((['announced', 'overdue', 'ready_late'] as const).map(async (ground) => textOf(await apologyLetter({ ...letter, authority, ground, issuedOn: '2024-01-23' }))));
  t.equal(new Set(texts).size, 3);
  t.match(texts[1], /Đến thời hạn nêu trên, UBND phường Phú Hội chưa giải quyết xong/);
  t.match(texts[0], /TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH/);
});

test('a letter that goes out before the due date does not say that it has passed', async (t) => {
  const ahead = textOf(await apologyLetter({ ...letter, ground: 'overdue' }));
  t.match(ahead, /Sở Xây dựng nhận thấy không thể giải quyết xong hồ sơ đúng thời hạn nêu trên/);
  t.notMatch(ahead, /Đến thời hạn nêu trên/);
  t.match(textOf(await apologyLetter({ ...letter, ground: 'overdue', issuedOn: undefined })), /Đến thời hạn nêu trên/);
});

test('the same letter has the same bytes at any time and in any time zone', async (t) => {
  const before = process.env['TZ'];
  t.teardown(() => { if (before === undefined) delete process.env['TZ']; else process.env['TZ'] = before; });
  process.env['TZ'] = 'America/New_York';
  const first = await apologyLetter(letter);
  // The clock of a zip ticks every two seconds, that of the properties every second.
  await sleep(2_100);
  process.env['TZ'] = 'Asia/Ho_Chi_Minh';
  const second = await apologyLetter(letter);
  t.ok(Buffer.from(first).equals(Buffer.from(second)));
  t.notOk(Buffer.from(first).equals(Buffer.from(await apologyLetter({ ...letter, dossier: 'H57.07-240105-0002' }))));
});

test('the page is an A4 sheet', async (t) => {
  t.match(xmlOf(await apologyLetter(letter)), /<w:pgSz w:w="1190\d" w:h="168(39|40)"/);
});

function xmlOf(docx: Uint8Array): string {
  const document = unzipSync(docx)['word/document.xml'];
  return document === undefined ? '' : strFromU8(document);
}

/** The words of the document, a paragraph a line. */
function textOf(docx: Uint8Array): string {
  return xmlOf(docx).replaceAll('</w:p>', '\n').replaceAll(/<[^>]*>/g, '');
}
