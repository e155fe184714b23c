import { readFileSync } from 'node:fs';
import { docxOf, loadTemplate, marked, RESOLUTION_FIELDS, resolutionTemplate } from '@motcua/documents';
import type { TemplateData, TemplateFields } from '@motcua/documents';
import { AppError } from '@motcua/kernel';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { fileOf, plain } from '@motcua/testkit';
import { test } from 'tap';
import { SECTION } from './support/sample-document.ts';

const shipped = await resolutionTemplate();
const FIELDS: TemplateFields = {
  ten: { says: 'tên', required: true }, ghi_chu: { says: 'ghi chú', required: false },
  muc: { says: 'các mục', required: true, items: { so: { says: 'số', required: true }, them: { says: 'thêm', required: false } } },
};

test('the shipped template is filled with every figure, and nothing of it stays open', async (t) => {
  const text = linesOf((await loadTemplate(shipped, RESOLUTION_FIELDS)).fill(SECTION));
  for (const said of [
    'tiếp nhận mới 86.721 hồ sơ', '86.720 hồ sơ nộp trực tuyến, đạt 56,46%', 'kỳ trước chuyển sang là 4.321', 'Số hồ sơ đã giải quyết là 86.719', '86.718 hồ sơ trước hạn và đúng hạn (đạt 97,19%)', '86.717 hồ sơ quá hạn và 1.007 hồ sơ không có hạn trả',
    'Đến cuối kỳ còn 86.716', 'phản ánh, kiến nghị đã tiếp nhận là 2.009 (mới trong kỳ 2.008,', 'Đã xử lý 2.007, trong đó đúng hạn 2.005', '- Cấp tỉnh: tiếp nhận mới 19.750', '- Cấp xã: tiếp nhận mới 39.483', '- Chờ xác minh: 1.812 hồ sơ (88,09%)', '- Khách quan <&>: 245', 'thấp hơn chỉ tiêu 60,00% là 3,54 điểm phần trăm.', 'So với kỳ trước, số hồ sơ tiếp nhận tăng 3,2%.',
    'Ấn bản: vpcp-15-14-H57-2024-Q1-1', 'NGƯỜI LẬP BÁO CÁO',
  ]) t.ok(text.includes(said), said);
  t.notMatch(text, /[{}]|undefined|null|NaN|Không ghi nhận/);
  t.match(linesOf((await loadTemplate(shipped, RESOLUTION_FIELDS)).fill({ ...SECTION, nguyen_nhan: [] })), 'Không ghi nhận hồ sơ quá hạn.');
});

test('an edited template says which fields it has', async (t) => {
  t.strictSame((await loadTemplate(withText('{ten}{#muc}{so}{/muc}'), FIELDS)).fields, ['muc', 'muc.so', 'ten']);
});

for (const [name, text, said] of [
  ['lacks a required field', '{ten}', /mẫu thiếu trường bắt buộc \{muc\} \(các mục\)/], ['lacks a required field of a list', '{ten}{#muc}x{/muc}', /mẫu thiếu trường bắt buộc \{muc\.so\}/],
  ['names an unknown field', '{ten}{#muc}{so}{/muc}{tenn}', /mẫu có trường không rõ \{tenn\}/], ['names an unknown field in a list', '{ten}{#muc}{so}{xyz}{/muc}', /không rõ \{muc\.xyz\}/],
  ['uses a field of a list outside of it', '{ten}{so}{#muc}{so}{/muc}', /không rõ \{so\}/], ['writes raw markup', '{ten}{#muc}{so}{/muc}{@ten}', /\{ten\}: dấu của trường đặt sai chỗ/],
  ['uses a list as a text', '{ten}{muc}', /\{muc\} là danh sách/], ['uses a text as a list', '{#ten}x{/ten}{#muc}{so}{/muc}', /\{ten\} là một giá trị/],
  ['does not close a field', '{ten', /\{ten\}: có dấu \{ mà không có dấu \}/], ['does not close a list', '{ten}{#muc}{so}', /\{muc\}: danh sách được mở mà không được đóng/],
] as const) {
  test(`a template that ${name} is refused when it is loaded, and the field is named`, async (t) => {
    const error: unknown = await loadTemplate(withText(text), FIELDS).catch((thrown: unknown) => thrown);
    t.ok(error instanceof AppError && error.code === 'TEMPLATE_INVALID' && error.errors.length > 0);
    t.match(error, { message: said });
  });
}

