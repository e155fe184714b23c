/** A text where markup stands: in an element or a quoted attribute. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** An element with attributes; those undefined are left out. `inner` is markup already. */
export function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, inner = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => value === undefined ? [] : [` ${key}="${escaped(typeof value === 'number' ? coordinate(value) : value)}"`]);
  return `<${name}${written.join('')}>${inner}</${name}>`;
}

/** A hundredth of a pixel is enough, and has one text. */
function coordinate(value: number): string {
  return String(Number(value.toFixed(2)) + 0);
}
