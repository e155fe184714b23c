import type { AddressInfo } from 'node:net';
import { assertLoopback } from './loopback.ts';
import type { HttpServer } from './server.ts';

/** Where the server really listens. */
export type ListeningAt = { readonly host: string; readonly port: number; readonly url: string };

/**
 * Listens on the wanted port, or on a free one when that is taken (0 = any free one).
 *
 * @throws AppError `CONFIG_INVALID` when the address is not of this machine alone.
 */
export async function listen(server: HttpServer, wanted: { readonly host: string; readonly port: number }): Promise<ListeningAt> {
  assertLoopback(wanted.host);
  try {
    await server.listen({ host: wanted.host, port: wanted.port, listenTextResolver: () => 'listening' });
  } catch (error) {
    if (wanted.port === 0 || !isTaken(error)) throw error;
    server.log.info({ port: wanted.port }, 'port taken, using a free one');
    await server.listen({ host: wanted.host, port: 0, listenTextResolver: () => 'listening' });
  }
  return addressOf(server, wanted.host);
}

function addressOf(server: HttpServer, host: string): ListeningAt {
  const address = server.server.address() as AddressInfo;
  return { host, port: address.port, url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}` };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}
