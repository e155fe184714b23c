import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, errorCatalogue, parsePeriod, wrappedLines } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import type { Command } from 'commander';
import { z } from 'zod';
import { inVietnamese, questionOptions, readOptions } from './question-options.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua client report` as the command line gives them. */
export type ClientReportArgs = { readonly [name in 'url' | 'scope' | 'period' | 'scheme' | 'out']?: string | undefined } & { readonly json?: boolean | undefined };

/** `out` gets the answer, `progress` what is being waited for or loaded. */
export type ClientReportCommand = { readonly args: ClientReportArgs; readonly out: { readonly write: (text: string) => unknown }; readonly progress: { readonly write: (text: string) => unknown } };

const { scope, period, scheme } = questionOptions;
const options = z.object({ scope, period, scheme });

/** `motcua client report`. */
export function defineClient(client: Command, { out, log }: CommandSurroundings): void {
  client.command('report').description('Tải bộ báo cáo của kỳ: chờ khi đang chốt, không tải lại bản đã có')
    .option('--url <địa chỉ>', 'của sổ hoặc của dịch vụ reporter (mặc định http://127.0.0.1:8080)').option('--scope <mã>', 'mã cơ quan; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'ví dụ 2024-Q1').option('--scheme <cách chia kỳ>', 'mặc định vpcp-15-14').option('--out <tệp>', 'bắt buộc: tệp zip để ghi').option('--json', 'chỉ in JSON')
    .action((args: ClientReportArgs) => runClientReport({ args, out, progress: log }));
}

/**
 * Pulls the pack of the edition that stands into a file, as a job does: waits while it is closed or made, loads on where a connection
 * broke, and loads nothing that is there already.
 *
 * @throws AppError with sentences in Vietnamese: the problem that the ledger answered, or `PARAMETER_INVALID`.
 */
export async function runClientReport({ args, out, progress }: ClientReportCommand): Promise<void> {
  if (args.out === undefined || args.out === '') throw new AppError('PARAMETER_INVALID', 'Tùy chọn --out còn thiếu: hãy cho biết tệp zip để ghi.');
  const file = resolve(args.out);
  const url = await inVietnamese(args, async () => addressOf(args));
  const answer = await waited(url, await tagOf(file), args, progress);
  if (answer.status === 200) await load(url, answer, file, progress);
  const edition = answer.headers.get('content-location')?.split('/')[3] ?? null;
  const sha256 = answer.headers.get('etag')?.replaceAll('"', '') ?? null;
  const told = answer.status === 200 ? `Đã tải bộ báo cáo của ấn bản ${edition ?? ''} vào ${file} (SHA-256 ${sha256 ?? ''}).` : `${file} đã là bản mới nhất, không có gì để tải.`;
  out.write(args.json === true ? `${JSON.stringify({ edition, isNew: answer.status === 200, file, sha256 })}\n` : `${wrappedLines(told)}\n`);
}

function addressOf(args: ClientReportArgs): URL {
  const { scope: of, period: id, scheme: cut } = readOptions(options, args);
  const { scheme: of2, id: named } = parsePeriod(id, cut);
  const base = URL.parse(args.url ?? 'http://127.0.0.1:8080');
  if (base === null || !/^https?:$/.test(base.protocol)) throw new AppError('PARAMETER_INVALID', 'Tùy chọn --url phải là địa chỉ như http://127.0.0.1:8080.');
  return new URL(`/v1/periods/${of2}/${named}/pack.zip?scope=${encodeURIComponent(of)}`, base);
}

/** The tag of what is there already: it is the SHA-256 of the bytes. */
async function tagOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
    return `"${hash.digest('hex')}"`;
  } catch {
    return '"none"';
  }
}

/** The first answer that is not "later". */
async function waited(url: URL, had: string, args: ClientReportArgs, progress: ClientReportCommand['progress']): Promise<Response> {
  for (let told = ''; ;) {
    const answer = await asked(url, { 'if-none-match': had, prefer: 'wait=2' });
    if (answer.status === 200 || answer.status === 304) return answer;
    const problem = problemSchema.safeParse(await answer.json().catch(() => undefined)).data;
    const sentence = problem === undefined ? undefined : waitingSentence(problem);
    if (answer.status !== 503 || sentence === undefined) throw refused(answer.status, problem, args);
    if (sentence !== told) progress.write(`${sentence}\n`);
    told = sentence;
    await sleep(1_000 * Math.min(60, Number(answer.headers.get('retry-after') ?? 5)));
  }
}

