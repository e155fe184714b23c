import { PageOrientation } from 'docx';
import type { IPropertiesOptions, ISectionPropertiesOptions } from 'docx';

const MILLIMETRE = 56.7;
/** Khổ A4 and its margins, in twentieths of a point; the wider margin is where the sheets are bound. */
const [SHORT, LONG] = [Math.round(210 * MILLIMETRE), Math.round(297 * MILLIMETRE)];
const [WIDE, NARROW] = [Math.round(30 * MILLIMETRE), Math.round(20 * MILLIMETRE)];

export type Orientation = 'portrait' | 'landscape';

export function pageOf(orientation: Orientation): NonNullable<ISectionPropertiesOptions['page']> {
  return orientation === 'portrait'
    ? { size: { width: SHORT, height: LONG }, margin: { top: NARROW, bottom: NARROW, left: WIDE, right: NARROW } }
    // The library turns the sheet, and with it width and height.
    : { size: { width: SHORT, height: LONG, orientation: PageOrientation.LANDSCAPE }, margin: { top: NARROW, bottom: NARROW, left: NARROW, right: NARROW } };
}

/** The width between the margins, in twentieths of a point. */
export function textWidth(orientation: Orientation): number {
  return orientation === 'portrait' ? SHORT - WIDE - NARROW : LONG - 2 * NARROW;
}

/** What every document of ours says of itself. `creator`: the authority in whose name it is. */
export function documentOf(title: string, creator: string, subject = ''): Pick<IPropertiesOptions, 'title' | 'subject' | 'creator' | 'lastModifiedBy' | 'revision' | 'styles'> {
  return {
    title, subject, creator, lastModifiedBy: creator, revision: 1,
    styles: { default: { document: { run: { font: 'Times New Roman', size: 27, language: { value: 'vi-VN' } } } } },
  };
}
