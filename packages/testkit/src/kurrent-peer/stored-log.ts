import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

/** An event as the peer holds it. Numbers that the protocol has as texts of 64 bits are bigints. */
export type StoredEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** Commit and prepare position alike, as real servers have it for all but transactions of old clients. */
  readonly place: bigint;
  readonly type: string;
  readonly contentType: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

export type ProposedEvent = Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** What the sender says of the stream. `exact`: its last revision. */
export type PeerExpectation = 'any' | 'none' | 'exists' | { readonly exact: number };

export type PeerOutcome =
  | { readonly kind: 'written' | 'idempotent'; readonly revision: number; readonly place: bigint }
  | { readonly kind: 'wrong'; readonly current: number };

/** Where the first event stands; before it a server has entries of its own. */
const FIRST_PLACE = 1_000n;

/**
 * The log of the peer, in memory and on request in a file: one line per append, written before it counts, so that a killed
 * process finds again whatever it acknowledged. A line that was not finished is cut off.
 */
export class StoredLog {
  readonly events: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #file: string | undefined;
  #next = FIRST_PLACE;

  constructor(file?: string) {
    this.#file = file;
    if (file !== undefined && existsSync(file)) this.#load(file);
  }

  stream(name: string): readonly StoredEvent[] {
    return this.#streams.get(name) ?? [];
  }

  /** With an explicit revision the ids decide whether it was written before; with `any` they do so for the whole stream, as far as anybody remembers. */
  append(stream: string, expect: PeerExpectation, proposed: readonly ProposedEvent[]): PeerOutcome {
    const there = this.stream(stream);
    const current = there.length - 1;
    const expected = revisionOf(expect, current);
    if (expected === undefined || expected > current) return { kind: 'wrong', current };
    if (expected < current) return this.#writtenBefore(there, expected, proposed) ?? { kind: 'wrong', current };
    return this.#write(stream, current, proposed);
  }

  /** Changes what is stored, as somebody with the files at hand could. */
  rewrite(stream: string, revision: number, data: string): void {
    const own = this.#streams.get(stream);
    const event = own?.[revision];
    if (own === undefined || event === undefined) throw new RangeError(`Nothing is stored at ${revision} of ${stream}`);
    const changed = { ...event, data: Buffer.from(data) };
    own[revision] = changed;
    this.events[this.events.indexOf(event)] = changed;
  }

  #writtenBefore(there: readonly StoredEvent[], expected: number, proposed: readonly ProposedEvent[]): PeerOutcome | undefined {
    const before = proposed.map((_, index) => there[expected + 1 + index]);
    const last = before.at(-1);
    if (last === undefined || !before.every((event, index) => event?.id === proposed[index]?.id)) return undefined;
    return { kind: 'idempotent', revision: last.revision, place: last.place };
  }

  #write(stream: string, current: number, proposed: readonly ProposedEvent[]): PeerOutcome {
    const createdMs = Date.now();
    const events = proposed.map((event, index): StoredEvent => {
      const place = this.#next;
      this.#next += BigInt(100 + event.data.length + event.metadata.length);
      return { ...event, stream, createdMs, place, revision: current + 1 + index };
    });
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(events.map(lineOf))}\n`);
    this.#add(events);
    return { kind: 'written', revision: current + events.length, place: events.at(-1)?.place ?? 0n };
  }

  #add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      const own = this.#streams.get(event.stream);
      if (own === undefined) this.#streams.set(event.stream, [event]);
      else own.push(event);
    }
  }

  #load(file: string): void {
    const text = readFileSync(file, 'utf8');
    const end = text.lastIndexOf('\n') + 1;
    truncateSync(file, Buffer.byteLength(text.slice(0, end)));
    for (const line of text.slice(0, end).split('\n')) if (line !== '') this.#add((JSON.parse(line) as readonly StoredLine[]).map(eventOf));
    const last = this.events.at(-1);
    if (last !== undefined) this.#next = last.place + BigInt(100 + last.data.length + last.metadata.length);
  }
}

function revisionOf(expect: PeerExpectation, current: number): number | undefined {
  if (expect === 'any') return current;
  if (expect === 'none') return -1;
  if (expect === 'exists') return current < 0 ? undefined : current;
  return expect.exact;
}

type StoredLine = Omit<StoredEvent, 'place' | 'data' | 'metadata'> & { readonly place: string; readonly data: string; readonly metadata: string };

function lineOf({ place, data, metadata, ...rest }: StoredEvent): StoredLine {
  return { ...rest, place: place.toString(), data: Buffer.from(data).toString('base64'), metadata: Buffer.from(metadata).toString('base64') };
}

function eventOf({ place, data, metadata, ...rest }: StoredLine): StoredEvent {
  return { ...rest, place: BigInt(place), data: Buffer.from(data, 'base64'), metadata: Buffer.from(metadata, 'base64') };
}
