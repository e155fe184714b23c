import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Test } from 'tap';

/** An address in front of servers, as a floating IP or a TCP proxy is: connections go where it points when they are made. */
export type MovingAddress = {
  readonly port: number;
  /** From now on it points there; connections to where it pointed are cut. */
  readonly moveTo: (port: number) => void;
};

export async function movingAddress(t: Pick<Test, 'teardown'>, first: number): Promise<MovingAddress> {
  let target = first;
  const sockets = new Set<Socket>();
  const cut = (): void => { for (const socket of sockets) socket.destroy(); };
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        other.destroy();
        sockets.delete(socket);
      });
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(async () => {
    cut();
    server.close();
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, moveTo: (port) => { target = port; cut(); } };
}
