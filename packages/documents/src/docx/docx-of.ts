import { AlignmentType, Document, Footer, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import type { Table } from 'docx';
import { checkedDocument } from '../checked-document.ts';
import type { FormDocument, Part, Paragraphs } from '../form-document.ts';
import { headLines } from '../wording.ts';
import { withBodies } from './body-rows.ts';
import { docxChart } from './docx-chart.ts';
import { docxTable } from './docx-table.ts';
import { fixedDocx } from './fixed-docx.ts';
import { documentOf, pageOf, textWidth } from './page.ts';
import { paperHead, signatureBlock } from './paper-frame.ts';
import { line, paragraph } from './paragraphs.ts';
import { behind } from './watermark.ts';

/**
 * The document for Word, on A4. Equal documents give equal bytes. Charts are Word's own: their numbers can be edited there.
 *
 * @throws TypeError when a table or chart is not what it says.
 */
export async function docxOf(document: FormDocument): Promise<Uint8Array> {
  const [checked, bodies]: [FormDocument, string[]] = [checkedDocument(document), []];
  const { title, head, orientation = 'portrait', watermark } = checked;
  const packed = await Packer.toArrayBuffer(new Document({
    ...documentOf(title.join(' '), head?.authority ?? ''),
    sections: [{
      properties: { page: pageOf(orientation) }, footers: { default: pageNumbers() }, children: [...bodyOf(checked, textWidth(orientation), bodies)],
      ...behind(watermark),
    }],
  }));
  return fixedDocx(new Uint8Array(packed), { changed: (xml) => withBodies(xml, bodies) });
}

type Block = Paragraph | Table;

function bodyOf({ title: [first, ...more], head, parts, notes = [], signatures = [], provenance = [] }: FormDocument, width: number, bodies: string[]): readonly Block[] {
  return [
    ...(head?.form === undefined ? [] : [line(head.form, { left: true, bold: true, size: 22 })]),
    ...(head === undefined ? [] : [paperHead(headLines(head), width)]),
    line(''), line(first, { bold: true, size: 28 }), ...more.map((text) => line(text)), line(''),
    ...parts.flatMap((part) => blocksOf(part, width, bodies)),
    ...(notes.length === 0 ? [] : [line('Ghi chú:', { ...SMALL, bold: true, italics: true }), ...notes.map((text) => line(`- ${text}`, SMALL))]),
    ...(signatures.length === 0 ? smallPrint(provenance) : signatureBlock(signatures, width, smallPrint(provenance))),
  ];
}

function smallPrint(provenance: NonNullable<FormDocument['provenance']>): readonly Paragraph[] {
  return provenance.length === 0 ? [] : [line('', { kept: true }), ...provenance.map(({ label, value }, index) => line(`${label}: ${value}`, { ...PRINT, kept: index < provenance.length - 1 }))];
}

/** Kept with what follows: nobody signs a sheet on which nothing else stands. */
const SMALL = { left: true, size: 22, kept: true } as const;
const PRINT = { left: true, size: 16 } as const;

function blocksOf(part: Part, width: number, bodies: string[]): readonly Block[] {
  switch (part.type) {
    case 'table': return [...docxTable(part, width, bodies), line('')];
    case 'paragraphs': return paragraphsOf(part);
    case 'chart': return [docxChart(part, width), line('')];
  }
}

function paragraphsOf({ heading, texts }: Paragraphs): readonly Paragraph[] {
  return [...(heading === undefined ? [] : [line(heading, { bold: true, left: true })]), ...texts.map((text) => paragraph(text))];
}

function pageNumbers(): Footer {
  const children = [new TextRun({ children: ['Trang ', PageNumber.CURRENT, '/', PageNumber.TOTAL_PAGES], size: 18 })];
  return new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children })] });
}
