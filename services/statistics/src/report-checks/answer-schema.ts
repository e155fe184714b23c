import { DIGIT_SLIPS } from '@motcua/ledger';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';

const line = z.string().meta({ description: 'The id of a figure or a rate, see /v1/definitions' });
const sum = z.array(z.object({ figure: z.string(), sign: z.union([z.literal(1), z.literal(-1)]) }));
const place = z.object({ where: z.string(), detail: z.string() });

const repair = z.object({
  node: z.string(), line, printed: z.number(), expected: z.number().nullable().meta({ description: 'null for a rate over nothing' }),
  slip: z.enum(DIGIT_SLIPS).meta({ description: 'The slip of the hand that explains it; replaced when none does' }),
});

const broken = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['split', 'levels']), id: z.string().meta({ description: 'split: the identity; levels: the figure' }), node: z.string(),
    relation: z.enum(['equal', 'at_most']).meta({ description: 'at_most: some parts are not printed, and those that are exceed the whole' }), whole: z.number(), parts: z.number(),
  }),
  z.object({
    kind: z.literal('rate'), rate: z.string(), node: z.string(), printed: z.number(), decimals: z.int(), expected: z.number().nullable(),
    fault: z.enum(['cut', 'other_base', 'wrong']), fits: z.array(z.object({ numerator: sum, denominator: sum, rate: z.string().nullable() })),
  }),
]);

/** The answer of `POST /v1/report-checks` and of `motcua check-report --json`. */
export const reportCheckAnswer = z.object({
  consistent: z.boolean().meta({ description: 'Whether there is no contradiction; it proves that the figures agree, not that they are right' }),
  source: z.string().nullable(),
  nodes: z.array(z.object({ id: z.string(), name: z.string(), parent: z.string().nullable() })),
  contradictions: z.array(z.discriminatedUnion('certainty', [
    z.object({ certainty: z.literal('certain'), broken: z.array(broken), repair }),
    z.object({ certainty: z.literal('undetermined'), broken: z.array(broken), alternatives: z.array(z.array(repair)), unlisted: z.int() }),
  ])).meta({ description: 'Mâu thuẫn: certain when every smallest repair of everything contains this one' }),
  notes: z.array(z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('in_no_class'), node: z.string(), dossiers: z.int() }),
    z.object({ kind: z.literal('in_no_part'), node: z.string(), figure: z.string(), dossiers: z.int() }),
    z.object({ kind: z.literal('nothing_to_check') }),
  ])).meta({ description: 'Ghi chú: not accounted for by what is printed; no error' }),
  ignored: z.array(place).meta({ description: 'What the file has and nobody knows how to read' }),
  assumed: z.array(place).meta({ description: 'How something was read that could mean two things' }),
  ledger: z.object({
    scope: z.string(), period: z.object({ from: z.string(), to: z.string() }), rule: z.string(), asOf: asOfSchema,
    cells: z.array(z.object({ node: z.string(), line, printed: z.number(), ledger: z.number().nullable(), same: z.boolean() })),
    unmatched: z.array(z.string()).meta({ description: 'Nodes that the ledger has no row for' }),
  }).nullable().meta({ description: 'The printed figures beside those of the ledger; null when no scope and period were named' }),
});

export type ReportCheckAnswer = z.output<typeof reportCheckAnswer>;
