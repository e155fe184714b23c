import { AlignmentType, Paragraph, TextRun } from 'docx';

/** In twentieths of a point: an indent of 1 cm, and 6 points between paragraphs. */
const FIRST_LINE = 567;
const GAP = 120;

/** A paragraph of the letter's text. */
export function paragraph(text: string, form: 'justified' | 'centered' = 'justified'): Paragraph {
  return new Paragraph({
    children: [new TextRun(text)], spacing: { before: GAP, after: GAP, line: 312 },
    ...(form === 'centered' ? { alignment: AlignmentType.CENTER } : { alignment: AlignmentType.JUSTIFIED, indent: { firstLine: FIRST_LINE } }),
  });
}

/** The title of the letter. */
export function heading(text: string): Paragraph {
  return new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 3 * GAP, after: 2 * GAP }, children: [new TextRun({ text, bold: true })] });
}

export type LineStyle = { readonly bold?: boolean; readonly italics?: boolean; readonly underline?: boolean; readonly size?: number; readonly left?: boolean; readonly caps?: boolean; readonly kept?: boolean };

/** One line of the head or the foot. `size`: in half points. `caps`: shown in capitals. `kept`: on the page of what follows. */
export function line(text: string, { bold = false, italics = false, underline = false, size = 26, left = false, caps = false, kept = false }: LineStyle = {}): Paragraph {
  return new Paragraph({
    alignment: left ? AlignmentType.LEFT : AlignmentType.CENTER, ...(kept ? { keepNext: true } : {}),
    children: [new TextRun({ text, bold, italics, size, ...(caps ? { allCaps: true } : {}), ...(underline ? { underline: {} } : {}) })],
  });
}
