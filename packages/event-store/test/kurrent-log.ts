import { randomBytes } from 'node:crypto';
import { migrateLogIndex, openKurrentStore } from '@motcua/event-store';
import type { EventStore, KurrentStoreOptions } from '@motcua/event-store';
import type { Test } from 'tap';

const migrated = new Set<string>();

/** An empty log in an engine that other tests have used: streams and marks of its own name. Gives the way to open it. */
export async function freshKurrentLog(
  t: Pick<Test, 'teardown'>, urls: { readonly url: string; readonly ownerUrl: string; readonly appUrl: string }, options: Partial<KurrentStoreOptions> = {},
): Promise<{ readonly prefix: string; readonly open: (more?: Partial<KurrentStoreOptions>) => EventStore }> {
  if (!migrated.has(urls.ownerUrl)) await migrateLogIndex(urls.ownerUrl);
  migrated.add(urls.ownerUrl);
  const prefix = `test${randomBytes(5).toString('hex')}.`;
  return {
    prefix,
    open: (more) => {
      const store = openKurrentStore({ url: urls.url, indexUrl: urls.appUrl, prefix, ...options, ...more });
      t.teardown(() => store.close());
      return store;
    },
  };
}
