import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';
import { problemSchema } from './problems.ts';
import type { HttpServer } from './server.ts';

/** How far the read model is that a service reads. `stoppedAt`: where it stands still, so that it will not come further by itself. */
export type Posted = { readonly position: number; readonly stoppedAt?: number | undefined };

/** How long is waited unless told, and at most; seconds. */
const USUAL_S = 5;
const MOST_S = 30;
const LOOK_MS = 25;

const atLeastParameter = z.string().regex(/^\d{1,15}$/, 'not a position of the log, such as an accepted event was answered with').optional().meta({
  description: 'Đọc thấy điều mình đã ghi: a position of the log that the answer must hold at least, such as that of an accepted event. Waits for it '
    + `${USUAL_S} seconds, or as long as the header "Prefer: wait=<seconds>" says (0 to ${MOST_S}); then 503 PROJECTION_BEHIND says how far the ledger is`,
  example: '12345',
});

/**
 * Gives every route that is added after this one, and to this server, the parameter `atLeast`: what is answered then holds what its
 * asker has recorded, also where a replica is read. The routes' own handlers do not see the parameter.
 *
 * @param posted - Read again and again while somebody waits, for all of them together.
 */
export function answerAtLeast(server: HttpServer, posted: () => Promise<Posted>): void {
  const waiting = new Waiting(posted);
  server.addHook('onRoute', (route) => {
    const querystring = route.schema?.querystring instanceof z.ZodObject ? route.schema.querystring : z.strictObject({});
    const response = { 503: problemSchema, ...(route.schema?.response as object | undefined) };
    route.schema = { ...route.schema, querystring: querystring.safeExtend({ atLeast: atLeastParameter }), response };
  });
  server.addHook('preHandler', async (request) => {
    const { atLeast, ...query } = request.query as { readonly atLeast?: string };
    if (atLeast === undefined) return;
    request.query = query;
    await waiting.until(Number(atLeast), patienceMs(request.headers['prefer'], USUAL_S * 1_000));
  });
  server.addHook('preClose', async () => { waiting.close(); });
}

type Waiter = { readonly position: number; readonly settle: (error?: unknown) => void };

class Waiting {
  readonly #posted: () => Promise<Posted>;
  readonly #waiters = new Set<Waiter>();
  #last: Posted = { position: 0 };
  #looking = false;

  constructor(posted: () => Promise<Posted>) {
    this.#posted = posted;
  }

  /** @throws AppError `PROJECTION_BEHIND` when the time is over, `PROJECTION_STOPPED` at once; `STOPPING`. */
  async until(position: number, timeoutMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { position, settle: (error) => { if (error === undefined) resolve(); else reject(error); } };
    const timer = setTimeout(() => { reject(behind(position, this.#last)); }, Math.max(timeoutMs, LOOK_MS));
    this.#waiters.add(waiter);
    this.#look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  close(): void {
    this.#settleAll(new AppError('STOPPING', 'The service is shutting down: send the request again in a moment.'));
  }

  /** One look after the other, as long as somebody waits. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookOn();
  }

  async #lookOn(): Promise<void> {
    try {
      while (this.#waiters.size > 0) {
        this.#last = await this.#posted();
        for (const { position, settle } of [...this.#waiters]) {
          if (position <= this.#last.position) settle();
          else if (this.#last.stoppedAt !== undefined) settle(stopped(position, this.#last.stoppedAt));
        }
        await sleep(LOOK_MS);
      }
    } catch (cause) {
      this.#settleAll(new AppError('DATABASE_UNAVAILABLE', 'The read model does not say how far it is: ask again in a moment.', { cause }));
    } finally {
      this.#looking = false;
    }
  }

  #settleAll(error: unknown): void {
    for (const { settle } of [...this.#waiters]) settle(error);
  }
}

/** How long a `Prefer: wait=<seconds>` header wants to wait (RFC 7240, section 4.3); at most half a minute. */
export function patienceMs(prefer: string | readonly string[] | undefined, usualMs: number): number {
  const wait = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,4})"?/i.exec([prefer ?? ''].flat().join(','))?.[1];
  return Math.min(wait === undefined ? usualMs : Number(wait) * 1_000, MOST_S * 1_000);
}

function behind(wanted: number, { position }: Posted): AppError {
  return new AppError('PROJECTION_BEHIND', `The ledger is posted up to position ${position}, not yet to ${wanted}: ask again in a moment, or without atLeast for what is posted.`, {
    errors: [{ pointer: '/atLeast', detail: `at most ${position} now` }],
  });
}

function stopped(wanted: number, at: number): AppError {
  return new AppError('PROJECTION_STOPPED', `The projection stands still at position ${at} and does not reach ${wanted}: /health of the projector says why and what to do.`, {
    errors: [{ pointer: '/atLeast', detail: `at most ${at - 1} now` }],
  });
}
