import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** A push as it came. */
export type Pushed = { readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Who takes pushed packs. `script`: what is done with each in turn; `'taken'` is answered with 204. */
export type Receiver = { readonly url: string; readonly pushed: readonly Pushed[]; readonly script: (...next: readonly Reaction[]) => void };
export type Reaction = 'taken' | 'broken' | 'redirect' | { readonly status: number; readonly retryAfter?: string } | ((answer: ServerResponse) => void);

export async function openReceiver(t: Pick<Test, 'teardown'>): Promise<Receiver> {
  const pushed: Pushed[] = [];
  let reactions: readonly Reaction[] = [];
  const server = createServer((request, answer) => void bodyOf(request).then((body) => {
    const [reaction = 'taken', ...rest] = reactions;
    reactions = rest;
    pushed.push({ headers: request.headers, body });
    if (typeof reaction === 'function') reaction(answer);
    else if (reaction === 'taken') answer.writeHead(204).end();
    else if (reaction === 'broken') answer.destroy();
    else if (reaction === 'redirect') answer.writeHead(307, { location: '/elsewhere' }).end();
    else answer.writeHead(reaction.status, reaction.retryAfter === undefined ? {} : { 'retry-after': reaction.retryAfter }).end('no');
  }, () => undefined));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.teardown(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`, pushed, script: (...next) => { reactions = next; } };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
