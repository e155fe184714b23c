import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Test } from 'tap';

export type Proxy = {
  /** The same connection string by way of the proxy. */
  readonly url: string;
  /** From now on the server's next answer, or the one after so many, is lost together with its connection, `times` times. */
  readonly loseAnswers: (times: number, after?: number) => void;
  /** How many answers were lost so far. */
  readonly lost: () => number;
};

/** A line to the server that breaks when told: after the server has worked, before its answer arrives. */
export async function breakingProxy(t: Test, target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let toLose = 0;
  let lost = 0;
  let toPass = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => { client.destroy(); upstream.destroy(); sockets.delete(socket); });
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      if (toLose === 0 || toPass > 0) {
        toPass = Math.max(0, toPass - 1);
        client.write(bytes);
        return;
      }
      toLose -= 1;
      lost += 1;
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.teardown(() => new Promise<void>((resolve) => {
    for (const socket of sockets) socket.destroy();
    server.close(() => { resolve(); });
  }));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, loseAnswers: (times, after = 0) => { [toLose, toPass] = [times, after]; }, lost: () => lost };
}
