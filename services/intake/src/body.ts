import type { IncomingMessage } from 'node:http';

/** Why a body gives no more bytes: it ended; nothing came for too long; the service stops; the sender went away. */
export type BodyEnd = 'ended' | 'idle' | 'stopping' | 'disconnected';
export type BodyStep = { readonly kind: 'data'; readonly bytes: Buffer } | { readonly kind: BodyEnd };

export type Body = {
  /** The next bytes. Between two calls the sender is held back by TCP. */
  readonly next: () => Promise<BodyStep>;
  /** Lets go of the request; whatever still comes belongs to nobody. */
  readonly release: () => void;
};

/** Reads a request piece by piece with back-pressure, never waiting longer than `idleMs` for the next one. */
export function openBody(request: IncomingMessage, { idleMs, stop }: { readonly idleMs: number; readonly stop: AbortSignal }): Body {
  const arrived: Buffer[] = [];
  let end: BodyEnd | undefined;
  let wake: (() => void) | undefined;

  const finish = (how: BodyEnd): void => {
    end ??= how;
    wake?.();
  };
  const listeners = {
    data: (bytes: Buffer): void => {
      request.pause();
      arrived.push(bytes);
      wake?.();
    },
    end: (): void => finish('ended'),
    close: (): void => finish('disconnected'),
  };
  const onStop = (): void => finish('stopping');
  for (const [name, listener] of Object.entries(listeners)) request.on(name, listener);
  // Stays for good: a connection that breaks later must not end the process.
  request.on('error', listeners.close);
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  if (request.readableEnded) finish('ended');

  return {
    next: async () => {
      if (arrived.length === 0 && end === undefined) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(() => finish('idle'), idleMs);
        request.resume();
        await promise;
        clearTimeout(timer);
        wake = undefined;
      }
      const bytes = arrived.shift();
      return bytes === undefined ? { kind: end ?? 'disconnected' } : { kind: 'data', bytes };
    },
    release: () => {
      for (const [name, listener] of Object.entries(listeners)) request.off(name, listener);
      stop.removeEventListener('abort', onStop);
    },
  };
}
