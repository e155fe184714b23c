import { Readable } from 'node:stream';
import { openSnapshot } from '@motcua/database';
import type { AsOf, Database, Snapshot } from '@motcua/database';
import type { WholeFormat } from './list-query.ts';
import { listText } from './list-text.ts';
import type { ListRow } from './list-text.ts';

/**
 * A list as a reader of the ledger gives it: its rows in batches, read one after the other from the snapshot that it got.
 *
 * `definition`: of the line that the list opens, `id@version`; none when it opens no line. Every row gets it as its last column, so that
 * a file says by which definition it was counted wherever it is kept, and is a plain table for every program.
 */
export type ListSource = { readonly asOf: AsOf; readonly definition?: string; readonly batches: AsyncIterable<readonly ListRow[]> };

/** A whole list as text. Whoever has it reads `text` to its end or returns it; until then it keeps a connection. */
export type WholeList = { readonly format: WholeFormat; readonly asOf: AsOf; readonly definition: string | undefined; readonly text: AsyncIterableIterator<string> };

/** How an answer is sent; a reply of the HTTP server is one. */
export type ListReply = { header(name: string, value: string): unknown; type(mediaType: string): unknown; send(payload: unknown): unknown };

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const satisfies Record<WholeFormat, string>;

/**
 * Opens a list of any size as it is at one moment. What is held at a time does not grow with it.
 *
 * @param columns - Of the CSV, in order, without the `definition`.
 * @param read - Refuses what can be refused before it returns: what fails later breaks the text off.
 */
export async function openWholeList({ db }: Pick<Database, 'db'>, format: WholeFormat, columns: readonly string[], read: (snapshot: Snapshot) => Promise<ListSource>): Promise<WholeList> {
  const snapshot = await openSnapshot(db);
  try {
    const { asOf, definition, batches } = await read(snapshot);
    const text = definition === undefined ? listText(format, columns, batches) : listText(format, [...columns, 'definition'], defined(batches, definition));
    return { format, asOf, definition, text: closing(text, snapshot.close) };
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

/**
 * Sends a list as a file with a link to what its definition says (`describedby`, as CSV on the Web has it), as fast as the client takes it; a client that goes away ends the reading, and one that gets less
 * than everything sees a connection that broke off.
 *
 * @param name - Of the file, without the part that says what the list is as of.
 */
export function sendWholeList(reply: ListReply, { format, asOf, definition, text }: WholeList, name: string): void {
  reply.type(MEDIA_TYPES[format]);
  reply.header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}-as-of-${asOf.position}.${format}"`);
  reply.header('cache-control', 'no-cache');
  if (definition !== undefined) reply.header('link', '</v1/definitions>; rel="describedby"; type="application/json"');
  reply.send(Readable.from(text, { objectMode: false, highWaterMark: 1 << 16 }));
}

async function* defined(batches: AsyncIterable<readonly ListRow[]>, definition: string): AsyncGenerator<readonly ListRow[]> {
  for await (const rows of batches) yield rows.map((row) => ({ ...row, definition }));
}

/** Closes behind the last item, behind a failure, and when nobody wants more, also before anybody wanted the first. */
function closing(items: AsyncIterator<string>, close: () => Promise<void>): AsyncIterableIterator<string> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const item = await items.next();
        if (item.done === true) await close();
        return item;
      } catch (error) {
        await close();
        throw error;
      }
    },
    async return() {
      await items.return?.();
      await close();
      return { done: true, value: undefined };
    },
  };
}
