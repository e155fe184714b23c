import type { Edition } from '@motcua/database';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { periodClosedData } from '@motcua/ledger';
import type { PeriodClosedData } from '@motcua/ledger';
import { z } from 'zod';

const told = periodClosedData.omit({ scheme: true, period: true, from: true, to: true, position: true, recordedAt: true, edition: true }).shape;
const toldBefore = periodClosedData.pick({ number: true, scope: true, sha256: true, predecessor: true, previous: true, openingDiffers: true, totals: true, versions: true, findings: true, accepted: true, closedBy: true, note: true, chainRoot: true }).shape;

/** What an edition says of itself; also what a preview says, without when it was made. */
const head = {
  id: z.string().meta({ description: 'Of the edition', example: 'vpcp-15-14-H57-2024-Q1-1' }),
  period: z.object({ scheme: z.enum(PERIOD_SCHEMES), id: z.string(), from: z.string(), to: z.string() }),
  asOf: z.object({ position: z.int(), recordedAt: z.string() }).meta({ description: 'The last event of the log that is counted' }),
};

/** A preview: what an edition would say. */
export const previewSchema = z.object({ ...head, ...toldBefore });

/** An edition as every answer shows it. */
export const editionSchema = z.object({
  ...head, ...told,
  closedAt: z.string().meta({ description: 'When the log recorded the closing' }),
  closedPosition: z.int().meta({ description: 'Where the closing stands in the log' }),
  links: z.object({ self: z.string(), tables: z.string(), content: z.string() }).meta({ description: '`tables` is an RFC 6570 template with {rule} and {by}' }),
});

export type EditionAnswer = z.output<typeof editionSchema>;
export type PreviewAnswer = z.output<typeof previewSchema>;

/** An edition as answers show it. */
export function editionAnswer({ position, recordedAt, closed }: Edition): EditionAnswer {
  const self = `/v1/editions/${encodeURIComponent(closed.edition)}`;
  return {
    ...previewAnswer(closed), parts: closed.parts, bytes: closed.bytes, closedAt: recordedAt, closedPosition: position,
    links: { self, tables: `${self}/tables?rule={rule}&by={by}`, content: `${self}/content` },
  };
}

/** What an edition would say. */
export function previewAnswer(data: Omit<PeriodClosedData, 'parts' | 'bytes'>): PreviewAnswer {
  const { edition: id, scheme, period, from, to, position, recordedAt, ...rest } = data;
  const { number, scope, sha256, predecessor, previous, openingDiffers, totals, versions, findings, accepted, closedBy, note, chainRoot } = rest;
  return {
    id, period: { scheme, id: period, from, to }, asOf: { position, recordedAt }, number, scope, sha256, predecessor, previous, openingDiffers, totals: totals.map(ordered), versions, findings, accepted,
    closedBy, note, chainRoot,
  };
}

/** A database gives names back in an order of its own: people compare a preview with its edition line by line. */
function ordered({ rule, levels, total }: PeriodClosedData['totals'][number]): PeriodClosedData['totals'][number] {
  return { rule, levels: levels.map(({ level, figures }) => ({ level, figures: byName(figures) })), total: byName(total) };
}

function byName<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
