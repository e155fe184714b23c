import { cellLinks, cellLinksSchema } from '@motcua/http';
import type { CellLinks } from '@motcua/http';
import { countsOf, EDITION_DIMENSIONS, ratesOf, rowHead, rowsInOrder } from '@motcua/ledger';
import type { EditionContent, EditionDimension } from '@motcua/ledger';
import { z } from 'zod';

const values = z.record(z.string(), z.union([z.number(), z.null()]));
const row = z.looseObject({
  level: z.string().optional(), authority: z.string().optional(), field: z.string().optional(), procedure: z.string().optional(), channel: z.string().optional(), name: z.string().nullable().optional(),
  links: cellLinksSchema,
}).meta({ description: 'Every figure and every rate of the edition\'s definitions by its id' });

/** The answer of `GET /v1/editions/{id}/tables`: as `GET /v1/figures` answers, as of the edition's position and by its definitions. */
export const tableSchema = z.object({
  edition: z.string(), scope: z.string(), period: z.object({ scheme: z.string(), id: z.string(), from: z.string(), to: z.string() }),
  asOf: z.object({ position: z.int() }), by: z.enum(EDITION_DIMENSIONS), rule: z.string(), rows: z.array(row), total: values, links: cellLinksSchema,
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
    rows: rowsInOrder(by, table.rows).map((one) => ({ ...rowHead(by, one), ...lines(one.values), links: linksOf(content, rule, by, one.node) })),
    total: lines(table.total), links: linksOf(content, rule, by),
  };
}

/** As of the edition's position: the members of what was printed. */
function linksOf({ period: { scheme, scope, period }, position: asOf }: EditionContent, rule: string, by: EditionDimension, row?: string): CellLinks {
  return cellLinks({ scope, period, scheme, by, rule, row, asOf });
}
