export { apologyLetter, docxOf, DOCX_TYPE, loadTemplate, marked, resolutionTemplate, xlsxOf, xlsxRows, XLSX_TYPE, zipOf, ZIP_TYPE } from './on-demand.ts';
export type { ApologyLetter } from './letter/apology-letter.ts';
export { BLANK, SHORT_BLANK, signingTitle } from './wording.ts';
export type {
  Cell, CellKind, CellValue, Chart, ChartSeries, Column, Emphasis, FormDocument, Heading, HeadingGroup, PaperHead, Paragraphs, Part, ProvenanceLine, Row, Signatory,
  Table, TypedCell,
} from './form-document.ts';
export type { ListDocument, ListRow } from './list-document.ts';
export { cellText, decimalText, integerText, percentText } from './cells.ts';
export { chartTable } from './charts/chart-table.ts';
export { csvOf, csvRows, csvText, CSV_TYPE } from './csv.ts';
export type { CsvRow } from './csv.ts';
export { htmlOf, HTML_TYPE } from './html/html-of.ts';
export { jsonOf } from './json-of.ts';
export type { ZipEntry } from './streamed-zip.ts';
export type { Template } from './template/load-template.ts';
export type { TemplateData, TemplateField, TemplateFields } from './template/template-fields.ts';
export { RESOLUTION_FIELDS } from './template/resolution-fields.ts';
