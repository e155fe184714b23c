/** Shows what runs now: one line that is overwritten on a terminal; elsewhere a line at most every few seconds. */
export type Progress = { readonly show: (what: string) => void; readonly clear: () => void };

const QUIET_MS = 2_000;

export function progressOn(out: NodeJS.WriteStream): Progress {
  return out.isTTY ? overwriting(out) : nowAndThen(out);
}

function overwriting(out: NodeJS.WriteStream): Progress {
  return {
    show: (what) => { out.write(`\r\u001b[K${what.slice(0, out.columns - 1)}`); },
    clear: () => { out.write('\r\u001b[K'); },
  };
}

function nowAndThen(out: NodeJS.WriteStream): Progress {
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (what) => {
      if (performance.now() - shownAt < QUIET_MS) return;
      shownAt = performance.now();
      out.write(`${what}\n`);
    },
    clear: () => undefined,
  };
}
