import cliProgress from 'cli-progress';

/** Shows how far a long piece of work is. */
export type Progress = { readonly add: (done: number) => void; readonly end: () => void };

/**
 * A bar that redraws itself on a terminal; elsewhere a line every ten per cent, so that a log stays readable.
 *
 * @param total - Units of work, > 0.
 */
export function showProgress(label: string, total: number, out: NodeJS.WriteStream): Progress {
  return out.isTTY ? bar(label, total, out) : lines(label, total, out);
}

function bar(label: string, total: number, stream: NodeJS.WriteStream): Progress {
  const shown = new cliProgress.SingleBar({
    stream, hideCursor: true, etaBuffer: 50,
    format: `${label} [{bar}] {percentage} % | {value}/{total} sự kiện | còn khoảng {eta} giây`,
  }, cliProgress.Presets.shades_classic);
  shown.start(total, 0);
  return { add: (done) => { shown.increment(done); }, end: () => { shown.stop(); } };
}

function lines(label: string, total: number, out: NodeJS.WriteStream): Progress {
  let done = 0;
  let shown = 0;
  return {
    add: (more) => {
      done += more;
      const tenth = Math.floor((done * 10) / total);
      if (tenth <= shown) return;
      shown = tenth;
      out.write(`${label}: ${String(tenth * 10)} % (${String(done)}/${String(total)} sự kiện)\n`);
    },
    end: () => undefined,
  };
}
