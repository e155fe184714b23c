import { EDITION_DIMENSIONS, RESTATEMENT_REASONS } from '@motcua/ledger';
import { z } from 'zod';
import { eventSchema } from '../figures/event-rows.ts';
import { nextSchema } from '../paging.ts';

const reason = z.enum(RESTATEMENT_REASONS);

const change = z.object({
  figure: z.string(), label: z.string(),
  before: z.int().nullable().meta({ description: 'null: the edition had no such line' }), after: z.int().nullable(), difference: z.int(),
  reasons: z.array(z.object({
    reason, label: z.string(), amount: z.int(),
    link: z.string().nullable().meta({ description: 'The dossiers and events that are responsible; null where there are none: the program counts otherwise' }),
  })).meta({ description: 'Their amounts add up to the difference' }),
});

/** The answer of `GET /v1/editions/{id}/diff`. */
export const diffAnswer = z.object({
  edition: z.object({ id: z.string(), position: z.int() }),
  later: z.object({ id: z.string().nullable().meta({ description: 'null: the ledger as of the position' }), position: z.int() }),
  scope: z.string(), period: z.object({ scheme: z.string(), id: z.string(), from: z.string(), to: z.string() }),
  by: z.enum(EDITION_DIMENSIONS), rule: z.string(),
  cells: z.int().meta({ description: 'How many were compared' }), changed: z.int(),
  rows: z.array(z.object({ row: z.string().nullable().meta({ description: 'null: the whole scope' }), name: z.string().nullable(), changes: z.array(change) })),
  declarations: z.array(z.object({ position: z.int(), code: z.string(), validFrom: z.string(), name: z.string() }))
    .meta({ description: 'Of authorities, that became known between the two' }),
  definitions: z.array(z.object({ figure: z.string(), before: z.int().nullable(), after: z.int().nullable() })).meta({ description: 'Versions of the lines that are defined otherwise' }),
});
export type DiffAnswer = z.output<typeof diffAnswer>;

/** The answer of `GET /v1/editions/{id}/diff/dossiers`: the amounts of all pages add up to that of the reason. */
export const diffMembersAnswer = z.object({
  edition: z.string(), figure: z.string(), label: z.string(), row: z.string().nullable(), reason,
  upTo: z.int().meta({ description: 'The position up to which is compared; further pages are of the same one, whatever is recorded meanwhile' }),
  dossiers: z.array(z.object({ dossier: z.string(), amount: z.int(), events: z.array(eventSchema) })),
  next: nextSchema,
});
