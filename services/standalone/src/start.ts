import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockProgress } from '@motcua/clock';
import { logPlace } from '@motcua/http';
import { AppError, civilDateOf, formatCivilDate } from '@motcua/kernel';
import type { Schedule } from '@motcua/reporter';
import type { SimulationParameters } from '@motcua/simulator';
import type { Logger } from 'pino';
import { settled } from './caught-up.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { StartOptions } from './options.ts';
import { embeddedHome, givenDatabase, OWN_DATABASE, SAMPLE_DATABASE, startEmbedded } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import type { Output } from './output.ts';

/** What a start writes to and is ended by. */
export type Surroundings = { readonly log: Logger; readonly out: Output; readonly signal: AbortSignal };

/** `interrupted`: told to end before it had done what it was asked for. */
export type StartEnd = 'done' | 'interrupted';

/**
 * Runs the ledger until the signal aborts, or until the report is printed when only that was asked for.
 *
 * @throws AppError when a part does not start; whatever was started is stopped again.
 */
export async function start(options: StartOptions & { readonly schedules?: readonly Schedule[] }, surroundings: Surroundings): Promise<StartEnd> {
  const access = await chooseDatabase(options, surroundings.log);
  try {
    const ledger = await openLedger(access, options, surroundings.log, options.sample === undefined ? 'at_once' : 'on_demand');
    try {
      await access.announce(ledger.url);
      return await serve(options, access, ledger, surroundings);
    } finally {
      await Promise.race([ledger.stop(), access.ended.then(() => sleep(LOST_MS))]);
    }
  } finally {
    await access.leave();
  }
}

/** Without its database all that is under way can only fail, and would be tried again for half a minute before; milliseconds. */
const LOST_MS = 1_000;

async function chooseDatabase({ databaseUrl, ownerUrl, home, sample, log: wish }: StartOptions, log: Logger): Promise<DatabaseAccess> {
  if (databaseUrl !== undefined) return givenDatabase(databaseUrl, ownerUrl ?? databaseUrl, logPlace(wish, databaseUrl, ownerUrl ?? databaseUrl));
  const embedded = await startEmbedded(embeddedHome(home), sample === undefined ? OWN_DATABASE : SAMPLE_DATABASE, log);
  return { ...embedded, log: logPlace(wish, embedded.databaseUrl, embedded.ownerUrl) };
}

async function serve(options: StartOptions, access: DatabaseAccess, ledger: Ledger, { out, signal }: Surroundings): Promise<StartEnd> {
  try {
    if (options.sample !== undefined) await showSample(options.sample, access, ledger, out, signal);
    signal.throwIfAborted();
  } catch (error) {
    if (!signal.aborted) throw error;
    out.write('Đã dừng giữa chừng; lần khởi động sau sẽ làm tiếp.\n');
    return 'interrupted';
  }
  if (options.exitAfterReport) return 'done';
  out.write([
    '', `Sổ Một Cửa đang chạy tại ${ledger.url} (dữ liệu: ${access.description})`,
    `  Trang API:  ${ledger.url}/docs`, `  Tình trạng: ${ledger.url}/health`, '  Dừng: Ctrl-C', '',
  ].join('\n'));
  await Promise.race([once(signal, 'abort'), access.ended.then(() => { throw databaseEnded(); })]);
  out.write('Đang dừng: hoàn tất các yêu cầu dở dang rồi tắt cơ sở dữ liệu.\n');
  return 'done';
}

/** Without its database the ledger can only fail, and a new start brings both back. */
function databaseEnded(): AppError {
  return new AppError('DATABASE_UNAVAILABLE', 'The embedded PostgreSQL has ended by itself; its last words are in server.log of the data folder. Start again: nothing acknowledged is lost.');
}

async function showSample(wish: Partial<SimulationParameters>, access: DatabaseAccess, ledger: Ledger, out: Output, signal: AbortSignal): Promise<void> {
  const [{ ensureSample }, { sampleReport }] = await Promise.all([import('./sample/play-sample.ts'), import('./sample/report.ts')]);
  const outcome = await ensureSample({ ownerUrl: access.ownerUrl, store: ledger.store, baseUrl: ledger.url, wish, out, signal });
  if (outcome.kind === 'log_not_empty') {
    out.write('Nhật ký đã có sự kiện khác nên quý mẫu không được phát lại; dữ liệu hiện có giữ nguyên.\n');
    ledger.startClock();
    return;
  }
  const { parameters } = outcome;
  if (Object.entries(wish).some(([name, value]) => parameters[name as keyof SimulationParameters] !== value)) out.write(otherSample(parameters));
  await settled(ledger, { signal, onMarking: markingOn(out) });
  out.write(await sampleReport(ledger.database, parameters));
}

/** For people: a line now and then, as long as there are new marks. */
function markingOn(out: Output): (progress: ClockProgress) => void {
  let shown = 0;
  let shownAt = performance.now();
  return ({ marked, upTo }) => {
    if (upTo === undefined || marked === shown || performance.now() - shownAt < MARKING_SHOWN_EVERY_MS) return;
    shown = marked;
    shownAt = performance.now();
    out.write(`Đang ghi mốc quá hạn: đã ghi ${String(marked)} mốc, tới ngày hẹn trả ${formatCivilDate(civilDateOf(upTo))}.\n`);
  };
}

const MARKING_SHOWN_EVERY_MS = 2_000;

function otherSample({ dossiers, authorities, seed }: SimulationParameters): string {
  return `Cơ sở dữ liệu này đã có mẫu --dossiers ${String(dossiers)} --authorities ${String(authorities)} --seed ${String(seed)} và giữ nguyên mẫu đó. `
    + 'Mẫu khác cần một cơ sở dữ liệu trống; dữ liệu đi kèm thì xóa bằng "npm run motcua -- data remove".\n';
}
