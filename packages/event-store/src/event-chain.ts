import { coveredFields, GENESIS, linkOf } from './chain.ts';
import type { RecordedEvent } from './port.ts';

/** The chain reckoned along events outside any engine: what every copy of a log has to give at the same position. */
export class EventChain {
  #position: number;
  #link: Buffer;

  /** @param start - Taken as it stands; the beginning of a log unless given. `root`: as `Head.chain`. */
  constructor(start?: { readonly position: number; readonly root: string }) {
    this.#position = start?.position ?? 0;
    this.#link = start === undefined ? GENESIS : Buffer.from(start.root, 'hex');
  }

  /** The position of the last event. */
  get position(): number {
    return this.#position;
  }

  /** The chain up to the last event, 64 hexadecimal digits. */
  get root(): string {
    return this.#link.toString('hex');
  }

  /**
   * Goes on by one event and gives what was reckoned: its columns in PostgreSQL's binary forms, and its link.
   *
   * @throws TypeError when it is not the next one, or has no JSON form.
   */
  follow(event: RecordedEvent): { readonly fields: readonly (Buffer | null)[]; readonly link: Buffer } {
    if (event.position !== this.#position + 1) throw new TypeError(`Behind position ${this.#position} comes ${event.position}`);
    const fields = coveredFields(event);
    this.#link = linkOf(this.#link, fields);
    this.#position = event.position;
    return { fields, link: this.#link };
  }
}
