import { AppError } from '@motcua/kernel';
import type { Client } from 'pg';
import type { Verdict } from '../port.ts';
import type { EncodedAppend, EncodedEvent } from './event-columns.ts';
import { textArray } from './text-array.ts';

/** Prepared once a connection. The texts of numbers, instants and ids get their types here. */
const APPEND = {
  name: 'motcua-append',
  text: `select append_no, verdict, positions, last_revision, recorded, reused_id from log.append(
    $1::text[]::int[], $2::text[], $3::text[]::int[], $4::text[]::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[]::timestamptz[], $10::text[]::int[], $11::text[], $12::text[], $13::text[])`,
} as const;

/**
 * Runs one batch: every append gets its verdict, in order. No two appends of it may name the same stream or event id.
 *
 * @throws pg's error when the statement fails; then nothing of the batch is written, unless the connection was lost.
 */
export async function runAppends(client: Client, appends: readonly EncodedAppend[]): Promise<readonly Verdict[]> {
  const { rows } = await client.query<VerdictRow>({ ...APPEND, values: columnsOf(appends), rowMode: 'array' });
  const verdicts = rows.map(decodeVerdict);
  const numbered = rows.every((row, index) => Number(row[0]) === index);
  if (verdicts.length !== appends.length || !numbered) {
    throw new AppError('INTERNAL', `The log gave ${verdicts.length} verdicts on ${appends.length} appends`);
  }
  return verdicts;
}

function columnsOf(appends: readonly EncodedAppend[]): Buffer[] {
  const flat = appends.flatMap((append, index) => append.events.map((event) => ({ append, event, no: String(index) })));
  const perEvent = (pick: (event: EncodedEvent) => string | null) => textArray(flat.map(({ event }) => pick(event)));
  return [
    textArray(flat.map(({ no }) => no)),
    textArray(flat.map(({ append }) => append.stream)),
    textArray(flat.map(({ append }) => append.expected)),
    perEvent((event) => event.id),
    perEvent((event) => event.type),
    perEvent((event) => event.subject),
    perEvent((event) => event.source),
    perEvent((event) => event.sourceId),
    perEvent((event) => event.occurredAt),
    perEvent((event) => event.schemaVersion),
    perEvent((event) => event.commandId),
    perEvent((event) => event.actor),
    perEvent((event) => event.data),
  ];
}

type VerdictRow = [no: string, kind: Verdict['kind'], positions: string, revision: string, recordedAt: string, reusedId: string];

function decodeVerdict([, kind, positions, revision, recordedAt, reusedId]: VerdictRow): Verdict {
  switch (kind) {
    case 'appended':
    case 'duplicate':
      return { kind, positions: positions.slice(1, -1).split(',').map(Number), revision: Number(revision), recordedAt };
    case 'wrong_revision': return { kind, current: Number(revision) };
    case 'id_reused': return { kind, id: reusedId };
  }
}
