import type { FindingKey, FindingsQuery } from '@motcua/database';
import { addressOf } from '@motcua/http';
import { isCivilDate } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { authorityCode } from '@motcua/dossier';
import { z } from 'zod';
import { asOfParameter } from '../figures/as-of.ts';
import { pinnedKey } from '../figures/pinned-key.ts';
import { listParameters } from '../lists/list-query.ts';
import { keyText } from '../paging.ts';
import { scopeParameter } from '../parameters.ts';
import { FINDING_DIMENSIONS, FINDING_KINDS, FINDING_SEVERITIES, FINDING_STATUSES } from './answer-schema.ts';

const filters = {
  scope: scopeParameter,
  kind: z.enum(FINDING_KINDS).optional(),
  severity: z.enum(FINDING_SEVERITIES).optional(),
  status: z.enum(FINDING_STATUSES).optional(),
  source: z.string().min(1).max(200).regex(/^\P{Cc}*$/u).optional().meta({ description: 'The system that told it; `unknown` for those without' }),
  authority: authorityCode.optional().meta({ description: 'The authority where it counts; `unknown` for those without' }),
  on: z.string().max(10).refine(isCivilDate, 'not a date such as 2024-03-31').optional().meta({
    description: 'Authorities that have ended are looked at as they are at the end of this day, such as the last one of a period to close; the day of the last event without it', example: '2024-03-31',
  }),
  asOf: asOfParameter,
};

/** The parameters of `GET /v1/findings`. */
export const findingsParameters = z.strictObject({ ...filters, ...listParameters });

/** The parameters of `GET /v1/findings/summary`. */
export const findingSummaryParameters = z.strictObject({ ...filters, by: z.enum(FINDING_DIMENSIONS).default('kind') });

/** Which findings are asked for. `on`: the day of the last event unless told. */
export type FindingsQuestion = Omit<FindingsQuery, 'upTo' | 'on'> & { readonly on?: CivilDate | undefined };

/** Where a page ended, and as of when the list is. */
export const findingKey = pinnedKey(z.tuple([z.enum(FINDING_KINDS), keyText, z.int().min(0), z.int().min(0)]).transform(
  ([kind, subject, position, refusal]): FindingKey => ({ kind, subject, position, refusal }),
));

/** The address of the list behind a count, as of its position. */
export function listLink({ scope, kind, severity, status, source, authority, on }: FindingsQuestion, asOf: number): string {
  return addressOf('/v1/findings', { scope, kind, severity, status, source, authority, on, asOf: String(asOf) });
}
