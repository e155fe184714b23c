import { z } from 'zod';
import { pageParameters } from '../paging.ts';
import { invalidParameter } from '../parameters.ts';

/** How a list is given: page by page, or whole. */
export const LIST_FORMATS = ['json', 'ndjson', 'csv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** What stays the same over all lists that are given page by page or whole. */
export const listParameters = {
  limit: z.coerce.number().int().min(1).max(10_000).optional().meta({ description: 'Of a page; 1000 unless told. A whole list has none' }),
  after: pageParameters.after,
  format: z.enum(LIST_FORMATS).default('json').meta({ description: 'json: page by page; ndjson, csv: the whole list of any size as it was at one moment, CSV in UTF-8 with a byte order mark' }),
} as const;

const LIMIT = 1_000;

type Asked = { readonly format: ListFormat; readonly limit?: number | undefined; readonly after?: string | undefined };

/** Which page, or the whole list in which form. */
export type ListQuestion = { readonly kind: 'page'; readonly limit: number; readonly after: string | undefined } | { readonly kind: 'whole'; readonly format: WholeFormat };
export type WholeFormat = Exclude<ListFormat, 'json'>;

/** @throws AppError `PARAMETER_INVALID` when a page of a whole list is asked for. */
export function listQuestion({ format, limit, after }: Asked): ListQuestion {
  if (format === 'json') return { kind: 'page', limit: limit ?? LIMIT, after };
  if (limit !== undefined || after !== undefined) {
    throw invalidParameter(limit === undefined ? '/after' : '/limit', `A list as ${format} is given whole: leave limit and after out, or ask for json.`);
  }
  return { kind: 'whole', format };
}
