import { csvOf, csvRows, CSV_TYPE, docxOf, DOCX_TYPE, htmlOf, HTML_TYPE, jsonOf, xlsxOf, xlsxRows, XLSX_TYPE } from '@motcua/documents';
import type { FormDocument, ListDocument, ListRow } from '@motcua/documents';

/** Tệp của bộ báo cáo. `chunks`: its content; may be asked for once. */
export type PackFile = { readonly name: string; readonly title: string; readonly mediaType: string; readonly chunks: () => AsyncIterable<Uint8Array | string> };

const JSON_TYPE = 'application/json';

/** A form as a workbook, for Word, for print, for programs, and each of its tables as CSV. */
export function formFiles(name: string, document: FormDocument): readonly PackFile[] {
  const [title] = document.title;
  return [
    ...lateFormFiles(name, title, async () => document),
    ...document.parts.flatMap((part) => part.type === 'table' ? [fileOf({ name: `${name}-${plainName(part.name)}.csv`, title, mediaType: CSV_TYPE }, () => csvOf(part))] : []),
  ];
}

/** A form that is read when its first file is written; its tables are no CSV of their own. */
export function lateFormFiles(name: string, title: string, read: () => Promise<FormDocument>): readonly PackFile[] {
  const file = (end: string, mediaType: string, content: (document: FormDocument) => Uint8Array | string | Promise<Uint8Array | string>) =>
    fileOf({ name: `${name}${end}`, title, mediaType }, async () => content(await read()));
  return [file('.xlsx', XLSX_TYPE, xlsxOf), file('.docx', DOCX_TYPE, docxOf), file('.html', HTML_TYPE, htmlOf), file('.json', JSON_TYPE, jsonOf)];
}

function fileOf(told: Omit<PackFile, 'chunks'>, content: () => Uint8Array | string | Promise<Uint8Array | string>): PackFile {
  return { ...told, chunks: async function* chunks() { yield await content(); } };
}

/** A list of any length as a workbook and as CSV; `rows` is read once for each. */
export function listFiles(name: string, list: ListDocument, rows: () => AsyncIterable<readonly ListRow[]>): readonly PackFile[] {
  return [listXlsx(name, list, rows), listCsv(name, list, rows)];
}

export function listXlsx(name: string, list: ListDocument, rows: () => AsyncIterable<readonly ListRow[]>): PackFile {
  return { name: `${name}.xlsx`, title: list.title[0], mediaType: XLSX_TYPE, chunks: () => xlsxRows(list, rows()) };
}

export function listCsv(name: string, list: ListDocument, rows: () => AsyncIterable<readonly ListRow[]>): PackFile {
  return { name: `${name}.csv`, title: list.title[0], mediaType: CSV_TYPE, chunks: () => csvRows(list, rows()) };
}

/** `Theo lĩnh vực, ngoài biểu` becomes `theo-linh-vuc-ngoai-bieu`. */
function plainName(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
