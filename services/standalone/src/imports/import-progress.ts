import cliProgress from 'cli-progress';
import type { Output } from '../output.ts';

/** Tells how far an import is. `share`: of the file, 0 to 1; undefined of a pipe, whose end nobody knows. */
export type ImportProgress = { readonly show: (events: number, share: number | undefined) => void; readonly end: () => void };

/** Where the end is not known, a line every so many events. */
const EVENTS_STEP = 100_000;
const BAR_TOTAL = 1_000;

/** A bar that redraws itself on a terminal; elsewhere a line every ten per cent, so that a log stays readable. */
export function showImport(label: string, out: Output): ImportProgress {
  const startedAt = performance.now();
  let bar: cliProgress.SingleBar | undefined;
  let told = 0;
  /** Where it stood when it was first told: what was passed over before took no time. */
  let first: number | undefined;
  const words = (events: number, share: number | undefined): string => {
    const seconds = Math.max(0.001, (performance.now() - startedAt) / 1000);
    first ??= share;
    const rest = share === undefined || first === undefined || share <= first ? '' : `, còn khoảng ${String(Math.round((seconds * (1 - share)) / (share - first)))} giây`;
    return `${events.toLocaleString('vi')} sự kiện, ${Math.round(events / seconds).toLocaleString('vi')} sự kiện/giây${rest}`;
  };
  return {
    show: (events, share) => {
      if (out.isTTY === true && share !== undefined) {
        if (bar === undefined) {
          bar = new cliProgress.SingleBar({ stream: out, hideCursor: true, format: `${label} [{bar}] {percentage} % | {words}` }, cliProgress.Presets.shades_classic);
          bar.start(BAR_TOTAL, 0, { words: '' });
        }
        bar.update(Math.round(share * BAR_TOTAL), { words: words(events, share) });
        return;
      }
      const step = share === undefined ? Math.floor(events / EVENTS_STEP) : Math.floor(share * 10);
      if (step <= told) return;
      told = step;
      out.write(`${label}: ${share === undefined ? '' : `${String(step * 10)} % `}(${words(events, share)})\n`);
    },
    end: () => bar?.stop(),
  };
}
