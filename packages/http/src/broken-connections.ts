import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AppError, toProblem } from '@motcua/kernel';
import { LINGER_MS } from './closing.ts';
import { PROBLEM_TYPE } from './problems.ts';
import type { HttpServer } from './server.ts';

type ParseError = Error & { readonly code?: string };

/** What cannot be read as HTTP has no request to answer, only a socket, on which answers to earlier bytes may be running. */
export type BrokenConnections = {
  /** For fastify's `clientErrorHandler`. */
  readonly handle: (error: ParseError, socket: Socket) => void;
  /** Begins to follow which answers are running. */
  readonly watch: (server: HttpServer) => void;
};

export function brokenConnections(): BrokenConnections {
  const running = new WeakMap<Socket, Set<ServerResponse>>();
  const ending = new WeakSet<Socket>();
  return {
    handle: (error, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed || ending.has(socket)) return;
      ending.add(socket);
      end(error, socket, [...running.get(socket) ?? []]);
    },
    watch: (server) => {
      // Not a hook: those run later than the parser, which may stumble over the very next byte.
      server.server.prependListener('request', ({ socket }, answer) => {
        const answers = running.get(socket) ?? new Set();
        running.set(socket, answers.add(answer));
        answer.once('close', () => answers.delete(answer));
      });
    },
  };
}

function end(error: ParseError, socket: Socket, answers: readonly ServerResponse[]): void {
  const last = answers.at(-1);
  // Nothing is wrong with these requests, only with what came behind them.
  if (last !== undefined && answers.every(({ req }) => req.complete)) return void last.once('finish', () => socket.destroySoon());
  // A second head within an answer would pass for a part of it.
  if (answers.some(({ headersSent }) => headersSent)) return socket.destroySoon();
  if (!socket.writable) return void socket.destroy(error);
  socket.end(answerTo(error));
  const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(cut));
}

function answerTo({ code }: ParseError): string {
  // Imported, the module would make Node load every part of it, its WebSocket and with that undici too: a third of a small program's start.
  const { STATUS_CODES } = process.getBuiltinModule('node:http');
  const problem = toProblem(code === 'ERR_HTTP_REQUEST_TIMEOUT'
    ? new AppError('REQUEST_TIMEOUT', 'The head of the request did not arrive in time.')
    : new AppError('REQUEST_INVALID', 'The bytes are not an HTTP request, its head is too large, or it broke off.'));
  const body = JSON.stringify(problem);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
