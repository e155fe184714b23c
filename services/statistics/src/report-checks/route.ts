import type { Database } from '@motcua/database';
import { authorityCode, ND61 } from '@motcua/dossier';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { AppError, parsePeriod, PERIOD_SCHEMES } from '@motcua/kernel';
import type { Period, PeriodScheme } from '@motcua/kernel';
import { z } from 'zod';
import type { LogPositions } from '../figures/as-of.ts';
import { invalidParameter, ruleOf, RULES } from '../parameters.ts';
import { reportCheckAnswer } from './answer-schema.ts';
import { besideLedger } from './beside-ledger.ts';
import type { BesideQuestion } from './beside-ledger.ts';
import { checkAnswer } from './check-answer.ts';
import { readReport, REPORT_BYTES_MAX } from './read-report.ts';
import type { ReportFormat } from './read-report.ts';

const FORMATS: Readonly<Record<string, ReportFormat>> = {
  'application/json': 'json', 'text/csv': 'csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

const schema = {
  tags: ['statistics'],
  summary: 'Kiểm tra báo cáo: whether printed figures contradict themselves',
  description: 'The body is the printed figures as JSON, CSV or XLSX (at most 2 MiB): levels and units of any names and depth, any lines. '
    + 'The answer has each sum and rate that does not come out with the smallest repairs that satisfy all of them at once, and notes about what the report leaves out. '
    + 'Nothing is stored. With scope and period, each printed figure stands beside that of the ledger.',
  consumes: Object.keys(FORMATS),
  querystring: z.strictObject({
    scope: authorityCode.optional().meta({ description: 'Phạm vi: whose figures of the ledger to put beside; with period', example: 'H57' }),
    period: z.string().max(40).optional().meta({ description: 'Kỳ báo cáo, as for /v1/figures; with scope', example: '2024-Q1' }),
    scheme: z.enum(PERIOD_SCHEMES).optional().meta({ description: 'vpcp-15-14 unless told; with period' }),
    rule: z.string().max(32).optional().meta({ description: `Quy tắc tính hạn: one of ${RULES.join(', ')}; ${ND61.id} unless told; with period` }),
  }),
  response: { 200: reportCheckAnswer, 400: problemSchema, 404: problemSchema, 413: problemSchema, 415: problemSchema, 422: problemSchema },
};

/** `POST /v1/report-checks`. Its bodies are files, so it reads them itself, in a context of its own. */
export function addReportChecksRoute(server: HttpServer, database: Pick<Database, 'db'>, log: LogPositions): void {
  void server.register(async (own: HttpServer) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser(Object.keys(FORMATS), { parseAs: 'buffer', bodyLimit: REPORT_BYTES_MAX }, (_request, body, done) => done(null, body));
    own.post('/v1/report-checks', { schema, bodyLimit: REPORT_BYTES_MAX }, async (request) => {
      const question = besideQuestion(request.query);
      const read = await readReport(bytesOf(request.body), formatOf(request.headers['content-type']));
      return checkAnswer(read, question === undefined ? null : await besideLedger(database, log, read.report, question));
    });
  });
}

type Asked = { readonly scope?: string | undefined; readonly period?: string | undefined; readonly scheme?: PeriodScheme | undefined; readonly rule?: string | undefined };

/** Which figures of the ledger stand beside; undefined for none, and then nothing may be said of them. */
function besideQuestion({ scope, period, scheme, rule }: Asked): BesideQuestion | undefined {
  if (scope !== undefined && period !== undefined) return { scope, period: periodOf(period, scheme), rule: ruleOf(rule ?? ND61.id).id };
  if (scope !== undefined || period !== undefined) throw invalidParameter(scope === undefined ? '/scope' : '/period', 'Give scope and period together, or neither.');
  const [unused] = Object.entries({ scheme, rule }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (unused !== undefined) throw invalidParameter(`/${unused}`, `${unused} says which figures of the ledger stand beside: give scope and period with it, or leave it out.`);
  return undefined;
}

function periodOf(id: string, scheme: PeriodScheme | undefined): Period {
  const period = parsePeriod(id, scheme);
  if (scheme !== undefined && period.scheme !== scheme) throw invalidParameter('/scheme', 'Two dates are a period of the scheme free: leave scheme out, or name a period such as 2024-Q1.');
  return period;
}

function bytesOf(body: unknown): Uint8Array {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new AppError('BODY_EMPTY', 'Send the file of the printed report as the body.');
}

function formatOf(type = ''): ReportFormat {
  const format = FORMATS[type.split(';')[0]?.trim().toLowerCase() ?? ''];
  if (format === undefined) throw new AppError('MEDIA_TYPE_UNSUPPORTED', `Send ${Object.keys(FORMATS).join(', ')}.`);
  return format;
}
