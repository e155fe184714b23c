import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import { keyDate, keyText } from '../paging.ts';
import { dutiesAnswer, dutyListAnswer } from './answer-schema.ts';
import { dutiesParameters, dutiesQuestion, dutyListParameters } from './query.ts';
import { readDuties, readDutyList } from './read-duties.ts';

const dutiesSchema = {
  tags: ['statistics'],
  summary: 'Nghĩa vụ xin lỗi: letters of apology owed, met and not met',
  description: 'A duty opens when an authority announces that it will not finish in time (the letter is due one working day before the due date), else when the due date '
    + 'passes unfinished, or when the result of a dossier resolved in time comes after it. Counted by the day of opening. Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9.',
  querystring: dutiesParameters,
  response: { 200: dutiesAnswer, 400: problemSchema, 404: problemSchema },
};

const listSchema = {
  tags: ['statistics'],
  summary: 'Danh sách nghĩa vụ xin lỗi: the duties behind a count',
  description: 'Which authority owes which letter by when, and what met it; from the same query as the counts.',
  querystring: dutyListParameters,
  response: { 200: dutyListAnswer, 400: problemSchema, 404: problemSchema },
};

const key = z.tuple([keyDate, keyText, z.int().min(0)]);

/** `GET /v1/apology-duties` and `GET /v1/apology-duties/list`. */
export function addDutyRoutes(server: HttpServer, { db }: Pick<Database, 'db'>, clock: () => Instant): void {
  server.get('/v1/apology-duties', { schema: dutiesSchema }, async (request) => {
    const question = dutiesQuestion(request.query, clock());
    return inSnapshot(db, (snapshot) => readDuties(snapshot, question, request.query.by));
  });
  server.get('/v1/apology-duties/list', { schema: listSchema }, async (request) => {
    const { status, level, authority, cause, limit, after } = request.query;
    const cursors = cursorsOf('duties', request.query);
    const behind = after === undefined ? undefined : cursors.read(after, key);
    const question = {
      ...dutiesQuestion(request.query, clock()), status, level, authority, cause, limit, cursors,
      after: behind && { openedOn: behind[0], dossier: behind[1], number: behind[2] },
    };
    return inSnapshot(db, (snapshot) => readDutyList(snapshot, question));
  });
}
