import { hash } from 'node:crypto';

/** UUIDv5(DNS namespace, 'motcua.vn') as bytes: the namespace of every id that Sổ Một Cửa makes. */
const NAMESPACE = Buffer.from('4584ee1a3288531997866f4aee915ffb', 'hex');

/**
 * UUIDv5 (RFC 9562) of an ordered list of texts. The length of each part goes into the name, so ('a','bc') and ('ab','c') differ.
 *
 * The library `uuid` gives the same ids (a test compares them) in about five times the time, and every event needs one or two.
 */
export function uuidV5(...parts: readonly string[]): string {
  const name = parts.map((part) => `${part.length}:${part}`).join('');
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name, 'utf8')]), 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The key under which the log stores an event once: UUIDv5 of the sender's (source, id). */
export function eventKey(source: string, id: string): string {
  return uuidV5('event', source, id);
}

/** The source under which every clock reports that a due date passed, so that each mark has one key. */
export const CLOCK_SOURCE = 'urn:motcua:clock';

/**
 * The id of the overdue mark of a dossier: the same for every clock that ever computes it.
 *
 * @param dueAt - RFC 3339 in UTC with milliseconds, as `formatInstant` gives it.
 */
export function overdueMarkId(dossier: string, rule: string, dueAt: string): string {
  return uuidV5('overdue', dossier, rule, dueAt);
}
