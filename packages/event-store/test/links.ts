import { createHash } from 'node:crypto';
import { onConnection } from './fresh-log.ts';

/** A stored event as the test sees it: its link, and the link that its columns give, reckoned in another way than the store's. */
export type StoredLink = { readonly position: number; readonly chain: string; readonly reckoned: string };

/** Every link of the log, reckoned from the columns' texts by the words of docs/reference/log-chain.md. */
export async function storedLinks(ownerUrl: string): Promise<readonly StoredLink[]> {
  const { rows } = await onConnection(ownerUrl, (client) => client.query<Row>(`
    select position, stream, revision, event_id::text, type, subject, source, source_id, occurred_at, recorded_at, schema_version, command_id,
      actor::text, data::text, encode(chain, 'hex') as chain from log.event order by position`));
  let previous = createHash('sha256').update('motcua-log-1').digest();
  return rows.map((row) => {
    const reckoned = createHash('sha256').update(previous).update(Buffer.concat([int4(15), ...fieldsOf(row)])).digest();
    previous = Buffer.from(row.chain, 'hex');
    return { position: Number(row.position), chain: row.chain, reckoned: reckoned.toString('hex') };
  });
}

type Row = {
  readonly position: string; readonly stream: string; readonly revision: number; readonly event_id: string; readonly type: string; readonly subject: string;
  readonly source: string; readonly source_id: string; readonly occurred_at: Date; readonly recorded_at: Date; readonly schema_version: number;
  readonly command_id: string | null; readonly actor: string | null; readonly data: string; readonly chain: string;
};

function fieldsOf(row: Row): Buffer[] {
  return [
    text('motcua-event-1'), field(20, int8(BigInt(row.position))), text(row.stream), field(23, int4(row.revision)),
    field(2950, Buffer.from(row.event_id.replaceAll('-', ''), 'hex')), text(row.type), text(row.subject), text(row.source), text(row.source_id),
    instant(row.occurred_at), instant(row.recorded_at), field(23, int4(row.schema_version)), text(row.command_id), text(row.actor), text(row.data),
  ];
}

function field(type: number, bytes: Buffer | null): Buffer {
  return Buffer.concat([int4(type), int4(bytes?.length ?? -1), bytes ?? Buffer.alloc(0)]);
}

function text(value: string | null): Buffer {
  return field(25, value === null ? null : Buffer.from(value));
}

/** Microseconds since the beginning of 2000, UTC. */
function instant(at: Date): Buffer {
  return field(1184, int8(BigInt(at.getTime() - Date.UTC(2000, 0, 1)) * 1000n));
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int8(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
