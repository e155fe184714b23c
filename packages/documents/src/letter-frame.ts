import { BorderStyle, Table, TableCell, TableRow, WidthType } from 'docx';
import type { Paragraph } from 'docx';
import type { ApologyLetter } from './apology-letter.ts';
import { line } from './paragraphs.ts';
import { dateParts, SHORT_BLANK } from './wording.ts';

/** Tên cơ quan and số to the left; quốc hiệu, tiêu ngữ, địa danh and date to the right. */
export function letterHead({ authority, superior, letterNumber, issuedOn }: ApologyLetter): Table {
  return sideBySide([
    ...(superior === undefined ? [] : [line(superior.toUpperCase(), { size: 24 })]),
    line(authority.toUpperCase(), { bold: true, size: 24 }),
    line('─────────', { size: 16 }),
    line(`Số: ${letterNumber ?? `${SHORT_BLANK}/${SHORT_BLANK}`}`),
  ], [
    line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: 24 }),
    line('Độc lập - Tự do - Hạnh phúc', { bold: true, underline: true }),
    line('', { size: 16 }),
    line(`${SHORT_BLANK}${SHORT_BLANK}, ngày ${dateParts(issuedOn)}`, { italics: true }),
  ], 39);
}

/** Nơi nhận to the left, chức danh and room for the signature to the right. */
export function recipientsAndSignature({ authority, receivingUnit }: ApologyLetter): Table {
  const small = { size: 22, left: true } as const;
  return sideBySide([
    line('', small), line('Nơi nhận:', { ...small, bold: true, italics: true, size: 24 }),
    line('- Như trên;', small), line(`- ${receivingUnit} (trả kết quả);`, small), line('- Lưu: VT, hồ sơ.', small),
  ], [
    line(''), ...signatoryOf(authority).map((text) => line(text, { bold: true })), line('(Ký, ghi rõ họ tên và đóng dấu)', { italics: true }),
  ], 50);
}

/** A people's committee signs by its chairperson, every other authority by its head. */
function signatoryOf(authority: string): readonly string[] {
  return /^(ubnd|ủy ban nhân dân|uỷ ban nhân dân)(\s|$)/i.test(authority) ? ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'] : ['THỦ TRƯỞNG CƠ QUAN'];
}

const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_LINES = { top: NO_LINE, bottom: NO_LINE, left: NO_LINE, right: NO_LINE } as const;
/** The width between the margins, in twentieths of a point. */
const TEXT_WIDTH = 9_072;

/** @param leftPercent - How much of the width the left side has. */
function sideBySide(left: readonly Paragraph[], right: readonly Paragraph[], leftPercent: number): Table {
  const leftWidth = Math.round(TEXT_WIDTH * leftPercent / 100);
  const columns = [leftWidth, TEXT_WIDTH - leftWidth];
  const cell = (children: readonly Paragraph[], width: number) =>
    new TableCell({ children: [...children], width: { size: width, type: WidthType.DXA }, borders: NO_LINES });
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA }, columnWidths: columns,
    borders: { ...NO_LINES, insideHorizontal: NO_LINE, insideVertical: NO_LINE },
    rows: [new TableRow({ children: [cell(left, leftWidth), cell(right, TEXT_WIDTH - leftWidth)] })],
  });
}
