import type { AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';
import { AppError } from '@motcua/kernel';
import type { Place } from './place.ts';

export type SubscriptionRun = {
  readonly open: (onCheckpoint: (place: Place) => void) => AllStreamSubscription;
  /** Takes one event at once. Whatever it throws ends the run. */
  readonly take: (item: AllStreamResolvedEvent) => void;
  /** Nothing more is there for the moment. A promise is waited for before the next event is taken. */
  readonly onDrained: () => Promise<void> | undefined;
  readonly onCheckpoint: (place: Place) => void;
  /** Gets the way to end the run from outside. */
  readonly onOpen: (drop: (reason: string) => void) => void;
  /** Called now and then. */
  readonly look: () => Promise<void>;
  readonly lookEveryMs: number;
  /** The server must confirm the subscription within so many milliseconds. */
  readonly answerMsMax: number;
  readonly signal: AbortSignal;
};

/**
 * One life of a subscription: events are taken one by one as they are read, so what is not taken stays with the server. The
 * client resumes nothing by itself; whatever happens, the call is given back and the run ends.
 *
 * @returns Why it ended without an error.
 * @throws the client's error, and what `take` or `onDrained` throw.
 */
export async function followOnce(run: SubscriptionRun): Promise<string> {
  let subscription: AllStreamSubscription | undefined;
  const stop = new AbortController();
  try {
    return await new Promise<string>((resolve, reject) => {
      let busy = false;
      const pump = async (): Promise<void> => {
        if (busy || subscription === undefined) return;
        busy = true;
        for (let item = readOne(subscription); item !== null; item = readOne(subscription)) {
          run.take(item);
          if (subscription.readableLength === 0) await run.onDrained();
        }
        busy = false;
      };
      const opened = run.open((place) => {
        // What is still in the buffer was not taken yet.
        if (opened.readableLength === 0) run.onCheckpoint(place);
      });
      subscription = opened;
      const late = setTimeout(() => { reject(new AppError('DATABASE_UNAVAILABLE', 'The log\'s engine did not confirm the subscription in time.')); }, run.answerMsMax);
      const looking = setInterval(() => { run.look().catch(() => undefined); }, run.lookEveryMs);
      stop.signal.addEventListener('abort', () => { clearTimeout(late); clearInterval(looking); });
      run.signal.addEventListener('abort', () => { resolve('the store was closed'); }, { signal: stop.signal });
      opened.on('confirmation', () => { clearTimeout(late); });
      opened.on('readable', () => { pump().catch(reject); });
      // The listener stays: what fails after the end must not end the process.
      opened.on('error', reject);
      opened.on('end', () => { resolve('the server ended it'); });
      opened.on('close', () => { resolve('it was closed'); });
      run.onOpen(resolve);
      if (run.signal.aborted) resolve('the store was closed');
    });
  } finally {
    stop.abort();
    run.onOpen(() => undefined);
    subscription?.unsubscribe().catch(() => undefined);
    subscription?.destroy();
  }
}

function readOne(subscription: AllStreamSubscription): AllStreamResolvedEvent | null {
  return subscription.read() as AllStreamResolvedEvent | null;
}
