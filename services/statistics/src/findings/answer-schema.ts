import { findingLabels } from '@motcua/ledger';
import type { FindingKind } from '@motcua/ledger';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';
import { nextSchema } from '../paging.ts';

/** Every kind of finding. */
export const FINDING_KINDS = Object.keys(findingLabels) as [FindingKind, ...FindingKind[]];
export const FINDING_SEVERITIES = ['blocking', 'warning'] as const;
export const FINDING_STATUSES = ['open', 'settled'] as const;
export const FINDING_DIMENSIONS = ['kind', 'source', 'authority'] as const;

const about = {
  asOf: asOfSchema,
  scope: z.string(),
  includesRefused: z.boolean().meta({ description: 'Whether what the intake refused is looked at here; else the findings are only those of the log' }),
};
const what = {
  kind: z.enum(FINDING_KINDS), label: z.string(), severity: z.enum(FINDING_SEVERITIES), severityLabel: z.string(),
  whatToDo: z.string().meta({ description: 'Việc cần làm' }),
};

/** The answer of `GET /v1/findings`. */
export const findingsAnswer = z.object({
  ...about,
  findings: z.array(z.object({
    ...what,
    name: z.string().nullable().meta({ description: 'Of a blocking finding: the name by which it is accepted when a period is closed', example: 'authority_cycle:H58.2:4' }),
    status: z.enum(FINDING_STATUSES).meta({ description: 'settled: it was so and is not so any more' }),
    origin: z.enum(['log', 'refused']).meta({ description: 'log: of an event that counts. refused: of an event that the intake did not take' }),
    subject: z.string().meta({ description: 'The code of the dossier or of the authority, or the name of another stream' }),
    position: z.int().meta({ description: 'Of the event; of a refused one, how far the log was when it came last' }),
    source: z.string().meta({ description: 'The system that told it; `unknown` when nobody can say' }),
    authority: z.string().meta({ description: 'Where it counts; `unknown` when nobody can say' }),
    authorityName: z.string().nullable(),
    day: z.string().nullable().meta({ description: 'The civil date of the event' }),
    detail: z.unknown(),
    links: z.object({ dossier: z.string().nullable(), rejection: z.string().nullable() }),
  })),
  next: nextSchema,
});

const count = { count: z.int(), open: z.int(), settled: z.int() };
const links = z.object({ count: z.string(), open: z.string().nullable(), settled: z.string().nullable() }).meta({ description: 'The addresses of the lists behind the counts, as of the same position; null for the status that was not asked for' });

/** The answer of `GET /v1/findings/summary`. */
export const findingSummaryAnswer = z.object({
  ...about,
  by: z.enum(FINDING_DIMENSIONS),
  rows: z.array(z.object({
    ...what,
    source: z.string().nullable().meta({ description: 'With by=source' }), authority: z.string().nullable().meta({ description: 'With by=authority' }),
    authorityName: z.string().nullable(), ...count, links,
  })),
  total: z.object({ ...count, blockingOpen: z.int().meta({ description: 'Of the open ones: those that keep a period from being closed' }), links }),
});
