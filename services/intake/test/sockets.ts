import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import type { ListeningAt } from '@motcua/http';

/** One request over a bare socket, so that a test decides when to write, to read and to hang up. */
export type RawRequest = {
  readonly socket: Socket;
  /** Resolves when the system has taken the bytes. */
  readonly write: (part: string | Buffer) => Promise<void>;
  /** Ends the request properly. */
  readonly end: () => Promise<void>;
  /** Waits until the answer, head included, holds the text; nothing is read before the first question. */
  readonly until: (text: string) => Promise<string>;
  /** The answer to its end. */
  readonly whole: () => Promise<string>;
};

/** What a chunked answer ends with. */
const TAIL = '\r\n0\r\n\r\n'.length;

export async function openRequest(at: Pick<ListeningAt, 'host' | 'port'>, type: string, url = '/v1/dossier-events'): Promise<RawRequest> {
  const socket = connect(at.port, at.host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST ${url} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const parts: Buffer[] = [];
  let tail = '';
  let look = (): void => undefined;
  const startReading = (): void => {
    if (socket.listenerCount('data') > 0) return;
    socket.on('data', (part) => {
      parts.push(part);
      tail = (tail + part.toString('latin1')).slice(-TAIL);
      look();
    });
    socket.on('close', () => look());
  };
  const answer = (): string => Buffer.concat(parts).toString('utf8');
  const reached = (isThere: () => boolean): Promise<string> => new Promise((resolve, reject) => {
    startReading();
    look = () => {
      if (isThere()) resolve(answer());
      else if (socket.closed) reject(new Error(`the connection ended too early: ${answer().slice(-500)}`));
    };
    look();
  });
  return {
    socket,
    until: (text) => reached(() => answer().includes(text)),
    write: (part) => new Promise((resolve, reject) => {
      const bytes = Buffer.from(part);
      socket.write(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]), (error) => (error ? reject(error) : resolve()));
    }),
    end: () => new Promise((resolve) => socket.write('0\r\n\r\n', () => resolve())),
    whole: () => reached(() => tail === '\r\n0\r\n\r\n'),
  };
}

/** The content of a chunked answer. */
export function contentOf(answer: string): string {
  const parts: Buffer[] = [];
  let rest = Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4));
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, end).toString('latin1'), 16);
    if (end < 0 || !(size > 0)) return Buffer.concat(parts).toString('utf8');
    parts.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 2 + size + 2);
  }
}
