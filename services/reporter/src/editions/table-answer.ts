import { CHANNELS, LEVELS, UNKNOWN } from '@motcua/dossier';
import { countsOf, EDITION_DIMENSIONS, ratesOf } from '@motcua/ledger';
import type { EditionContent, EditionDimension, EditionRow } from '@motcua/ledger';
import { z } from 'zod';

const links = z.object({ dossiers: z.string(), events: z.string() }).meta({ description: 'RFC 6570 templates: {figure} is the id of a figure' });
const values = z.record(z.string(), z.union([z.number(), z.null()]));
const row = z.looseObject({
  level: z.string().optional(), authority: z.string().optional(), field: z.string().optional(), procedure: z.string().optional(), channel: z.string().optional(), name: z.string().nullable().optional(),
  links,
}).meta({ description: 'Every figure and every rate of the edition\'s definitions by its id' });

/** The answer of `GET /v1/editions/{id}/tables`: as `GET /v1/figures` answers, as of the edition's position and by its definitions. */
export const tableSchema = z.object({
  edition: z.string(), scope: z.string(), period: z.object({ scheme: z.string(), id: z.string(), from: z.string(), to: z.string() }),
  asOf: z.object({ position: z.int() }), by: z.enum(EDITION_DIMENSIONS), rule: z.string(), rows: z.array(row), total: values, links,
});

type TableAnswer = z.output<typeof tableSchema>;

/** A table of an edition; undefined when the edition has no book of the rule. */
export function tableAnswer(edition: string, content: EditionContent, rule: string, by: EditionDimension): TableAnswer | undefined {
  const table = content.tables.find((one) => one.rule === rule && one.by === by);
  if (table === undefined) return undefined;
  const { scheme, scope, period: id, from, to } = content.period;
  const rates = content.definitions.rates.filter((rate) => rate.rule === undefined || rate.rule === rule);
  const lines = (numbers: readonly number[]): Record<string, number | null> => {
    const figures = countsOf(numbers, content.definitions);
    return { ...figures, ...ratesOf(figures, { rates }) };
  };
  return {
    edition, scope, period: { scheme, id, from, to }, asOf: { position: content.position }, by, rule,
    rows: table.rows.toSorted((a, b) => rankOf(by, a) - rankOf(by, b) || (a.node < b.node ? -1 : 1)).map((one) => ({ ...headOf(by, one), ...lines(one.values), links: linksOf(content, rule, by, one.node) })),
    total: lines(table.total), links: linksOf(content, rule, by),
  };
}

function headOf(by: EditionDimension, { node, name, level, field }: EditionRow): Readonly<Record<string, string | null>> {
  switch (by) {
    case 'level': return { level: node };
    case 'channel': return { channel: node };
    case 'field': return { field: node, name: name ?? null };
    case 'authority': return { authority: node, name: name ?? null, ...(level === undefined ? {} : { level }) };
    case 'procedure': return { procedure: node, name: name ?? null, ...(field === undefined ? {} : { field }) };
  }
}

/** Province, district, commune; channels in their order; then by code, and whatever is unknown last. */
function rankOf(by: EditionDimension, { node, level }: EditionRow): number {
  const order: readonly (string | undefined)[] = by === 'channel' ? CHANNELS : LEVELS;
  const key = by === 'authority' ? level : node;
  if (by === 'field' || by === 'procedure') return node === UNKNOWN ? 1 : 0;
  return order.includes(key) ? order.indexOf(key) : order.length;
}

/** Pinned to the edition's position: the members of what was printed, whatever is recorded later. */
function linksOf({ period: { scheme, scope, period }, position }: EditionContent, rule: string, by: EditionDimension, node?: string): { readonly dossiers: string; readonly events: string } {
  const asked = { scope, period, scheme, by, rule, row: node, asOf: String(position) };
  const query = Object.entries(asked).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]).join('&');
  return { dossiers: `/v1/figures/{figure}/dossiers?${query}`, events: `/v1/figures/{figure}/events?${query}` };
}
