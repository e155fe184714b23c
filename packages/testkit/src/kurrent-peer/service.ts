import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Metadata, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault, FaultPlan, FaultPoint } from './faults.ts';
import { checkpointAnswer, confirmationAnswer, eventAnswer, notFoundAnswer, readAppendOptions, readProposed, readWish, writtenAnswer, wrongAnswer } from './protocol.ts';
import type { ReadAnswer, ReadWish } from './protocol.ts';
import type { ProposedEvent, StoredEvent, StoredLog } from './stored-log.ts';

export type ServiceOptions = {
  readonly log: StoredLog;
  /** `user:password`, checked on every call; undefined = everybody is welcome. */
  readonly credentials: string | undefined;
  readonly plan: FaultPlan;
  /** Breaks every connection. */
  readonly cut: () => void;
  /** Where the peer can be reached, for "not leader". */
  readonly address: () => { readonly host: string; readonly port: number };
  /** Sent instead of a checkpoint's place, once for each. */
  readonly checkpointInstead: () => bigint | undefined;
};

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;
type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** As many bytes as servers take in one append unless they are told otherwise. */
const APPEND_BYTES_MAX = 1_048_576;

/** A call that a fault ended; nothing more is to be said to it. */
class Ended extends Error {}

/** The calls of the service that the adapter uses; all others are not implemented. */
export class PeerService {
  readonly #options: ServiceOptions;
  /** Tells who waits at the end of the log. */
  readonly #waiting = new Set<() => void>();

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /** Lets subscriptions see what was written by another way. */
  wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  readonly append = (call: AppendCall, answer: sendUnaryData<AppendResp>): void => {
    this.#append(call, answer).catch((error: unknown) => { if (!(error instanceof Ended)) answer({ code: status.UNKNOWN, details: String(error) }); });
  };

  readonly read = (call: ReadCall): void => {
    call.on('error', () => undefined);
    this.#read(call).catch((error: unknown) => { if (!(error instanceof Ended)) call.emit('error', { code: status.UNKNOWN, details: String(error) }); });
  };

  async #append(call: AppendCall, answer: sendUnaryData<AppendResp>): Promise<void> {
    const requests = await allOf(call);
    if (!this.#isWelcome(call.metadata)) { answer(accessDenied()); return; }
    const [head, ...rest] = requests;
    if (head === undefined) { answer({ code: status.INVALID_ARGUMENT, details: 'no options' }); return; }
    const { stream, expect } = readAppendOptions(head);
    const proposed = rest.map(readProposed);
    if (sizeOf(proposed) > APPEND_BYTES_MAX) { answer(tooLarge()); return; }
    await this.#suffer('before-commit', stream, (fault) => { answer(this.#refusal(fault)); });
    const outcome = this.#options.log.append(stream, expect, proposed);
    if (outcome.kind === 'written') this.wake();
    await this.#suffer('after-commit', stream, (fault) => { answer(this.#refusal(fault)); });
    answer(null, outcome.kind === 'wrong' ? wrongAnswer(outcome.current, expect) : writtenAnswer(outcome.revision, outcome.place));
  }

  async #read(call: ReadCall): Promise<void> {
    if (!this.#isWelcome(call.metadata)) { call.emit('error', accessDenied()); return; }
    const wish = readWish(call.request);
    await this.#suffer(wish.max === undefined ? 'subscribe' : 'read', wish.stream, (fault) => { this.#endRead(call, fault); });
    if (wish.max === undefined) await this.#subscribe(call, wish);
    else await this.#page(call, wish, wish.max);
  }

