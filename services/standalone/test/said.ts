import { Readable, Writable } from 'node:stream';
import { runMotcua } from '../src/program.ts';
import { runStart } from '../src/start-program.ts';

/** How something ended and what it said: `text` is `out` and `err` in the order in which they were written. */
export type Said = { readonly status: number; readonly out: string; readonly err: string; readonly text: string };

type Env = Readonly<Record<string, string>>;

const HERE = { HOST: '127.0.0.1', PORT: '0' };

/** `npm run motcua -- …words`, in this process. */
export function motcua(env: Env, ...words: readonly string[]): Promise<Said> {
  return motcuaTold([], env, ...words);
}

/** The same, with what is typed before its input ends. */
export function motcuaTold(typed: readonly string[], env: Env, ...words: readonly string[]): Promise<Said> {
  return said((out, log) => runMotcua({ ...HERE, ...env }, words, { out, log, stdin: () => Readable.from(typed) }));
}

/** `npm start -- …words`, in this process, for a start that ends by itself. */
export function startToItsEnd(env: Env, ...words: readonly string[]): Promise<Said> {
  return said((out, log) => runStart({ ...HERE, ...env }, words, { out, log, signal: new AbortController().signal }));
}

async function said(run: (out: Writable, log: Writable) => Promise<number>): Promise<Said> {
  const heard = { out: '', err: '', text: '' };
  const hearing = (name: 'out' | 'err') => new Writable({
    decodeStrings: false,
    write: (more: string | Buffer, _, done) => {
      heard[name] += String(more);
      heard.text += String(more);
      done();
    },
  });
  return { status: await run(hearing('out'), hearing('err')), ...heard };
}
