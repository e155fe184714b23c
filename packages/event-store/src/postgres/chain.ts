import { hash } from 'node:crypto';

/*
 * The chain of the log as docs/reference/log-chain.md describes it, reckoned without the database that keeps it:
 * link = SHA-256(link before ‖ canonical bytes of the row), and the canonical bytes are PostgreSQL's binary form of a
 * row: the number of its fields, then of each its type, its length (-1 = null) and its bytes; numbers are big-endian.
 */

/** What the first event follows from. */
export const GENESIS: Buffer = hash('sha256', 'motcua-log-1', 'buffer');

/** The version of the form stands in every row that is hashed. */
const TAG = Buffer.from('motcua-event-1');

const [INT8, INT4, TEXT, UUID, TIMESTAMPTZ] = [20, 23, 25, 2950, 1184] as const;

/** The columns that a link covers, in their order, with the number that PostgreSQL has for their type. JSON counts as its text. */
const COVERED = [
  ['position', INT8], ['stream', TEXT], ['revision', INT4], ['event_id', UUID], ['type', TEXT], ['subject', TEXT], ['source', TEXT], ['source_id', TEXT],
  ['occurred_at', TIMESTAMPTZ], ['recorded_at', TIMESTAMPTZ], ['schema_version', INT4], ['command_id', TEXT], ['actor', TEXT], ['data', TEXT],
] as const;

export const COVERED_COLUMNS: readonly string[] = COVERED.map(([name]) => name);

/**
 * The link of an event.
 *
 * @param previous - The link before, 32 bytes.
 * @param fields - The stored values of {@link COVERED_COLUMNS}, each in its type's binary form; null as null.
 */
export function linkOf(previous: Buffer, fields: readonly (Buffer | null)[]): Buffer {
  const size = fields.reduce((sum, field) => sum + FIELD_HEAD_BYTES + (field?.length ?? 0), previous.length + 4 + FIELD_HEAD_BYTES + TAG.length);
  const bytes = Buffer.allocUnsafe(size);
  let at = previous.copy(bytes);
  at = bytes.writeInt32BE(COVERED.length + 1, at);
  at = writeField(bytes, at, TEXT, TAG);
  for (const [index, [, type]] of COVERED.entries()) at = writeField(bytes, at, type, fields[index] ?? null);
  return hash('sha256', bytes, 'buffer');
}

const FIELD_HEAD_BYTES = 8;

function writeField(bytes: Buffer, at: number, type: number, field: Buffer | null): number {
  bytes.writeInt32BE(type, at);
  bytes.writeInt32BE(field?.length ?? -1, at + 4);
  return at + FIELD_HEAD_BYTES + (field?.copy(bytes, at + FIELD_HEAD_BYTES) ?? 0);
}
