import { once } from 'node:events';
import type { SimulationParameters } from '@motcua/simulator';
import type { Logger } from 'pino';
import { caughtUp } from './caught-up.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { StartOptions } from './options.ts';
import { embeddedHome, givenPlace, OWN_DATABASE, SAMPLE_DATABASE, startPlace } from './place.ts';
import type { Place } from './place.ts';
import { ensureSample } from './sample/play-sample.ts';
import { sampleReport } from './sample/report.ts';

/** What a start writes to and is ended by. */
export type Surroundings = { readonly log: Logger; readonly out: NodeJS.WriteStream; readonly signal: AbortSignal };

/** `interrupted`: told to end before it had done what it was asked for. */
export type StartEnd = 'done' | 'interrupted';

/**
 * Runs the ledger until the signal aborts, or until the report is printed when only that was asked for.
 *
 * @throws AppError when a part does not start; whatever was started is stopped again.
 */
export async function start(options: StartOptions, surroundings: Surroundings): Promise<StartEnd> {
  const place = await choosePlace(options, surroundings.log);
  try {
    const ledger = await openLedger(place, options, surroundings.log);
    try {
      await place.announce(ledger.url);
      return await serve(options, place, ledger, surroundings);
    } finally {
      await ledger.stop();
    }
  } finally {
    await place.leave();
  }
}

function choosePlace({ databaseUrl, ownerUrl, home, sample }: StartOptions, log: Logger): Promise<Place> {
  if (databaseUrl !== undefined) return Promise.resolve(givenPlace(databaseUrl, ownerUrl ?? databaseUrl));
  return startPlace(embeddedHome(home), sample === undefined ? OWN_DATABASE : SAMPLE_DATABASE, log);
}

async function serve(options: StartOptions, place: Place, ledger: Ledger, { out, signal }: Surroundings): Promise<StartEnd> {
  try {
    if (options.sample !== undefined) await showSample(options.sample, place, ledger, out, signal);
    signal.throwIfAborted();
  } catch (error) {
    if (!signal.aborted) throw error;
    out.write('Đã dừng giữa chừng; lần khởi động sau sẽ làm tiếp.\n');
    return 'interrupted';
  }
  if (options.exitAfterReport) return 'done';
  out.write([
    '', `Sổ Một Cửa đang chạy tại ${ledger.url} (dữ liệu: ${place.description})`,
    `  Trang API:  ${ledger.url}/docs`, `  Tình trạng: ${ledger.url}/health`, '  Dừng: Ctrl-C', '',
  ].join('\n'));
  await once(signal, 'abort');
  out.write('Đang dừng: hoàn tất các yêu cầu dở dang rồi tắt cơ sở dữ liệu.\n');
  return 'done';
}

async function showSample(wish: Partial<SimulationParameters>, place: Place, ledger: Ledger, out: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  const outcome = await ensureSample({ ownerUrl: place.ownerUrl, store: ledger.store, baseUrl: ledger.url, wish, out, signal });
  if (outcome.kind === 'log_not_empty') {
    out.write('Nhật ký đã có sự kiện khác nên quý mẫu không được phát lại; dữ liệu hiện có giữ nguyên.\n');
    return;
  }
  const { parameters } = outcome;
  if (Object.entries(wish).some(([name, value]) => parameters[name as keyof SimulationParameters] !== value)) out.write(otherSample(parameters));
  const { position } = await ledger.store.head();
  await caughtUp(ledger.projector, position, signal);
  out.write(await sampleReport(ledger.database, parameters));
}

function otherSample({ dossiers, authorities, seed }: SimulationParameters): string {
  return `Cơ sở dữ liệu này đã có mẫu --dossiers ${String(dossiers)} --authorities ${String(authorities)} --seed ${String(seed)} và giữ nguyên mẫu đó. `
    + 'Mẫu khác cần một cơ sở dữ liệu trống; dữ liệu đi kèm thì xóa bằng "npm run motcua -- data remove".\n';
}
