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
  /** What has been answered so far, head included; reading begins with the first call. */
  readonly read: () => string;
  /** Waits until the answer holds the text. */
  readonly until: (text: string | RegExp) => Promise<string>;
  /** Everything until the server ends the connection or the answer. */
  readonly whole: () => Promise<string>;
};

export async function openRequest(at: Pick<ListeningAt, 'host' | 'port'>, type: string, url = '/v1/dossier-events'): Promise<RawRequest> {
  const socket = connect(at.port, at.host);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST ${url} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const parts: Buffer[] = [];
  let reading = false;
  const read = (): string => {
    if (!reading) socket.on('data', (part) => void parts.push(part));
    reading = true;
    return Buffer.concat(parts).toString('utf8');
  };
  const until = async (text: string | RegExp): Promise<string> => {
    while (!(typeof text === 'string' ? read().includes(text) : text.test(read()))) {
      if (socket.closed) throw new Error(`the connection ended before ${String(text)}: ${read().slice(-500)}`);
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    }
    return read();
  };
  return {
    socket, read, until,
    write: (part) => new Promise((resolve, reject) => {
      const bytes = Buffer.from(part);
      socket.write(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]), (error) => (error ? reject(error) : resolve()));
    }),
    end: () => new Promise((resolve) => socket.write('0\r\n\r\n', () => resolve())),
    whole: () => until(/\r\n0\r\n\r\n$/),
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
