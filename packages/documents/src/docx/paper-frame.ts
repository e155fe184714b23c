import { BorderStyle, LineRuleType, Paragraph, Table, TableCell, TableRow, WidthType } from 'docx';
import type { Signatory } from '../form-document.ts';
import type { HeadLines } from '../wording.ts';
import { line } from './paragraphs.ts';

/** Tên cơ quan and số to the left; quốc hiệu, tiêu ngữ, địa danh and date to the right. */
export function paperHead({ superior, authority, number, state, motto, placeAndDate }: HeadLines, width: number): Table {
  return sideBySide([
    [...(superior === undefined ? [] : [line(superior, { size: 24, caps: true })]), line(authority, { bold: true, size: 24, caps: true }), line('─────────', { size: 16 }), ...(number === undefined ? [] : [line(number)])],
    [line(state, { bold: true, size: 24 }), line(motto, { bold: true, underline: true }), line('', { size: 16 }), line(placeAndDate, { italics: true })],
  ], width, { shares: [39, 61] });
}

/** Room of three lines between who signs and the name. */
const ROOM = 3;

/**
 * Khối ký with the small print below it, on one page. Both are rows of one table: Word keeps a table with the paragraph behind it, LibreOffice
 * does not and would put the small print on a sheet of its own.
 *
 * @param below - Not kept with what follows.
 */
export function signatureBlock(signatories: readonly Signatory[], width: number, below: readonly Paragraph[]): readonly [Table, Paragraph] {
  const kept = true;
  const blocks = signatories.map(({ title, hint, name }) => [
    line('', { kept }), ...title.map((text) => line(text, { bold: true, kept })), ...(hint === undefined ? [] : [line(hint, { italics: true, kept })]),
    ...Array.from({ length: ROOM }, () => line('', { kept })), line(name ?? '', { bold: true, kept }),
  ]);
  // A document does not end with a table, and what ends it must not need a sheet.
  return [sideBySide(blocks, width, { below }), new Paragraph({ spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT }, children: [] })];
}

const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_LINES = { top: NO_LINE, bottom: NO_LINE, left: NO_LINE, right: NO_LINE } as const;

/**
 * Blocks of lines from left to right, kept on one page.
 *
 * @param shares - How much of the width each has, in per cent; the same unless told.
 * @param below - Lines under all of them.
 */
export function sideBySide(
  blocks: readonly (readonly Paragraph[])[], width: number, { shares = blocks.map(() => 100 / blocks.length), below = [] }: { readonly shares?: readonly number[]; readonly below?: readonly Paragraph[] } = {},
): Table {
  const columns = shares.map((share) => Math.round(width * share / 100));
  return new Table({
    width: { size: width, type: WidthType.DXA }, columnWidths: columns,
    borders: { ...NO_LINES, insideHorizontal: NO_LINE, insideVertical: NO_LINE },
    rows: [
      new TableRow({
        cantSplit: true,
        children: blocks.map((children, index) => new TableCell({ children: [...children], width: { size: columns[index] ?? 0, type: WidthType.DXA }, borders: NO_LINES })),
      }),
      ...(below.length === 0 ? [] : [new TableRow({ cantSplit: true, children: [new TableCell({ children: [...below], columnSpan: blocks.length, width: { size: width, type: WidthType.DXA }, borders: NO_LINES })] })]),
    ],
  });
}
