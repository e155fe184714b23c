import type { ApologyLetter } from './letter/apology-letter.ts';
import type { FormDocument } from './form-document.ts';
import type { ListDocument, ListRow } from './list-document.ts';
import type { ZipEntry } from './streamed-zip.ts';
import type { Template } from './template/load-template.ts';
import type { TemplateFields } from './template/template-fields.ts';

// The libraries that write Word and Excel files weigh more than all else that a short command loads: they come with the first file.

/** The media type of what {@link docxOf}, the letter and the templates write. */
export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The media type of what {@link xlsxOf} and {@link xlsxRows} write. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The media type of what {@link zipOf} writes. */
export const ZIP_TYPE = 'application/zip';

/** A document for Word: `docx/docx-of.ts`. */
export async function docxOf(document: FormDocument): Promise<Uint8Array> {
  return (await import('./docx/docx-of.ts')).docxOf(document);
}

/** A document as a workbook: `xlsx/xlsx-of.ts`. */
export async function xlsxOf(document: FormDocument): Promise<Uint8Array> {
  return (await import('./xlsx/xlsx-of.ts')).xlsxOf(document);
}

/** A list of any length as a workbook: `xlsx/xlsx-rows.ts`. */
export async function* xlsxRows(list: ListDocument, batches: AsyncIterable<readonly ListRow[]>): AsyncGenerator<Uint8Array> {
  yield* (await import('./xlsx/xlsx-rows.ts')).xlsxRows(list, batches);
}

/** Files of any size as one zip: `streamed-zip.ts`. */
export async function* zipOf(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  yield* (await import('./streamed-zip.ts')).zipOf(entries);
}

/** A docx of anybody with a text behind every page: `docx/marked.ts`. */
export async function marked(docx: Uint8Array, watermark: string): Promise<Uint8Array> {
  return (await import('./docx/marked.ts')).marked(docx, watermark);
}

/** Phiếu xin lỗi: `letter/apology-letter.ts`. */
export async function apologyLetter(letter: ApologyLetter): Promise<Uint8Array> {
  return (await import('./letter/apology-letter.ts')).apologyLetter(letter);
}

/** The shipped template of a report's section: `template/resolution-section.ts`. */
export async function resolutionTemplate(): Promise<Uint8Array> {
  return (await import('./template/resolution-section.ts')).resolutionTemplate();
}

/** Reads a template that an office edited: `template/load-template.ts`. */
export async function loadTemplate(docx: Uint8Array, fields: TemplateFields): Promise<Template> {
  return (await import('./template/load-template.ts')).loadTemplate(docx, fields);
}
