import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Append } from '@motcua/event-store';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { grantAll } from './bench-server.ts';

/**
 * What one gets without a store: rows written straight into a table of the log's own columns, constraints and indexes.
 * Nobody checks a revision, finds a duplicate, keeps an order, or tells a subscriber.
 */
export const BARE_TABLE = `
  create schema bare;
  create table bare.event (like log.event including all);
  alter table bare.event drop column chain;
  ${grantAll('bare')}`;

/** A row of the table. Every contender begins with the same objects and pays for its own way of writing them. */
export type BareRow = readonly [
  position: number, stream: string, revision: number, eventId: string, type: string, subject: string, source: string, sourceId: string,
  occurredAt: string, recordedAt: string, schemaVersion: number, commandId: string | null, actor: string | null, data: string,
];

const COLUMNS = 'position, stream, revision, event_id, type, subject, source, source_id, occurred_at, recorded_at, schema_version, command_id, actor, data';
const TYPES = ['bigint', 'text', 'int', 'uuid', 'text', 'text', 'text', 'text', 'timestamptz', 'timestamptz', 'int', 'text', 'json', 'json'] as const;

let lastPosition = 0;

/** Gives an append its row, with the next position of this process. */
function rowOf({ stream, expect, events }: Append): BareRow {
  const [event] = events;
  if (event === undefined) throw new RangeError('An append without events.');
  const revision = expect.kind === 'exact' ? expect.revision + 1 : 0;
  return [
    lastPosition += 1, stream, revision, event.id, event.type, event.subject, event.source, event.sourceId, event.occurredAt,
    new Date().toISOString(), event.schemaVersion, event.commandId ?? null, event.actor === undefined ? null : JSON.stringify(event.actor), JSON.stringify(event.data),
  ];
}

/** (a) One row, one transaction. */
export async function insertRow(client: pg.ClientBase, append: Append): Promise<void> {
  await client.query({ name: 'insert-row', text: INSERT, values: [...rowOf(append)] });
}

const INSERT = `insert into bare.event (${COLUMNS}) values (${TYPES.map((_, index) => `$${index + 1}`).join(', ')})`;

/** (b) Many rows by arrays, one transaction. */
export async function unnestRows(client: pg.ClientBase, appends: readonly Append[]): Promise<void> {
  const rows = appends.map(rowOf);
  await client.query({ name: 'unnest-rows', text: UNNEST, values: TYPES.map((_, column) => rows.map((row) => row[column])) });
}

const UNNEST = `insert into bare.event (${COLUMNS}) select * from unnest(${TYPES.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})`;

/** (c) COPY, one transaction. */
export async function copyRows(client: pg.ClientBase, appends: readonly Append[]): Promise<void> {
  const text = appends.map((append) => `${rowOf(append).map(copyText).join('\t')}\n`).join('');
  await pipeline(Readable.from([Buffer.from(text)]), client.query(copyFrom(`copy bare.event (${COLUMNS}) from stdin`)));
}

function copyText(value: string | number | null): string | number {
  if (value === null) return '\\N';
  return typeof value === 'number' || !/[\\\t\n\r]/.test(value) ? value : value.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign);
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
