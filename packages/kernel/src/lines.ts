/** What a line has room for on the terminals and pages that officials read. */
export const LINE_MAX = 120;

/**
 * A text whose lines fit: those that are too long are broken between words and go on behind their own indent, with their columns
 * as they are; what has no gap, such as an address, stays whole on a line of its own.
 */
export function wrappedLines(text: string): string {
  return text.normalize('NFC').split('\n').flatMap((line) => brokenLine(line, `${/^ */.exec(line)?.[0] ?? ''}  `)).join('\n');
}

function brokenLine(line: string, indent: string): readonly string[] {
  const signs = [...line];
  if (signs.length <= LINE_MAX) return [line];
  const begin = /^ */.exec(line)?.[0].length ?? 0;
  const within = signs.lastIndexOf(' ', LINE_MAX);
  const at = within > begin ? within : signs.indexOf(' ', LINE_MAX);
  if (at === -1) return [line];
  const rest = signs.slice(at).join('').trim();
  return [signs.slice(0, at).join('').trimEnd(), ...(rest === '' ? [] : brokenLine(indent + rest, indent))];
}
