export { apologyLetter, DOCX_TYPE } from './apology-letter.ts';
export type { ApologyLetter } from './apology-letter.ts';
