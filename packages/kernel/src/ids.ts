import { v5 } from 'uuid';

/** Names of Sổ Một Cửa within RFC 9562 version 5: UUIDv5(DNS namespace, 'motcua.vn'). */
const MOTCUA = v5('motcua.vn', v5.DNS);

/**
 * UUIDv5 of an ordered list of texts. The length of each part goes into the name, so ('a','bc') and ('ab','c') differ.
 */
export function uuidV5(...parts: readonly string[]): string {
  return v5(parts.map((part) => `${part.length}:${part}`).join(''), MOTCUA);
}

/** The key under which the log stores an event once: UUIDv5 of the sender's (source, id). */
export function eventKey(source: string, id: string): string {
  return uuidV5('event', source, id);
}

/**
 * The id of the overdue mark of a dossier: the same for every clock that ever computes it.
 *
 * @param dueAt - RFC 3339 in UTC with milliseconds, as `formatInstant` gives it.
 */
export function overdueMarkId(dossier: string, rule: string, dueAt: string): string {
  return uuidV5('overdue', dossier, rule, dueAt);
}
