import type { AppError } from '@motcua/kernel';

type Waiter = { readonly position: number; readonly resolve: () => void };

/** How far the checkpoint is known to be, for those who wait for a position. */
export class Progress {
  #position = 0;
  readonly #waiters = new Set<Waiter>();

  get position(): number {
    return this.#position;
  }

  /** Another projector may have written in between, so only a higher position is news. */
  reached(position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    for (const waiter of this.#waiters) if (waiter.position <= position) waiter.resolve();
  }

  /** @throws AppError of `late` when the time is over. */
  async waitFor(position: number, timeoutMs: number, late: () => AppError): Promise<void> {
    if (position <= this.#position) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { position, resolve };
    this.#waiters.add(waiter);
    const timer = setTimeout(() => { reject(late()); }, timeoutMs);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }
}
