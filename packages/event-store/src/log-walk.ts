import type { ChainRoot, LogFault } from './verification.ts';
import { COVERED_COLUMNS, linkOf } from './chain.ts';
import type { BinaryRow } from './chain.ts';

/** A place in the chain: a position and its link. */
export type Place = { readonly position: number; readonly chain: Buffer };

/** An event whose columns do not give its stored link; what follows tells which of the two was changed. */
type Suspect = { readonly position: number; readonly stored: Buffer; readonly reckoned: Buffer };

/** Goes along the chain event by event and says what is the first that does not fit. */
export class LogWalk {
  /** The position of the start; what lies before is not looked at. */
  readonly start: number;
  readonly #roots: ReadonlyMap<number, readonly ChainRoot[]>;
  #last: Place;
  #suspect: Suspect | undefined;
  #rootsChecked = 0;
  /** Roots that do not fit, by position. One that stands in an event still to come may itself be what was changed. */
  readonly #unfit: ChainRoot[] = [];

  /** @param start - Taken as it stands. */
  constructor(start: Place, roots: readonly ChainRoot[]) {
    this.start = start.position;
    this.#last = start;
    this.#roots = Map.groupBy(roots.filter(({ position }) => position >= start.position), ({ position }) => position);
    this.#reach(start);
  }

  /** The last event that fits, or the start. */
  get last(): Place {
    return this.#last;
  }

  get rootsChecked(): number {
    return this.#rootsChecked;
  }

  /** @param row - The next event: the covered columns, then its link. */
  next(row: BinaryRow): LogFault | undefined {
    const fault = this.#step(row);
    return fault === undefined ? this.checkRoots() : this.#trustedFault() ?? fault;
  }

  /** After the last event. @param counter - Undefined when there is none. */
  end(counter: Place | undefined): LogFault | undefined {
    return this.#trustedFault() ?? this.#faultAtEnd(counter);
  }

  /** Compares a root that the walk learnt of on its way, of a place that lies behind it. @param chain - The link there. */
  compare(kept: ChainRoot, chain: string | undefined): LogFault | undefined {
    if (kept.root.toLowerCase() === chain) this.#rootsChecked += 1;
    else this.#unfit.push(kept);
    return this.checkRoots();
  }

  /** The first root that does not fit, as soon as it is to be trusted. */
  checkRoots(): LogFault | undefined {
    const [first] = this.#unfit;
    return first !== undefined && this.#isTrusted(first) ? faultOf(first) : undefined;
  }

  #step(row: BinaryRow): LogFault | undefined {
    const fields = row.slice(0, COVERED_COLUMNS.length);
    const position = Number(fields[0]?.readBigInt64BE());
    const stored = Buffer.from(row[COVERED_COLUMNS.length] ?? []);
    const suspect = this.#suspect;
    if (suspect !== undefined) {
      return verdictOn(suspect, (chain) => position === suspect.position + 1 && linkOf(chain, fields).equals(stored));
    }
    const expected = this.#last.position + 1;
    if (position !== expected) return { kind: 'missing', position: expected };
    const reckoned = linkOf(this.#last.chain, fields);
    if (!reckoned.equals(stored)) {
      this.#suspect = { position, stored, reckoned };
      return undefined;
    }
    this.#reach({ position, chain: stored });
    return undefined;
  }

  /** Compares the roots that are kept of the place. */
  #reach(place: Place): void {
    this.#last = place;
    for (const kept of this.#roots.get(place.position) ?? []) this.compare(kept, place.chain.toString('hex'));
  }

  /** Where nothing more can become trusted: the first root that does not fit among those that are. */
  #trustedFault(): LogFault | undefined {
    const first = this.#unfit.find((root) => this.#isTrusted(root));
    return first === undefined ? undefined : faultOf(first);
  }

  #isTrusted({ heldAt = 0 }: ChainRoot): boolean {
    return heldAt <= this.#last.position;
  }

  #faultAtEnd(counter: Place | undefined): LogFault | undefined {
    if (this.#suspect !== undefined) {
      const { position } = this.#suspect;
      return verdictOn(this.#suspect, (chain) => counter?.position === position && counter.chain.equals(chain));
    }
    const { position, chain } = this.#last;
    if (counter !== undefined && counter.position > position) return { kind: 'missing', position: position + 1 };
    const beyond = [...this.#roots.values()].flat().filter((root) => root.position > position).sort((a, b) => a.position - b.position)[0];
    if (beyond !== undefined) return faultOf(beyond);
    if (counter === undefined || (counter.position === position && counter.chain.equals(chain))) return undefined;
    return { kind: 'counter', position: Math.min(position, counter.position + 1) };
  }
}

function faultOf({ position, name }: ChainRoot): LogFault {
  return { kind: 'root', position, name };
}

/** @param isBuiltOn - Whether what follows was built on a link. */
function verdictOn({ position, stored, reckoned }: Suspect, isBuiltOn: (chain: Buffer) => boolean): LogFault {
  if (isBuiltOn(stored)) return { kind: 'content', position };
  return { kind: isBuiltOn(reckoned) ? 'link' : 'broken', position };
}
