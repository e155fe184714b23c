import type { Test } from 'tap';
import type { EventStore } from '../port.ts';
import { appendingTests } from './appending.ts';
import { concurrencyTests } from './concurrency.ts';
import { identityTests } from './identity.ts';
import { knownAtTests } from './known-at.ts';
import { lifecycleTests } from './lifecycle.ts';
import { readingTests } from './reading.ts';
import { refusedContentTests } from './refused-content.ts';
import { subscribingTests } from './subscribing.ts';

/** An engine under test. */
export type ContractEngine = {
  /**
   * Makes an empty log for one test and gives the way to open it: every call is another instance of the store on the
   * same log, as another process would have it. The suite closes the instances; the engine clears up in `t.teardown`.
   */
  readonly freshLog: (t: Test) => Promise<() => EventStore>;
  /** Within what an event id is known again: the whole log, or its stream only. */
  readonly ids: 'log' | 'stream';
  /** Events of the suite's usual size that one append takes. */
  readonly appendMax: number;
  /** Appends of the largest call that the suite makes: fewer where each is a journey of its own. */
  readonly callMax: number;
};

/** What every adapter of the port must do, whatever engine stands behind it. Each test has a log of its own. */
export async function contractSuite(t: Test, engine: ContractEngine): Promise<void> {
  await t.test('appending', (t) => appendingTests(t, engine));
  await t.test('events that cannot be held', (t) => refusedContentTests(t, engine));
  await t.test('identity of events', (t) => identityTests(t, engine));
  await t.test('reading', (t) => readingTests(t, engine));
  await t.test('known at', (t) => knownAtTests(t, engine));
  await t.test('subscribing', (t) => subscribingTests(t, engine));
  await t.test('many writers', (t) => concurrencyTests(t, engine));
  await t.test('life of a store', (t) => lifecycleTests(t, engine));
}
