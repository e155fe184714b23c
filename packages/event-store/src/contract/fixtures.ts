import { eventKey } from '@motcua/kernel';
import type { Test } from 'tap';
import type { Append, EventStore, Expectation, Head, NewEvent, RecordedEvent, Verdict } from '../port.ts';
import type { ContractEngine } from './suite.ts';

export const any: Expectation = { kind: 'any' };
export const none: Expectation = { kind: 'none' };
export const exists: Expectation = { kind: 'exists' };
export const exact = (revision: number): Expectation => ({ kind: 'exact', revision });

/** The event of a name: equal names give equal events. */
export function named(name: string, changes: Partial<NewEvent> = {}): NewEvent {
  return {
    id: eventKey('urn:test', name), type: 'DossierReceived', source: 'urn:test', sourceId: name, subject: 'H57.31-240105-0001',
    occurredAt: '2024-01-05T01:12:00.000Z', schemaVersion: 1, data: { note: name }, ...changes,
  };
}

export function appendOf(stream: string, expect: Expectation, ...names: readonly string[]): Append {
  return { stream, expect, events: names.map((name) => named(name)) };
}

/** A fresh log with `count` open stores on it. */
export async function stores(t: Test, engine: ContractEngine, count: number): Promise<readonly EventStore[]> {
  const open = await engine.freshLog(t);
  return Array.from({ length: count }, () => {
    const store = open();
    t.teardown(() => store.close());
    return store;
  });
}

/** A fresh log with one open store on it. */
export async function oneStore(t: Test, engine: ContractEngine): Promise<EventStore> {
  const [store] = await stores(t, engine, 1);
  if (store === undefined) throw new TypeError('no store');
  return store;
}

/** Reads a subscription until so many events have come, then ends it; gives the batches. */
export async function follow(
  store: EventStore, after: number, count: number, options: { readonly batchSize?: number; readonly pollMs?: number } = {},
): Promise<readonly (readonly RecordedEvent[])[]> {
  const control = new AbortController();
  const batches: (readonly RecordedEvent[])[] = [];
  let seen = 0;
  for await (const batch of store.subscribe(after, { ...options, signal: control.signal })) {
    batches.push(batch);
    seen += batch.length;
    if (seen >= count) control.abort();
  }
  return batches;
}

/** All that an iteration gives until it ends. */
export async function drain<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything in the log, page by page. */
export async function readEverything(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(events.length, 5_000);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

export function positionsOf(verdict: Verdict | undefined): readonly number[] {
  return verdict?.kind === 'appended' || verdict?.kind === 'duplicate' ? verdict.positions : [];
}

export function range(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** An engine need not keep a chain by position. */
export function withoutChain({ position, recordedAt }: Head): Head {
  return { position, recordedAt };
}