test('the page about documents has every field of the shipped section, and no other', (t) => {
  const page = readFileSync(new URL('../../../docs/reference/documents.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z_.]+)` \| (có|không) \| (.*) \|$/gm)].map(([, name, required, says]) => [name, required, says]);
  t.strictSame(listed, described(RESOLUTION_FIELDS, ''));
  t.end();
});

function described(fields: TemplateFields, path: string): readonly (readonly string[])[] {
  return Object.entries(fields).flatMap(([name, { required, says, items = {} }]) => [[`${path}${name}`, required ? 'có' : 'không', says], ...described(items, `${path}${name}.`)]);
}

test('fields in the head of a page are looked at like all others', async (t) => {
  const files = unzipSync(await docxOf({ title: ['T'], parts: [], watermark: 'x' }));
  const withHead = (text: string) => changed(zipSync({ ...files, 'word/header1.xml': strToU8(strFromU8(files['word/header1.xml'] ?? new Uint8Array()).replace('</w:hdr>', `<w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:hdr>`)) }), (xml) => (
    xml.replace(/(<w:body>).*(<w:sectPr)/s, '$1<w:p><w:r><w:t>{#muc}{so}{/muc}</w:t></w:r></w:p>$2')
  ));
  await t.rejects(loadTemplate(withHead('{ten}{la}'), FIELDS), { code: 'TEMPLATE_INVALID', message: /không rõ \{la\}/ });
  t.match(plain(fileOf((await loadTemplate(withHead('{ten}'), FIELDS)).fill({ ten: 'Ở đầu trang', muc: [] }), 'word/header1.xml')), 'Ở đầu trang');
});

test('any docx can be marked behind every page, also where its pages have heads of their own', async (t) => {
  const body = (docx: Uint8Array) => fileOf(docx, 'word/document.xml');
  const plainOne = await marked(shipped, 'Dự thảo');
  t.strictSame([...body(plainOne).matchAll(/<w:headerReference[^>]*w:type="(\w+)" r:id="(\w+)"/g)].map(([, ...rest]) => rest), ['default', 'first', 'even'].map((type) => [type, 'rIdMotcuaMark']));
  t.match([fileOf(plainOne, 'word/header-motcua.xml'), fileOf(plainOne, 'word/_rels/document.xml.rels'), fileOf(plainOne, '[Content_Types].xml')], [/string="DỰ THẢO"/, /Target="header-motcua.xml"/, /header-motcua.xml/]);
  t.strictSame(await marked(shipped, 'Dự thảo'), plainOne, 'with the same bytes');
  const own = await marked(await docxOf({ title: ['T'], parts: [], watermark: 'x' }), 'Dự thảo');
  t.match(fileOf(own, 'word/header1.xml'), /string="X".*string="DỰ THẢO"/s, 'a head that is there keeps what it says');
  t.equal(body(own).split('<w:headerReference').length - 1, 3);
  const bare = await marked(changed(shipped, (xml) => xml.replace(/<w:sectPr.*<\/w:sectPr>/s, '')), 'Dự thảo');
  t.match(body(bare), /rIdMotcuaMark"\/><\/w:sectPr><\/w:body>/);
});

test('what is no docx is refused as such', async (t) => {
  for (const bytes of [new Uint8Array(), strToU8('PK'), zipSync({ 'a.txt': strToU8('x') }), strToU8('{ten}')]) {
    await t.rejects(loadTemplate(bytes, FIELDS), { code: 'TEMPLATE_INVALID', message: /không phải là văn bản Word/ });
  }
});

test('a field without a value is never a blank in the paper', async (t) => {
  const template = await loadTemplate(withText('{ten}{ghi_chu}{#muc}{so}{them}{/muc}'), FIELDS);
  const whole: TemplateData = { ten: 'A', ghi_chu: '', muc: [{ so: 1, them: '' }] };
  t.match(linesOf(template.fill(whole)), 'A1');
  t.throws(() => template.fill({ ...whole, ten: '' }), /The field ten of the template has no value/);
  t.throws(() => template.fill({ ten: 'A', muc: [] }), /The field ghi_chu of the template has no value/);
  t.throws(() => template.fill({ ...whole, muc: [{ so: 1, them: '' }, { them: 'x' }] }), /The field muc\.so of the template has no value/);
});

test('a field that Word has cut into pieces is one field all the same', async (t) => {
  const cut = changed(withText('{ten}{#muc}{so}{/muc}'), (xml) => xml.replace('{ten}', '{t</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>en}'));
  t.match(linesOf((await loadTemplate(cut, FIELDS)).fill({ ten: 'Đủ', muc: [] })), 'Đủ');
});

/** The shipped template with one paragraph of this text, as an office might have made it. */
function withText(text: string): Uint8Array {
  return changed(shipped, (xml) => xml.replace(/(<w:body>).*(<w:sectPr)/s, `$1<w:p><w:r><w:t>${text}</w:t></w:r></w:p>$2`));
}

function changed(docx: Uint8Array, change: (xml: string) => string): Uint8Array {
  const files = unzipSync(docx);
  const { 'word/document.xml': document = new Uint8Array() } = files;
  return zipSync({ ...files, 'word/document.xml': strToU8(change(strFromU8(document))) });
}

function linesOf(docx: Uint8Array): string {
  return plain(fileOf(docx, 'word/document.xml').replaceAll('</w:p>', '\n'));
}
