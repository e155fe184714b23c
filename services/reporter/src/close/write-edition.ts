import type { EventStore, JsonObject, NewEvent } from '@motcua/event-store';
import { streams } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { cutIntoParts, EDITION_PART, editionId, editionPartData, editionPartId, PERIOD_CLOSED, periodClosedData, periodClosedId } from '@motcua/ledger';
import type { EditionContent, PeriodClosedData } from '@motcua/ledger';
import { z } from 'zod';

/** The source under which every reporter writes. */
const SOURCE = 'urn:motcua:reporter';

/** What of a closing is not in the content: who, when, and the log's chain. Instants: RFC 3339 in UTC with milliseconds. */
export type ClosingFacts = Pick<PeriodClosedData, 'closedBy' | 'note' | 'chainRoot' | 'recordedAt'> & { readonly closedAt: string };

/** `closedAt`: now. `commandId`: of this closing alone. `partBytesMax`: as in {@link cutIntoParts}. `onPart`: told how many parts are in the log. */
export type Writing = { readonly closedAt: string; readonly commandId: string; readonly partBytesMax?: number | undefined; readonly onPart?: (part: number, parts: number) => void };

/**
 * Writes an edition: the parts of its text, then the event that makes it. What is there already is not written again, so a closing
 * that was killed goes on where it stopped, and of many that write at once the first makes the edition.
 *
 * @returns The position of the event that makes it, and whether this call wrote it or somebody else was first.
 * @throws AppError `INTERNAL`, before anything is written, when the events do not have their form.
 */
export async function writeEdition(
  store: Pick<EventStore, 'append' | 'readStream'>, data: Omit<PeriodClosedData, 'edition' | 'parts' | 'bytes'>, text: string, { closedAt, commandId, partBytesMax, onPart }: Writing,
): Promise<{ readonly position: number; readonly made: boolean }> {
  const edition = editionId(data);
  const stream = streams.period(data.scheme, data.scope, data.period);
  const texts = cutIntoParts(text, partBytesMax);
  const event = (id: string, type: string, sourceId: string, occurredAt: string, of: JsonObject): NewEvent =>
    ({ id, type, source: SOURCE, sourceId, subject: edition, occurredAt, schemaVersion: 1, data: of, ...(data.closedBy === null || type === EDITION_PART ? {} : { actor: data.closedBy }) });
  const closed = readable(periodClosedData, { ...data, edition, parts: texts.length, bytes: Buffer.byteLength(text) });
  const parts = texts.map((part, index) => readable(editionPartData, { edition, number: data.number, part: index + 1, parts: texts.length, position: data.position, sha256: data.sha256, text: part }));
  for (const of of parts) {
    const number = of.part;
    // Everything about it follows from the content, so that whoever writes the same part writes the same event.
    const verdict = await store.append({ stream, expect: { kind: 'any' }, events: [event(editionPartId(edition, data.sha256, number), EDITION_PART, `${edition}/${data.sha256}/${number}`, data.recordedAt, of)] });
    if (verdict.kind !== 'appended' && verdict.kind !== 'duplicate') throw new AppError('WRITE_CONFLICT', `Part ${number} of the edition ${edition} is in the log with other content.`);
    onPart?.(number, texts.length);
  }
  const closing = { ...event(periodClosedId(edition), PERIOD_CLOSED, edition, closedAt, closed), commandId };
  const verdict = await store.append({ stream, expect: { kind: 'any' }, events: [closing] });
  // Nobody else has the command: a duplicate is what this call wrote itself, and was not answered.
  if (verdict.kind === 'appended' || verdict.kind === 'duplicate') return { position: verdict.positions[0] ?? 0, made: true };
  return { position: await positionOfClosing(store, stream, edition), made: false };
}

/** What a reader of the log would refuse stops the projection for good: it must not be written. */
function readable<T extends JsonObject>(schema: z.ZodType<T>, data: T): T {
  const { error } = schema.safeParse(data);
  if (error !== undefined) throw new AppError('INTERNAL', `The edition is not written, because nobody could read it again: ${z.prettifyError(error)}`, { cause: error });
  return data;
}

/** Somebody else was first. */
async function positionOfClosing(store: Pick<EventStore, 'readStream'>, stream: string, edition: string): Promise<number> {
  const found = (await store.readStream(stream)).find(({ id }) => id === periodClosedId(edition));
  if (found === undefined) throw new AppError('WRITE_CONFLICT', `The edition ${edition} could not be written: the id of its closing is used in another stream.`);
  return found.position;
}

/** What the closing event tells of a content. */
export function closedDataOf(content: EditionContent, sha256: string, facts: Omit<ClosingFacts, 'closedAt'>): Omit<PeriodClosedData, 'edition' | 'parts' | 'bytes'> {
  const { period: { scheme, scope, period, number, from, to }, position, predecessor, opening, definitions, versions, findings, accepted, tables } = content;
  const named = (values: readonly number[]): Record<string, number> => Object.fromEntries(definitions.figures.map(({ id }, index) => [id, values[index] ?? 0]));
  return {
    number, scheme, scope, period, from, to, position, sha256, predecessor, previous: opening.previous, openingDiffers: opening.different.length,
    totals: tables.filter(({ by }) => by === 'level').map(({ rule, rows, total }) => ({ rule, levels: rows.map(({ node, values }) => ({ level: node, figures: named(values) })), total: named(total) })),
    versions: { ...versions, definitions: Object.fromEntries([...definitions.figures, ...definitions.rates, ...definitions.indicators].map(({ id, version }) => [id, version])) },
    findings, accepted, ...facts,
  };
}
