import { Worker } from 'node:worker_threads';
import type { LogConfig } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import type { Share } from '../share.ts';

/** What a worker is told. `positions`: a BigInt64Array, how far each worker has written. */
export type WorkerOrder = {
  readonly ownerUrl: string; readonly log: LogConfig; readonly share: Share; readonly target: number;
  readonly batchSize: number; readonly cachedEventsMax: number; readonly positions: SharedArrayBuffer;
};

/** Why a worker gave up. */
export type WorkerFailure = { readonly code: ErrorCode; readonly detail: string };

export type FillOptions = Omit<WorkerOrder, 'share' | 'positions'> & {
  /** How far each worker was when it was left; as many workers as there are numbers. */
  readonly from: readonly number[];
  /** Told now and then: how far they are on average. */
  readonly onPosition: (position: number) => void;
  readonly signal?: AbortSignal | undefined;
};

const TELL_MS = 250;

/** Little room for what is short-lived: pages of events are collected often, and two workers stay within half a gigabyte. */
const MEMORY = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 } as const;

/**
 * Fills the next schema up to a position, each worker its own share of the dossiers. What is written stays when it is cut off, and
 * is gone on with.
 *
 * @throws AppError of the first worker that gives up.
 */
export async function fillByWorkers({ from, onPosition, signal, ...order }: FillOptions): Promise<void> {
  const positions = new SharedArrayBuffer(from.length * BigInt64Array.BYTES_PER_ELEMENT);
  const reached = new BigInt64Array(positions);
  for (const [index, position] of from.entries()) reached[index] = BigInt(position);
  const tell = (): void => { onPosition(onAverage([...reached].map(Number))); };
  const timer = setInterval(tell, TELL_MS);
  const threads = from.map((_, index) => startThread({ ...order, positions, share: { index, count: from.length } }));
  const onAbort = (): void => { for (const { worker } of threads) void worker.terminate(); };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.all(threads.map(({ done }) => done));
    tell();
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
  signal?.throwIfAborted();
}

/** How far workers are who each pass the whole log for their share. */
export function onAverage(positions: readonly number[]): number {
  return Math.floor(positions.reduce((sum, position) => sum + position, 0) / positions.length);
}

function startThread(workerData: WorkerOrder): { readonly worker: Worker; readonly done: Promise<void> } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits: MEMORY, execArgv: [] });
  const done = new Promise<void>((resolve, reject) => {
    worker.once('message', ({ code, detail }: WorkerFailure) => { reject(new AppError(code, detail)); });
    worker.once('error', reject);
    worker.once('exit', () => { resolve(); });
  });
  return { worker, done };
}
