import { docxOf, loadTemplate, RESOLUTION_FIELDS, resolutionTemplate, xlsxOf, xlsxRows } from '@motcua/documents';
import { all, inBatches, NO_OFFICE, printedPages } from '@motcua/testkit';
import { test } from 'tap';
import { CAUSES_CHART, DOCUMENT, FORM_ROWS, LIST, LIST_ROWS, RATE_CHART, SECTION } from './support/sample-document.ts';

const ROWS = LIST_ROWS.slice(0, 400);

test('an office opens every file, and prints what is in it', { skip: NO_OFFICE, timeout: 300_000 }, async (t) => {
  const pages = await printedPages(t.testdir({}), {
    'form-word.docx': await docxOf(DOCUMENT), 'form-sheet.xlsx': await xlsxOf(DOCUMENT),
    'list.xlsx': Buffer.concat(await all(xlsxRows(LIST, inBatches(ROWS, 500)))), 'section.docx': (await loadTemplate(await resolutionTemplate(), RESOLUTION_FIELDS)).fill(SECTION),
  });
  for (const name of ['form-word.docx', 'form-sheet.xlsx']) {
    const text = pages[name]?.join('\n') ?? '';
    for (const said of [
      ...DOCUMENT.title, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Số lượng hồ sơ tiếp nhận', '(13)', 'Chữ viết rời (Hòa) được gộp lại.', '1.234,50', '97,19%', '99,9%', '14/03/2024 17:05', 'chưa có', 'NGƯỜI LẬP BIỂU',
      'Ấn bản: vpcp-15-14-H57-2024-Q1-1', RATE_CHART.title, CAUSES_CHART.categories[2] ?? '',
    ]) t.ok(text.includes(said.normalize('NFC')), `${name}: ${said}`);
    const numbers = (line: string) => line.match(/\d[\d.]*/g) ?? [];
    const total = text.split('\n').find((line) => line.includes('Tổng cộng')) ?? '';
    t.strictSame(numbers(total), FORM_ROWS[3]?.cells.slice(2).map((cell) => Number(cell).toLocaleString('de-DE')), `${name}: the numbers of a row, in order`);
    t.match(pages[name]?.[0], new RegExp(`Trang 1/${pages[name]?.length}`));
  }
  t.ok(pages['form-sheet.xlsx']?.every((page) => page.includes('DỰ THẢO')), 'a draft is one on every page');
  const list = pages['list.xlsx'] ?? [];
  t.ok(list.length > 10 && list.slice(0, -1).every((page) => page.includes('Mã hồ sơ')), 'headings come again on every page');
  for (const [dossier] of ROWS) if (!list.some((page) => page.includes(String(dossier)))) t.fail(`${dossier} is not printed`);
  // Of justified lines the reader of PDF cannot tell where words end.
  const together = (text = '') => text.replaceAll(/\s+/g, '');
  const section = together(pages['section.docx']?.join(''));
  for (const said of ['UBND TỈNH THỪA THIÊN', 'tiếp nhận mới 86.721 hồ sơ', '- Cấp xã: tiếp nhận mới 39.483 hồ sơ', 'NGƯỜI LẬP BÁO CÁO', `SHA-256: ${'0123456789abcdef'.repeat(4)}`]) t.ok(section.includes(together(said)), said);
});
