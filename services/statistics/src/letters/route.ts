import { DOCX_TYPE } from '@motcua/documents';
import { dossierCode } from '@motcua/dossier';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import type { HistorySources } from '../dossiers/history.ts';
import { readLetter } from './read-letter.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả: the letter as a docx',
  description: 'Also before a letter was issued: its number, date and new due date are blanks then. Whom it is for is always a blank: the ledger knows no names.',
  params: z.object({ code: dossierCode.meta({ description: 'Mã hồ sơ', example: 'H57.31-240105-0012' }) }),
  querystring: z.strictObject({
    duty: z.coerce.number().int().min(0).max(1_000).optional()
      .meta({ description: 'Which duty to apologise, from 0 in order of opening; without it the first that no letter has met, else the last' }),
  }),
  produces: [DOCX_TYPE],
  response: {
    200: { description: 'The letter', content: { [DOCX_TYPE]: { schema: z.any().meta({ description: 'A file of WordprocessingML' }) } } },
    400: problemSchema, 404: problemSchema,
  },
};

/** `GET /v1/dossiers/{code}/apology-letter`. */
export function addLetterRoute(server: HttpServer, sources: HistorySources): void {
  server.get('/v1/dossiers/:code/apology-letter', { schema }, async (request, reply) => {
    const { code } = request.params;
    const letter = await readLetter(sources, code, request.query.duty);
    return reply.type(DOCX_TYPE).header('content-disposition', `attachment; filename="phieu-xin-loi-${code}.docx"`).send(Buffer.from(letter));
  });
}
