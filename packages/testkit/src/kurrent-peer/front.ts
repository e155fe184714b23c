import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line to a server whose connections can all be broken at once, as when a machine falls over. */
export type Front = {
  readonly port: number;
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

/** @param port - 0 for a free one. */
export async function openFront(target: number, port: number): Promise<Front> {
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined).on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => new Promise((resolve) => {
      server.close(() => { resolve(); });
      cut();
    }),
  };
}
