import { svgOf } from '../charts/svg-of.ts';
import { checkedDocument } from '../checked-document.ts';
import type { FormDocument, PaperHead, Part, Signatory } from '../form-document.ts';
import { headLines } from '../wording.ts';
import { htmlTable } from './html-table.ts';
import { element, escaped } from './markup.ts';
import { styleOf } from './style.ts';

/** The media type of what {@link htmlOf} writes. */
export const HTML_TYPE = 'text/html; charset=utf-8';

/**
 * The document as one page of html, ready to be printed on A4 (and so to be made a PDF by any browser): headings stand again on
 * every sheet, charts are SVG in it. It loads nothing and runs nothing. Equal documents give equal texts.
 *
 * @throws TypeError when a table or chart is not what it says.
 */
export function htmlOf(document: FormDocument): string {
  const checked = checkedDocument(document);
  const { title: [first, ...more], head, parts, notes = [], signatures = [], provenance = [], watermark, orientation = 'portrait' } = checked;
  const body = [
    ...(watermark === undefined ? [] : [element('div', { class: 'watermark' }, escaped(watermark.toUpperCase()))]),
    ...(head === undefined ? [] : [headOf(head)]),
    element('h1', {}, escaped(first)), ...more.map((text) => element('p', { class: 'subtitle' }, escaped(text))),
    ...parts.map(partOf),
    ...(notes.length === 0 ? [] : [element('section', { class: 'notes' }, element('p', {}, '<b><i>Ghi chú:</i></b>') + element('ul', {}, notes.map((text) => element('li', {}, escaped(text))).join('\n')))]),
    ...(signatures.length === 0 ? [] : [element('section', { class: 'sides signatures' }, signatures.map(signatureOf).join('\n'))]),
    ...(provenance.length === 0 ? [] : [element('footer', {}, provenance.map(({ label, value }) => element('p', {}, escaped(`${label}: ${value}`))).join('\n'))]),
  ];
  return `<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n`
    + `<meta name="viewport" content="width=device-width">\n<title>${escaped([first, ...more].join(' '))}</title>\n<style>\n${styleOf(orientation)}</style>\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

function headOf(head: PaperHead): string {
  const { superior, authority, number, state, motto, placeAndDate } = headLines(head);
  const lines = (texts: readonly (readonly [string, string | undefined])[]) => element('div', {}, texts.flatMap(([name, text]) => text === undefined ? [] : [element('p', { class: name }, escaped(text))]).join(''));
  return (head.form === undefined ? '' : element('p', { class: 'form' }, escaped(head.form)))
    + element('header', { class: 'sides' }, lines([['superior', superior], ['strong underlined', authority], ['number', number]]) + lines([['strong', state], ['strong underlined', motto], ['slanted', placeAndDate]]));
}

function partOf(part: Part, index: number): string {
  switch (part.type) {
    case 'table': return htmlTable(part);
    case 'paragraphs': return element('section', {}, (part.heading === undefined ? '' : element('h2', {}, escaped(part.heading))) + part.texts.map((text) => element('p', { class: 'text' }, escaped(text))).join('\n'));
    case 'chart': return element('figure', {}, svgOf(part, `c${index}`));
  }
}

function signatureOf({ title, hint, name }: Signatory): string {
  return element('div', {}, title.map((text) => element('p', { class: 'strong' }, escaped(text))).join('')
    + (hint === undefined ? '' : element('p', { class: 'slanted' }, escaped(hint))) + element('p', { class: 'strong name' }, escaped(name ?? '')));
}
