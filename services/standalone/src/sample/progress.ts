import cliProgress from 'cli-progress';
import type { Output } from '../output.ts';

/** Shows how far a long piece of work is. */
export type Progress = { readonly add: (done: number) => void; readonly end: () => void };

/**
 * A bar that redraws itself on a terminal; elsewhere a line every ten per cent, so that a log stays readable.
 *
 * @param total - Units of work, > 0.
 * @param more - `rate`: also how many a second.
 */
export function showProgress(label: string, total: number, out: Output, more?: 'rate'): Progress {
  return out.isTTY === true ? bar(label, total, out, more) : lines(label, total, out, more);
}

function bar(label: string, total: number, stream: Output, more: 'rate' | undefined): Progress {
  const rate = rateFrom(performance.now());
  let done = 0;
  const shown = new cliProgress.SingleBar({
    stream, hideCursor: true, etaBuffer: 50,
    format: `${label} [{bar}] {percentage} % | {value}/{total} sự kiện${more === undefined ? '' : ' | {rate} sự kiện/giây'} | còn khoảng {eta} giây`,
  }, cliProgress.Presets.shades_classic);
  shown.start(total, 0, { rate: 0 });
  return { add: (units) => { done += units; shown.increment(units, { rate: rate(done) }); }, end: () => { shown.stop(); } };
}

function lines(label: string, total: number, out: Output, wanted: 'rate' | undefined): Progress {
  const rate = rateFrom(performance.now());
  let done = 0;
  let shown = 0;
  return {
    add: (more) => {
      done += more;
      const tenth = Math.floor((done * 10) / total);
      if (tenth <= shown) return;
      shown = tenth;
      out.write(`${label}: ${String(tenth * 10)} % (${String(done)}/${String(total)} sự kiện${wanted === undefined ? '' : `, ${String(rate(done))} sự kiện/giây, còn khoảng ${String(Math.round((total - done) / Math.max(1, rate(done))))} giây`})\n`);
    },
    end: () => undefined,
  };
}

/** Units a second since a moment. What was done before it is the first that is told, and does not count. */
function rateFrom(startedAt: number): (done: number) => number {
  let first: number | undefined;
  return (done) => {
    first ??= done;
    return Math.round(((done - first) * 1000) / Math.max(1, performance.now() - startedAt));
  };
}
