import type { ErrorCode } from '@motcua/kernel';
import { isKeepableName, keepableNames, knownFields, sourceOf } from './known-fields.ts';
import { fingerprintOf } from './raw-item.ts';
import type { RawItem } from './raw-item.ts';
import type { Fault, Refusal } from './refusal.ts';

/** What is kept of a refused item: enough to find it at its sender, nothing about a person. */
export type Rejection = {
  /** Of the item's bytes, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly source: string;
  readonly code: ErrorCode;
  readonly pointers: readonly string[];
  readonly known: Readonly<Record<string, string>>;
  readonly unknownFields: readonly string[];
  /** What it shows to be wrong with its source; null for any other wrong item. */
  readonly fault: Fault | null;
  /** Where the dossier counts by the log, else where the item says; null when neither is known. */
  readonly authority: string | null;
};

/** @param value - The item as parsed, undefined when it could not be. */
export function rejectionOf(raw: RawItem, value: unknown, refused: Refusal): Rejection {
  const known = knownFields(value);
  return {
    ...fingerprintOf(raw),
    source: sourceOf(value),
    code: refused.code,
    pointers: [...new Set(refused.errors.map(({ pointer }) => safePointer(pointer, refused.unknownFields)))],
    known,
    unknownFields: keepableNames(refused.unknownFields),
    fault: refused.blame?.fault ?? null,
    authority: refused.blame?.authority ?? known['data.authority'] ?? null,
  };
}

/** The pointer to an unknown field ends in its name, which may be anything: cut off unless it may be kept. */
function safePointer(pointer: string, unknownFields: readonly string[]): string {
  if (unknownFields.length === 0) return pointer;
  return pointer.split('/').slice(1).map((name) => (isKeepableName(name) ? `/${name}` : '/?')).join('');
}