const problemSchema = z.object({ code: z.string(), detail: z.string(), errors: z.array(z.object({ detail: z.string() })).optional() });
type Problem = z.output<typeof problemSchema>;

function waitingSentence({ code, errors = [] }: Problem): string | undefined {
  switch (code) {
    case 'PERIOD_CLOSING': return 'Kỳ đang được chốt, chờ …';
    case 'PACK_BEING_MADE': return `Bộ báo cáo đang được lập: ${/^(\d+) of (\d+): (.*)$/.exec(errors[0]?.detail ?? '')?.slice(1).join('/').replace(/\/(?=[^/]*$)/, ', ') ?? 'đang chờ đến lượt'} …`;
    case 'STOPPING': case 'DATABASE_UNAVAILABLE': return 'Sổ đang tạm dừng, chờ …';
    default: return undefined;
  }
}

function refused(status: number, problem: Problem | undefined, { period: id = '', scope: of = 'VN' }: ClientReportArgs): AppError {
  const code = Object.keys(errorCatalogue).find((known): known is ErrorCode => known === problem?.code) ?? 'INTERNAL';
  switch (code) {
    case 'PERIOD_NOT_CLOSED': return new AppError(code, `Kỳ ${id} của ${of} chưa được chốt nên chưa có bộ báo cáo${/closes it at (\S+)\./.exec(problem?.detail ?? '')?.[1]?.replace(/^/, '; lịch sẽ chốt vào lúc ') ?? ''}.`);
    case 'SCOPE_UNKNOWN': return new AppError(code, `Trong sổ chưa có cơ quan nào mang mã "${of}".`);
    default: return new AppError(code, `Sổ trả lời ${status}: ${problem?.detail ?? 'không rõ lý do'}`);
  }
}

/** A connection that breaks is taken up again where it broke, as long as the bytes are the same ones. */
async function load(url: URL, first: Response, file: string, progress: ClientReportCommand['progress']): Promise<void> {
  const etag = first.headers.get('etag') ?? '';
  const bytes = Number(first.headers.get('content-length'));
  const [handle, hash, shown] = [await open(`${file}.part`, 'w'), createHash('sha256'), percentShown(progress, bytes)];
  let loaded = 0;
  try {
    for (let [answer, breaks] = [first, 0]; loaded < bytes; answer = await asked(url, { range: `bytes=${loaded}-`, 'if-range': etag })) {
      if (answer.body === null || (loaded > 0 && answer.status !== 206)) throw damaged();
      try {
        for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
          await handle.writeFile(chunk);
          hash.update(chunk);
          shown(loaded += chunk.length);
        }
      } catch (cause) {
        if ((breaks += 1) > BREAKS_MAX) throw new AppError('INTERNAL', 'Kết nối bị đứt nhiều lần khi đang tải: hãy chạy lại lệnh.', { cause });
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (`"${hash.digest('hex')}"` !== etag) throw damaged();
  await rename(`${file}.part`, file);
}

const BREAKS_MAX = 5;

function damaged(): AppError {
  return new AppError('INTERNAL', 'Bộ báo cáo tải về không nguyên vẹn hoặc đã có ấn bản mới: hãy chạy lại lệnh.');
}

/** A line every ten per cent. */
function percentShown(progress: ClientReportCommand['progress'], bytes: number): (loaded: number) => void {
  let shown = 0;
  return (loaded) => {
    const tenth = Math.floor((loaded * 10) / bytes);
    if (tenth > shown) progress.write(`Đã tải ${tenth * 10} % (${(loaded / 1_048_576).toFixed(1).replace('.', ',')}/${(bytes / 1_048_576).toFixed(1).replace('.', ',')} MB)\n`);
    shown = tenth;
  };
}

async function asked(url: URL, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { headers }).catch((cause: unknown) => { throw new AppError('PARAMETER_INVALID', `Không kết nối được với ${url.origin}: hãy xem lại --url, và sổ có đang chạy không.`, { cause }); });
}
