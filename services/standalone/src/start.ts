import { once } from 'node:events';
import type { Logger } from 'pino';
import { caughtUp } from './caught-up.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { StartOptions } from './options.ts';
import { givenPlace, OWN_DATABASE, SAMPLE_DATABASE, startPlace } from './place.ts';
import type { Place } from './place.ts';
import { ensureSample } from './sample/play-sample.ts';
import { sampleReport } from './sample/report.ts';

/** What a start writes to and is ended by. */
export type Surroundings = { readonly log: Logger; readonly out: NodeJS.WriteStream; readonly signal: AbortSignal };

/**
 * Runs the ledger until the signal aborts, or until the report is printed when only that was asked for.
 *
 * @throws AppError when a part does not start; whatever was started is stopped again.
 */
export async function start(options: StartOptions, { log, out, signal }: Surroundings): Promise<void> {
  const place = await choosePlace(options, log);
  try {
    const ledger = await openLedger(place, options, log);
    try {
      await place.announce(ledger.url);
      await serve(options, place, ledger, { log, out, signal });
    } finally {
      await ledger.stop();
    }
  } finally {
    await place.leave();
  }
}

function choosePlace({ databaseUrl, ownerUrl, sample }: StartOptions, log: Logger): Promise<Place> {
  if (databaseUrl !== undefined) return Promise.resolve(givenPlace(databaseUrl, ownerUrl ?? databaseUrl));
  return startPlace(sample === 'play' ? SAMPLE_DATABASE : OWN_DATABASE, log);
}

async function serve(options: StartOptions, place: Place, ledger: Ledger, { out, signal }: Surroundings): Promise<void> {
  try {
    if (options.sample === 'play') await showSample(place, ledger, out, signal);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  if (options.exitAfterReport || signal.aborted) return;
  out.write([
    '', `Sổ Một Cửa đang chạy tại ${ledger.url} (dữ liệu: ${place.description})`,
    `  Trang API:  ${ledger.url}/docs`, `  Tình trạng: ${ledger.url}/health`, '  Dừng: Ctrl-C', '',
  ].join('\n'));
  await once(signal, 'abort');
  out.write('Đang dừng: hoàn tất các yêu cầu dở dang rồi tắt cơ sở dữ liệu.\n');
}

async function showSample(place: Place, ledger: Ledger, out: NodeJS.WriteStream, signal: AbortSignal): Promise<void> {
  const outcome = await ensureSample({ ownerUrl: place.ownerUrl, store: ledger.store, baseUrl: ledger.url, out, signal });
  if (outcome === 'log_not_empty') {
    out.write('Nhật ký đã có sự kiện khác nên quý mẫu không được phát lại; dữ liệu hiện có giữ nguyên.\n');
    return;
  }
  const { position } = await ledger.store.head();
  await caughtUp(ledger.projector, position, signal);
  out.write(await sampleReport(ledger.database));
}
