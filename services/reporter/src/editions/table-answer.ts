import { cellLinks, cellLinksSchema, rateDistanceSchema, rateTargetSchema } from '@motcua/http';
import type { CellLinks } from '@motcua/http';
import { countsOf, eachTargetOnce, EDITION_DIMENSIONS, rateDistancesOf, ratesOf, rateTargetsOf, rowHead, rowsInOrder, shippedTargets } from '@motcua/ledger';
import type { EditionContent, EditionDimension, RateTarget } from '@motcua/ledger';
import { z } from 'zod';

const values = z.record(z.string(), z.union([z.number(), z.null()]));
const distances = z.record(z.string(), rateDistanceSchema).meta({ description: 'How far each rate is from its target, by the rate\'s id. Targets are no part of an edition: those of the program that answers' });
const row = z.looseObject({
  level: z.string().optional(), authority: z.string().optional(), field: z.string().optional(), procedure: z.string().optional(), channel: z.string().optional(), name: z.string().nullable().optional(),
  distances, links: cellLinksSchema,
}).meta({ description: 'Every figure and every rate of the edition\'s definitions by its id' });

/** The answer of `GET /v1/editions/{id}/tables`: as `GET /v1/figures` answers, as of the edition's position and by its definitions. */
export const tableSchema = z.object({
  edition: z.string(), scope: z.string(), period: z.object({ scheme: z.string(), id: z.string(), from: z.string(), to: z.string() }),
  asOf: z.object({ position: z.int() }), by: z.enum(EDITION_DIMENSIONS), rule: z.string(),
  targets: z.array(rateTargetSchema).meta({ description: 'Chỉ tiêu được giao: the targets that the rates of this answer are measured against' }),
  rows: z.array(row), total: values, distances, links: cellLinksSchema,
});

type TableAnswer = z.output<typeof tableSchema>;

/** A table of an edition; undefined when the edition has no book of the rule. */
export function tableAnswer(edition: string, content: EditionContent, rule: string, by: EditionDimension): TableAnswer | undefined {
  const table = content.tables.find((one) => one.rule === rule && one.by === by);
  if (table === undefined) return undefined;
  const { scheme, scope, period: id, from, to } = content.period;
  const rates = content.definitions.rates.filter((rate) => rate.rule === undefined || rate.rule === rule);
  const targetsAt = (authority?: string): readonly RateTarget[] => rateTargetsOf(shippedTargets, { rates: rates.map((rate) => rate.id), scope, authority, on: to });
  const whole = targetsAt();
  const ownTargets = (node: string): readonly RateTarget[] => by === 'authority' ? targetsAt(node) : whole;
  const lines = (numbers: readonly number[], targets: readonly RateTarget[]): { readonly values: Record<string, number | null>; readonly distances: TableAnswer['distances'] } => {
    const figures = countsOf(numbers, content.definitions);
    const percents = ratesOf(figures, { rates });
    return { values: { ...figures, ...percents }, distances: rateDistancesOf(targets, percents) };
  };
  const total = lines(table.total, whole);
  return {
    edition, scope, period: { scheme, id, from, to }, asOf: { position: content.position }, by, rule,
    targets: [...eachTargetOnce([...whole, ...table.rows.flatMap(({ node }) => ownTargets(node))])],
    rows: rowsInOrder(by, table.rows).map((one) => {
      const own = lines(one.values, ownTargets(one.node));
      return { ...rowHead(by, one), ...own.values, distances: own.distances, links: linksOf(content, rule, by, one.node) };
    }),
    total: total.values, distances: total.distances, links: linksOf(content, rule, by),
  };
}

/** As of the edition's position: the members of what was printed. */
function linksOf({ period: { scheme, scope, period }, position: asOf }: EditionContent, rule: string, by: EditionDimension, row?: string): CellLinks {
  return cellLinks({ scope, period, scheme, by, rule, row, asOf });
}