  async #page(call: ReadCall, wish: ReadWish, max: number): Promise<void> {
    const { log } = this.#options;
    const events = wish.stream === undefined ? log.events : log.stream(wish.stream);
    if (wish.stream !== undefined && events.length === 0) await send(call, notFoundAnswer(wish.stream));
    let sent = 0;
    for (let at = firstIndex(events, wish); sent < max; at += wish.backwards ? -1 : 1) {
      const event = events[at];
      if (event === undefined) break;
      await send(call, eventAnswer(event));
      sent += 1;
    }
    call.end();
  }

  async #subscribe(call: ReadCall, wish: ReadWish): Promise<void> {
    const { events } = this.#options.log;
    await send(call, confirmationAnswer(randomUUID()));
    let passedOver = 0;
    for (let at = wish.from === 'end' ? events.length : indexBehind(events, wish.from); !call.cancelled; at += 1) {
      while (at >= events.length && !call.cancelled) await this.#more(call);
      const event = events[at];
      if (event === undefined) return;
      if (wish.prefixes === undefined || wish.prefixes.some((prefix) => event.stream.startsWith(prefix))) {
        await this.#suffer('event', event.stream, (fault) => { this.#endRead(call, fault); });
        await send(call, eventAnswer(event));
        const instead = this.#options.checkpointInstead();
        if (instead !== undefined) await send(call, checkpointAnswer(instead));
      } else {
        passedOver += 1;
        if (passedOver % wish.checkpointEvery === 0) await send(call, checkpointAnswer(event.place));
      }
    }
  }

  async #more(call: ReadCall): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        call.off('cancelled', done).off('close', done);
        resolve();
      };
      this.#waiting.add(done);
      call.once('cancelled', done).once('close', done);
    });
  }

  /** What the plan has for this point: waits, or ends the call and everything about it. */
  async #suffer(point: FaultPoint, stream: string | undefined, end: (fault: Fault) => void): Promise<void> {
    const fault = this.#options.plan(point, stream);
    if (fault === undefined) return;
    if (typeof fault === 'number') {
      await sleep(fault);
      return;
    }
    if (fault === 'cut') this.#options.cut();
    else if (fault !== 'mute') end(fault);
    throw new Ended();
  }

  #endRead(call: ReadCall, fault: Fault): void {
    if (fault === 'end') call.end();
    else call.emit('error', this.#refusal(fault));
  }

  #refusal(fault: Fault): { readonly code: status; readonly details: string; readonly metadata?: Metadata } {
    if (fault !== 'not-leader') return { code: status.UNAVAILABLE, details: 'the peer refuses' };
    const { host, port } = this.#options.address();
    const metadata = new Metadata();
    metadata.set('exception', 'not-leader');
    metadata.set('leader-endpoint-host', host);
    metadata.set('leader-endpoint-port', String(port));
    return { code: status.NOT_FOUND, details: 'not the leader', metadata };
  }

  #isWelcome(metadata: Metadata): boolean {
    const { credentials } = this.#options;
    return credentials === undefined || metadata.get('authorization').includes(`Basic ${Buffer.from(credentials).toString('base64')}`);
  }
}

async function allOf(call: AppendCall): Promise<readonly AppendReq[]> {
  const requests: AppendReq[] = [];
  for await (const request of call) requests.push(request as AppendReq);
  // What was given up half-way ends as if it were whole.
  if (call.cancelled) throw new Ended();
  return requests;
}

/** Waits when the receiver does not take more, as long as it is there. */
async function send(call: ReadCall, answer: ReadAnswer): Promise<void> {
  if (call.cancelled || call.destroyed) throw new Ended();
  if (call.write(answer)) return;
  const gone = new AbortController();
  try {
    await Promise.race([once(call, 'drain', { signal: gone.signal }), once(call, 'cancelled', { signal: gone.signal }), once(call, 'close', { signal: gone.signal })]);
  } finally {
    gone.abort();
  }
}

/** The first to send: included going forwards, not included going backwards. */
function firstIndex(events: readonly StoredEvent[], { stream, from, backwards }: ReadWish): number {
  if (from === 'start') return 0;
  if (from === 'end') return backwards ? events.length - 1 : events.length;
  if (stream !== undefined) return Number(from);
  const behind = indexBehind(events, from - 1n);
  return backwards ? behind - 1 : behind;
}

/** The first event behind a place, by halving. */
function indexBehind(events: readonly StoredEvent[], place: 'start' | bigint): number {
  if (place === 'start') return 0;
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.place ?? 0n) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce((sum, { type, data, metadata }) => sum + type.length + data.length + metadata.length, 0);
}

function accessDenied() {
  const metadata = new Metadata();
  metadata.set('exception', 'access-denied');
  return { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata };
}

function tooLarge() {
  const metadata = new Metadata();
  metadata.set('exception', 'maximum-append-size-exceeded');
  metadata.set('maximum-append-size', String(APPEND_BYTES_MAX));
  return { code: status.INVALID_ARGUMENT, details: 'Maximum Append Size Exceeded', metadata };
}
