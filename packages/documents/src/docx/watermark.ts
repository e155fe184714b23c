import { Header, Paragraph } from 'docx';
import { TextWatermark } from 'docx/watermarks';

/** What a section has for a text behind every one of its pages. */
export function behind(watermark: string | undefined): { readonly headers?: { readonly default: Header } } {
  if (watermark === undefined) return {};
  return { headers: { default: new Header({ children: [new Paragraph({ children: [new TextWatermark({ text: watermark.toUpperCase(), font: 'Times New Roman' })] })] }) } };
}
