import { simulate } from '@motcua/simulator';
import type { CloudEvent } from '@motcua/simulator';
import { percentile, spread, timed } from './harness.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { Measurement } from './measurement.ts';
import { sendStream } from './ndjson-client.ts';
import { copyOf } from './supply.ts';

const MEGABYTE = 1_000_000;
/** One copy of the sample after the other, each this big. */
const DOSSIERS = 40_000;

/** What one endless request costs the intake in memory. Measured once: it is long. */
export const memory: Measurement = {
  id: 'memory',
  title: 'Memory: one NDJSON request into the intake',
  measure: async ({ server, sizes, signal, onRun }) => {
    const { megabytes } = sizes.memory;
    const database = await server.database('memory');
    const intake = await startLedgerProcess('intake', database);
    try {
      const sent = { bytes: 0, events: 0 };
      const ms = await timed(() => sendStream(intake.url, upTo(megabytes * MEGABYTE, sent, signal, onRun), signal));
      const occupied = intake.use.rss.map((bytes) => bytes / MEGABYTE);
      // The first tenth is starting up: code is compiled, the memory of known dossiers fills.
      const warm = occupied.slice(Math.floor(occupied.length / 10));
      const [early, late] = [warm.slice(0, Math.ceil(warm.length / 3)), warm.slice(-Math.ceil(warm.length / 3))].map((part) => percentile(part, 50));
      return {
        lines: [
          { what: `${megabytes.toLocaleString('en')} MB in ${sent.events.toLocaleString('en')} lines, all taken`, figures: { eventsPerSecond: spread([(sent.events * 1000) / ms]), megabytesPerSecond: spread([(sent.bytes / MEGABYTE) / (ms / 1000)]) } },
          { what: 'memory of the intake while it reads', figures: { rssMb: spread(occupied) } },
        ],
        ratios: [{ what: 'memory in the last third ÷ in the first third', ratio: spread([(late ?? Number.NaN) / (early ?? Number.NaN)]), aim: 'about 1' }],
      };
    } finally {
      await intake.stop();
      await server.drop(database);
    }
  },
};

/** The sample again and again, of other dossiers each time. */
function* upTo(bytes: number, sent: { bytes: number; events: number }, signal: AbortSignal, onRun: (what: string) => void): Generator<CloudEvent> {
  const { counters } = simulate({ dossiers: DOSSIERS });
  for (let copy = 0; ; copy += 1) {
    for (const counter of counters) {
      onRun(`${Math.floor(sent.bytes / MEGABYTE)} of ${Math.floor(bytes / MEGABYTE)} MB sent`);
      for (const event of counter.events) {
        if (sent.bytes >= bytes || signal.aborted) return;
        const again = copyOf(event, copy);
        sent.bytes += Buffer.byteLength(JSON.stringify(again)) + 1;
        sent.events += 1;
        yield again;
      }
    }
  }
}
