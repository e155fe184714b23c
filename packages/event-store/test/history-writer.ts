import { createHash } from 'node:crypto';
import { eventKey } from '@motcua/kernel';
import type { Append, EventStore, NewEvent } from '@motcua/event-store';
// Not by way of the package's index: of what it brings along, starting four processes would cost more than what they write.
import { openPostgresStore } from '../src/postgres/open-store.ts';
import { streams } from '../src/streams.ts';
import type { Acknowledged, Followed, Wanted } from '../../../test/support/history.ts';

// One of several processes: some writers, and one subscriber that follows the log from its beginning. The parent says what to write, and
// later where the log ends.

/** Streams in which writers of all processes come upon each other; some four at a time. */
const SHARED = 16;
/** A dossier's life, append by append. */
const LIFE = [
  ['DossierReceived', 'ProcessingSuspended'],
  ['ProcessingResumed', 'ProcessingSuspended', 'ProcessingResumed', 'ProcessingSuspended'],
  ['ProcessingResumed', 'SupplementRequested', 'SupplementReceived', 'DossierResolved'],
] as const;
const BEGINNING = Date.UTC(2024, 0, 5, 1);
const HOUR_MS = 3_600_000;

if (process.send !== undefined) process.once('message', (wanted: Wanted) => void work(wanted));

async function work({ url, process: number, writers, rounds }: Wanted): Promise<void> {
  const store = openPostgresStore({ connectionString: url });
  const following = follow(store);
  const all = await Promise.all(Array.from({ length: writers }, (_, writer) => write(store, number * writers + writer, rounds)));
  process.send?.(all.flat());
  process.once('message', (end: number) => {
    following.until(end).then(async (followed) => {
      await store.close();
      process.send?.(followed, () => { process.disconnect(); });
    }, (error: unknown) => { throw error; });
  });
}

async function write(store: EventStore, writer: number, rounds: number): Promise<readonly Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const tell = async (name: string, append: Append): Promise<number> => {
    for (let wanted = append; ;) {
      const calledAt = process.hrtime.bigint();
      const verdict = await store.append(wanted);
      // A duplicate is what was written when the answer was lost: nobody else has its ids.
      if (verdict.kind === 'appended' || verdict.kind === 'duplicate') {
        acknowledged.push({ name, calledAt, answeredAt: process.hrtime.bigint(), positions: verdict.positions });
        return verdict.revision;
      }
      if (verdict.kind !== 'wrong_revision' || append.stream.startsWith('dossier-')) throw new Error(`${name}: ${verdict.kind}`);
      wanted = { ...wanted, expect: verdict.current < 0 ? { kind: 'none' } : { kind: 'exact', revision: verdict.current } };
    }
  };
  let known = -1;
  for (let round = 0; round < rounds; round += 1) {
    const code = `H57.31-240105-${String(writer * rounds + round).padStart(7, '0')}`;
    const place = { authority: 'H57.31', receivingUnit: 'H57.31.MC', procedure: '1.001234', channel: 'postal' };
    let part = 0;
    for (const [index, types] of LIFE.entries()) {
      const [first, revision] = [part, part - 1];
      const events = types.map((type) => {
        part += 1;
        return newEvent(`${code}/${part - 1}`, type, code, instantOf(part), type === 'DossierReceived' ? place : {});
      });
      await tell(`${code}/${first}`, { stream: streams.dossier(code), expect: first === 0 ? { kind: 'none' } : { kind: 'exact', revision }, events });
      if (index > 0) continue;
      const unit = `H57.${90 + ((writer + round) % SHARED)}`;
      const data = { authority: 'H57.31', satisfied: 1, otherwise: 0 };
      const rating = `rating-${writer}-${round}`;
      known = await tell(rating, { stream: streams.service(unit), expect: known < 0 ? { kind: 'none' } : { kind: 'exact', revision: known }, events: [newEvent(rating, 'ServiceRated', unit, instantOf(LIFE.length), data)] });
    }
  }
  return acknowledged;
}

function instantOf(part: number): string {
  return new Date(BEGINNING + part * HOUR_MS).toISOString();
}

function newEvent(sourceId: string, type: string, subject: string, occurredAt: string, data: NewEvent['data']): NewEvent {
  return { id: eventKey('urn:history', sourceId), type, source: 'urn:history', sourceId, subject, occurredAt, schemaVersion: 1, data };
}

function follow(store: EventStore): { readonly until: (end: number) => Promise<Followed> } {
  const digest = createHash('sha256');
  const control = new AbortController();
  let [seen, last] = [0, Infinity];
  const following = (async () => {
    for await (const page of store.subscribe(0, { signal: control.signal })) {
      for (const { position, id } of page) digest.update(`${position} ${id}\n`);
      seen += page.length;
      if (seen >= last) control.abort();
    }
  })();
  return {
    until: async (end) => {
      last = end;
      if (seen >= end) control.abort();
      await following;
      return { seen, digest: digest.digest('hex') };
    },
  };
}
