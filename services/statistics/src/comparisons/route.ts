import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { z } from 'zod';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { LogPositions } from '../figures/as-of.ts';
import { comparisonAnswer } from './answer-schema.ts';
import type { MappedAuthority } from './mapping.ts';
import { comparisonParameters, comparisonQuery } from './query.ts';
import { readComparison } from './read-comparison.ts';

const schema = {
  tags: ['statistics'],
  summary: 'So sánh hai kỳ: the figures of two periods side by side',
  description: 'Counts with their difference in dossiers and in per cent, rates with their difference in percentage points, and each with its distance from the target of its period. '
    + 'A level or authority that was not there in one period is said to have been not there. With mapped=true both periods stand in the structure of the later one\'s last day, and the answer lists what that moved.',
  querystring: comparisonParameters,
  response: { 200: comparisonAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/comparisons`. */
export function addComparisonsRoute(server: HttpServer, { db }: Pick<Database, 'db'>, log: LogPositions): void {
  server.get('/v1/comparisons', { schema }, async (request) => {
    const { asOf, ...asked } = request.query;
    const [query, when] = [comparisonQuery(asked), asOfQuestion(asOf)];
    const { rows, mapping, targets, ...answer } = await inSnapshot(db, async (present) => readComparison(await asKnown(present, log, when), query));
    return { ...answer, targets: [...targets], rows: [...rows], mapping: mapping === null ? null : { ...mapping, authorities: mapping.authorities.map(mappedAnswer) } };
  });
}

type MappedAnswer = NonNullable<z.input<typeof comparisonAnswer>['mapping']>['authorities'][number];

function mappedAnswer({ into, ...mapped }: MappedAuthority): MappedAnswer {
  return { ...mapped, into: into.map(({ fields, receivingUnits, ...place }) => ({ ...place, ...(fields && { fields: [...fields] }), ...(receivingUnits && { receivingUnits: [...receivingUnits] }) })) };
}
