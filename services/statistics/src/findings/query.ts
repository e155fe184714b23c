import type { FindingKey, FindingsQuery } from '@motcua/database';
import { WHOLE_COUNTRY } from '@motcua/database';
import { authorityCode } from '@motcua/dossier';
import { z } from 'zod';
import { keyText, pageParameters } from '../paging.ts';
import { FINDING_DIMENSIONS, FINDING_KINDS, FINDING_SEVERITIES, FINDING_STATUSES } from './answer-schema.ts';

const filters = {
  scope: authorityCode.default(WHOLE_COUNTRY).meta({ description: 'Mã cơ quan, with everything under it; VN: everything', example: 'H57' }),
  kind: z.enum(FINDING_KINDS).optional(),
  severity: z.enum(FINDING_SEVERITIES).optional(),
  status: z.enum(FINDING_STATUSES).optional(),
  source: z.string().min(1).max(200).regex(/^\P{Cc}*$/u).optional().meta({ description: 'The system that told it; `unknown` for those without' }),
  authority: authorityCode.optional().meta({ description: 'The authority where it counts; `unknown` for those without' }),
  asOf: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().meta({ description: 'As known at this position of the log; now without it' }),
};

/** The parameters of `GET /v1/findings`. */
export const findingsParameters = z.strictObject({ ...filters, ...pageParameters });

/** The parameters of `GET /v1/findings/summary`. */
export const findingSummaryParameters = z.strictObject({ ...filters, by: z.enum(FINDING_DIMENSIONS).default('kind') });

/** Which findings are asked for, as of which position. */
export type FindingsQuestion = Omit<FindingsQuery, 'upTo'> & { readonly asOf?: number | undefined };

/** Where a page ended. */
export const findingKey = z.tuple([z.enum(FINDING_KINDS), keyText, z.int().min(0), z.int().min(0)]).transform(
  ([kind, subject, position, refusal]): FindingKey => ({ kind, subject, position, refusal }),
);

/** The address of the list behind a count. */
export function listLink({ scope, asOf, kind, severity, status, source, authority }: FindingsQuestion): string {
  const given = Object.entries({ scope, kind, severity, status, source, authority, asOf }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
  return `/v1/findings?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
}
