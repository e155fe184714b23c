import { hash } from 'node:crypto';
import { canonicalJson } from '@motcua/kernel';
import { z } from 'zod';
import type { JsonObject, RecordedEvent } from '../port.ts';

/*
 * The lines of a backup as docs/reference/backup-format.md describes them: the head, then the events in pieces that each
 * end with a seal, then the manifest.
 */

const position = z.int().nonnegative();
const digest = z.string().regex(/^[\da-f]{64}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** A place of the log and its root there, as `Head.chain`. */
const place = z.strictObject({ position, root: digest });

/** `after`: the place behind which it begins, position 0 for a whole log. `upTo`: the last position that it means to hold. */
const head = z.strictObject({ format: z.literal('motcua-backup'), version: z.literal(1), createdAt: instant, after: place, upTo: position });

/** What holds of a piece's events. `sha256`: of the hash before (the head line's for the first piece), 32 bytes, and the events' lines. */
const seal = z.strictObject({ piece: z.int().positive(), first: position, last: position, root: digest, sha256: digest });

/** `sha256`: the last seal's. `bytes`, `fileSha256`: of everything in the file before the member that holds the manifest. */
const manifest = z.strictObject({
  count: position, after: place, upTo: place.extend({ recordedAt: instant.nullable() }), pieces: position, sha256: digest, bytes: position, fileSha256: digest,
});

/** Values are looked at where they are imported, and by the chain. */
const event = z.strictObject({
  position, stream: z.string(), revision: z.int(), id: z.string(), type: z.string(), subject: z.string(), source: z.string(), sourceId: z.string(),
  occurredAt: instant, recordedAt: instant, schemaVersion: z.int(), commandId: z.string().optional(),
  actor: z.strictObject({ unit: z.string().optional(), role: z.string().optional() }).optional(),
  data: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
}) satisfies z.ZodType<RecordedEvent>;

const line = z.union([
  z.strictObject({ event }), z.strictObject({ seal }), z.strictObject({ head }), z.strictObject({ manifest }),
]);

export type BackupHead = z.output<typeof head>;
export type BackupSeal = z.output<typeof seal>;
export type BackupManifest = z.output<typeof manifest>;
export type BackupPlace = z.output<typeof place>;
export type BackupLine = z.output<typeof line>;

/** What a backup is made of, in this order: its head, any number of pieces, its end. */
export type BackupPart =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | BackupPiece
  | { readonly kind: 'end'; readonly manifest: BackupManifest };

/** Events between two seals, never none, and the log's places before and at the last of them. */
export type BackupPiece = { readonly kind: 'piece'; readonly events: readonly RecordedEvent[]; readonly before: BackupPlace; readonly last: BackupPlace };

/** A line with its line feed. */
export function writeLine(value: BackupLine): string {
  return `${canonicalJson(value)}\n`;
}

/** @returns undefined for what is no line of a backup. */
export function readLine(text: string): BackupLine | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The hash of a piece: it holds all the ones before. */
export function pieceHash(before: string, lines: Buffer): string {
  return hash('sha256', Buffer.concat([Buffer.from(before, 'hex'), lines]));
}

/** What the first piece's hash goes on from. */
export function headHash(headLine: Buffer): string {
  return hash('sha256', headLine);
}
