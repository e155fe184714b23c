/** Which dossiers one of several workers folds: those whose streams hash to its index. `index`: from 0. */
export type Share = { readonly index: number; readonly count: number };

/** All of them. */
export const WHOLE: Share = { index: 0, count: 1 };

/** Whether a dossier's stream is in the share; the same in every process. */
export function holds({ index, count }: Share, stream: string): boolean {
  return count === 1 || hash(stream) % count === index;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
