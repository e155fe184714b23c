/**
 * Array parameters in PostgreSQL's text form, made in one go: pg's own way looks at every element and costs more than
 * the rest of a batch.
 */

/** Numbers, booleans, dates, uuids: nothing that needs quotes. */
export function plainArray(values: readonly (number | boolean | string | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Any text; null stays null. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(value))).join(',')}}`;
}

function quoted(value: string): string {
  return NEEDS_ESCAPE.test(value) ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`;
}

const NEEDS_ESCAPE = /["\\]/;
