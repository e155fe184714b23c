import { z } from 'zod';

/** What is asked for by an address, in its order; what is undefined is left out. */
export type Asked = { readonly [parameter: string]: string | undefined };

/** A cell's row of a table of figures: the table's question, and the `row`; the whole scope without one. `asOf`: the position that the table is as of. */
export type CellQuestion = {
  readonly scope: string; readonly period: string; readonly scheme: string; readonly by: string; readonly rule: string;
  readonly until?: string | undefined; readonly structureOn?: string | undefined; readonly row?: string | undefined; readonly asOf: number;
};

/** Where the numbers of a row open. */
export const cellLinksSchema = z.object({
  dossiers: z.string().meta({ description: 'The list of the dossiers behind a figure: an RFC 6570 template, {figure} is the id of a figure of this row' }),
  events: z.string().meta({ description: 'The list of the events behind it' }),
}).meta({ description: 'Pinned to what this answer is as of: the lists are those of the numbers shown, whatever is recorded later' });

export type CellLinks = Readonly<z.output<typeof cellLinksSchema>>;

/**
 * The links of a row of a table, pinned to what the table is as of: they give the members of what was shown, whatever is recorded later.
 * The service of figures answers them; a service that shows its figures elsewhere, such as in an edition, points there.
 */
export function cellLinks({ scope, period, scheme, by, rule, until, structureOn, row, asOf }: CellQuestion): CellLinks {
  const asked = { scope, period, scheme, by, rule, until, structureOn, row, asOf: String(asOf) };
  return { dossiers: addressOf('/v1/figures/{figure}/dossiers', asked), events: addressOf('/v1/figures/{figure}/events', asked) };
}

/** A path with its parameters. */
export function addressOf(path: string, asked: Asked): string {
  return `${path}?${Object.entries(asked).flatMap(([name, value]) => value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]).join('&')}`;
}
