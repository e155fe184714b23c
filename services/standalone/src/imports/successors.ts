/** One successor as it is written: its code, and in brackets the fields, or after `tại` the receiving units, that it takes over. */
const WRITTEN = /^([^\s()]+)(?:\s*\((tại\s+)?([^()]*)\))?$/u;

/**
 * Who takes over from an authority: JSON as the event has it, or text such as `H57.40 (G03-HT01, G15-TP01); H57.42`. Nothing stays
 * nothing, and what cannot be read stays as it is: the schema of the event says no.
 */
export function successorsValue(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  const parts = value.normalize('NFC').split(';').map((part) => part.trim()).filter((part) => part !== '').map(successorOf);
  return parts.includes(undefined) ? value : parts;
}

/** Whether a successor, as far as it could be read, is the authority itself. */
export function isNamed(successor: unknown, code: unknown): boolean {
  return typeof successor === 'object' && successor !== null && 'authority' in successor && successor.authority === code;
}

function successorOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const [, authority, at, list] = WRITTEN.exec(text) ?? [];
  if (authority === undefined) return undefined;
  if (list === undefined) return { authority };
  return { authority, [at === undefined ? 'fields' : 'receivingUnits']: list.split(',').map((one) => one.trim()) };
}
