import { hash } from 'node:crypto';
import { canonicalJson } from '@motcua/kernel';
import type { RecordedEvent } from './port.ts';

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

/** The values of one row in the binary forms of their types; null as null. */
export type BinaryRow = readonly (Buffer | null)[];

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
export function linkOf(previous: Buffer, fields: BinaryRow): Buffer {
  const size = fields.reduce((sum, field) => sum + FIELD_HEAD_BYTES + (field?.length ?? 0), previous.length + 4 + FIELD_HEAD_BYTES + TAG.length);
  const bytes = Buffer.allocUnsafe(size);
  let at = previous.copy(bytes);
  at = bytes.writeInt32BE(COVERED.length + 1, at);
  at = writeField(bytes, at, TEXT, TAG);
  for (const [index, [, type]] of COVERED.entries()) at = writeField(bytes, at, type, fields[index] ?? null);
  return hash('sha256', bytes, 'buffer');
}

/**
 * An event's values as {@link COVERED_COLUMNS} names them, each in its type's binary form: what a link covers, and what
 * PostgreSQL takes in a binary COPY.
 *
 * @throws TypeError when data or actor have no JSON form.
 */
export function coveredFields(event: RecordedEvent): BinaryRow {
  return [
    int8(BigInt(event.position)), Buffer.from(event.stream), int4(event.revision), Buffer.from(event.id.replaceAll('-', ''), 'hex'), Buffer.from(event.type),
    Buffer.from(event.subject), Buffer.from(event.source), Buffer.from(event.sourceId), instant(event.occurredAt), instant(event.recordedAt),
    int4(event.schemaVersion), event.commandId === undefined ? null : Buffer.from(event.commandId),
    event.actor === undefined ? null : Buffer.from(canonicalJson(event.actor)), Buffer.from(canonicalJson(event.data)),
  ];
}

function int4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

/** PostgreSQL counts microseconds from the beginning of the year 2000, which may lie behind. */
function instant(text: string): Buffer {
  return int8(BigInt(Date.parse(text) - MILLENNIUM) * 1_000n);
}

const MILLENNIUM = Date.UTC(2000, 0, 1);

const FIELD_HEAD_BYTES = 8;

function writeField(bytes: Buffer, at: number, type: number, field: Buffer | null): number {
  bytes.writeInt32BE(type, at);
  bytes.writeInt32BE(field?.length ?? -1, at + 4);
  return at + FIELD_HEAD_BYTES + (field?.copy(bytes, at + FIELD_HEAD_BYTES) ?? 0);
}
