import { createHash } from 'node:crypto';
import { eventKey } from '@motcua/kernel';
import type { Append, EventStore, NewEvent } from '@motcua/event-store';
// Not by way of the package's index: of what it brings along, starting four processes would cost more than what they write.
import { openPostgresStore } from '../src/postgres/open-store.ts';
import { streams } from '../src/streams.ts';
import type { Acknowledged, Followed, Wanted } from '../../../test/support/history.ts';

// One of several processes: some writers, and one subscriber that follows the log from its beginning. The parent says what to write, and
// later where the log ends.

/** Streams in which writers of all processes come upon each other. */
const SHARED = 4;
const AT = ['2024-01-05T01:12:00.000Z', '2024-01-06T01:00:00.000Z', '2024-01-08T01:00:00.000Z', '2024-01-09T01:00:00.000Z'] as const;

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
      if (verdict.kind === 'appended') {
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
    const event = (part: number, type: string, data: NewEvent['data']): NewEvent => newEvent(`${code}/${part}`, type, code, AT[part] ?? AT[0], data);
    await tell(`${code}/0`, { stream: streams.dossier(code), expect: { kind: 'none' }, events: [
      event(0, 'DossierReceived', place), event(1, 'SupplementRequested', {}),
    ] });
    const unit = `H57.${90 + ((writer + round) % SHARED)}`;
    const data = { authority: 'H57.31', satisfied: 1, otherwise: 0 };
    known = await tell(`rating-${writer}-${round}`, {
      stream: streams.service(unit), expect: known < 0 ? { kind: 'none' } : { kind: 'exact', revision: known }, events: [newEvent(`rating-${writer}-${round}`, 'ServiceRated', unit, AT[3], data)],
    });
    await tell(`${code}/2`, { stream: streams.dossier(code), expect: { kind: 'exact', revision: 1 }, events: [event(2, 'SupplementReceived', {}), event(3, 'DossierResolved', {})] });
  }
  return acknowledged;
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
