import type { HttpServer } from '@motcua/http';
import { allDefinitions } from './all-definitions.ts';
import { definitionsAnswer } from './answer-schema.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Định nghĩa chỉ tiêu: how every figure and every rate is counted',
  description: 'A figure is the sum of the legs of movements that fit its terms; a rate is a quotient of sums of figures. Each definition names its version '
    + 'and the source of its rule; where that is a reading of somebody\'s practice, the source says so.',
  response: { 200: definitionsAnswer },
};

/** `GET /v1/definitions`. */
export function addDefinitionsRoute(server: HttpServer): void {
  server.get('/v1/definitions', { schema }, async () => allDefinitions());
}
