const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** What the brackets and colons outside of strings tell about a JSON text before it is parsed. */
export type JsonShape = { readonly depth: number; readonly members: number };

/** One pass over the bytes, without recursion, so no text can exhaust the stack. Says nothing about well-formedness. */
export function shapeOf(bytes: Uint8Array): JsonShape {
  let depth = 0;
  let open = 0;
  let members = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COLON) members += 1;
    else if (opens(byte)) depth = Math.max(depth, ++open);
    else if (closes(byte)) open -= 1;
  }
  return { depth, members };
}

/** Where the string that begins at `start` ends: its closing quote, or the end of the bytes. */
export function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

export function opens(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

export function closes(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d;
}

/** Members of all objects in a parsed value; fewer than the text has colons means that a name stood twice. */
export function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersOf(item);
  // A parsed object has own names only, so this is Object.values without the array.
  else for (const name in value) members += 1 + membersOf((value as Readonly<Record<string, unknown>>)[name]);
  return members;
}

/** Whether every text in the value, names included, is whole Unicode: half a surrogate pair cannot be stored. */
export function isWellFormedText(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, item]) => name.isWellFormed() && isWellFormedText(item));
}
