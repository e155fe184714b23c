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
  /** From now on nothing is lost by chance. */
  readonly heal: () => void;
};

/**
 * A line to the server that breaks when told: after the server has worked, before its answer arrives.
 *
 * @param byChance - Asked for each answer to a statement whether it gets lost; those of a connection that is being made always arrive.
 */
export async function breakingProxy(t: Test, target: string, byChance: () => boolean = () => false): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let toLose = 0;
  let lost = 0;
  let toPass = 0;
  let healed = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => { client.destroy(); upstream.destroy(); sockets.delete(socket); });
    }
    let asksToAppend = false;
    client.on('data', (bytes) => {
      asksToAppend ||= bytes.includes('motcua-append');
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      const unlucky = asksToAppend && !healed && byChance();
      if ((toLose === 0 || toPass > 0) && !unlucky) {
        toPass = Math.max(0, toPass - 1);
        client.write(bytes);
        return;
      }
      toLose = Math.max(0, toLose - 1);
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
  return { url: url.href, loseAnswers: (times, after = 0) => { [toLose, toPass] = [times, after]; }, lost: () => lost, heal: () => { healed = true; } };
}
