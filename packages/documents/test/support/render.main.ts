// Prints the SHA-256 of every form of the sample document, as a process of its own: node render.main.ts DAYS
import { createHash } from 'node:crypto';

// Before anything else is loaded: another day.
const shift = Number(process.argv[2] ?? '0') * 86_400_000;
const Real = Date;
globalThis.Date = new Proxy(Real, {
  construct: (target, words: readonly unknown[]) => words.length === 0 ? new target(target.now() + shift) : Reflect.construct(target, words),
  get: (target, name, receiver) => name === 'now' ? () => target.now() + shift : Reflect.get(target, name, receiver) as unknown,
});

const { csvOf, csvRows, docxOf, htmlOf, jsonOf, loadTemplate, RESOLUTION_FIELDS, resolutionTemplate, xlsxOf, xlsxRows } = await import('@motcua/documents');
const { DOCUMENT, FORM_TABLE, LIST, LIST_ROWS, SECTION } = await import('./sample-document.ts');
const { all, inBatches } = await import('@motcua/testkit');

const template = await resolutionTemplate();
const forms: Readonly<Record<string, string | Uint8Array>> = {
  xlsx: await xlsxOf(DOCUMENT), docx: await docxOf(DOCUMENT), html: htmlOf(DOCUMENT), json: jsonOf(DOCUMENT), csv: csvOf(FORM_TABLE),
  xlsxRows: Buffer.concat(await all(xlsxRows(LIST, inBatches(LIST_ROWS, 7)))), csvRows: (await all(csvRows(LIST, inBatches(LIST_ROWS, 7)))).join(''),
  template, filled: (await loadTemplate(template, RESOLUTION_FIELDS)).fill(SECTION),
};
console.log(JSON.stringify(Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, createHash('sha256').update(form).digest('hex')]))));
