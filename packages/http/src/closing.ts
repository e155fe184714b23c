import { AppError } from '@motcua/kernel';
import type { HttpServer } from './server.ts';

/** How long a sender may go on sending a request whose answer is complete; milliseconds. */
export const LINGER_MS = 5_000;

/**
 * While the server closes, requests in flight finish and new ones get STOPPING; connections end with their answer,
 * so that closing never waits for a client that keeps its connection.
 */
export function closeGracefully(server: HttpServer): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onRequest', async () => {
    if (closing) throw new AppError('STOPPING', 'The service is shutting down: send the request again in a moment.');
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  server.addHook('onResponse', async ({ raw }) => {
    if (closing && raw.complete) raw.socket.end();
  });
}

/**
 * Answers that come before the end of the request (too large, refused by its head, shutting down): the rest is read and
 * dropped, so that the sender can read the answer; a sender that does not stop is cut off.
 */
export function endUnreadRequests(server: HttpServer): void {
  server.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.readableEnded) return;
    const cut = setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, LINGER_MS);
    cut.unref();
    raw.once('close', () => clearTimeout(cut));
    raw.resume();
  });
}
