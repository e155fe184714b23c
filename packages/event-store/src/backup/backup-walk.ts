import { isDeepStrictEqual } from 'node:util';
import { EventChain } from '../event-chain.ts';
import type { RecordedEvent } from '../port.ts';
import { headHash, pieceHash, readLine } from './format.ts';
import type { BackupHead, BackupManifest, BackupPart, BackupPlace, BackupSeal } from './format.ts';

/** More than a writer ever puts into one piece. */
const PIECE_BYTES_MAX = 1024 * 1024 * 1024;

/** Goes along the lines of a backup and says where something does not fit. */
export class BackupWalk {
  #head: BackupHead | undefined;
  #chain = new EventChain();
  #sha256 = '';
  #pieces = 0;
  #events: RecordedEvent[] = [];
  #lines: Buffer[] = [];
  #bytes = 0;
  #recordedAt: string | null = null;
  /** Where the pieces that fit end. */
  #sealed: BackupPlace = { position: 0, root: '' };
  #ended = false;

  /** Where it is, for a message. */
  place(): string {
    if (this.#head === undefined) return 'at its beginning';
    return `in piece ${this.#pieces + 1}, behind position ${this.#sealed.position} of ${this.#head.upTo}`;
  }

  /** @throws TypeError, or what the chain throws. */
  next(line: Buffer): BackupPart | undefined {
    const read = readLine(line.toString());
    if (read === undefined) throw new TypeError('this is no line of a backup');
    if (this.#ended) throw new TypeError('something follows the manifest');
    if ('head' in read) return this.#begin(read.head, line);
    if (this.#head === undefined) throw new TypeError('the head is missing');
    if ('event' in read) return this.#hold(read.event, line);
    return 'seal' in read ? this.#seal(read.seal) : this.#finish(read.manifest, this.#head);
  }

  /** @throws TypeError when there was no manifest. */
  end(): void {
    if (!this.#ended) throw new TypeError('the file ends here');
  }

  #begin(head: BackupHead, line: Buffer): BackupPart {
    if (this.#head !== undefined) throw new TypeError('a second head');
    this.#head = head;
    this.#chain = new EventChain(head.after);
    this.#sha256 = headHash(line);
    this.#sealed = head.after;
    return { kind: 'head', head };
  }

  #hold(event: RecordedEvent, line: Buffer): undefined {
    this.#bytes += line.length;
    if (this.#bytes > PIECE_BYTES_MAX) throw new TypeError('the piece has no end');
    this.#chain.follow(event);
    this.#events.push(event);
    this.#lines.push(line);
  }

  #seal(seal: BackupSeal): BackupPart {
    const [events, lines] = [this.#events, Buffer.concat(this.#lines)];
    const expected: BackupSeal = {
      piece: this.#pieces + 1, first: events[0]?.position ?? 0, last: this.#chain.position, root: this.#chain.root, sha256: pieceHash(this.#sha256, lines),
    };
    if (events.length === 0 || !isDeepStrictEqual(seal, expected)) throw new TypeError('the events of the piece are not those that were sealed');
    const [before, last] = [this.#sealed, { position: seal.last, root: seal.root }];
    [this.#sha256, this.#pieces, this.#sealed, this.#recordedAt] = [seal.sha256, seal.piece, last, events.at(-1)?.recordedAt ?? null];
    [this.#events, this.#lines, this.#bytes] = [[], [], 0];
    return { kind: 'piece', events, before, last };
  }

  #finish(manifest: BackupManifest, { after, upTo }: BackupHead): BackupPart {
    const { position, root } = this.#chain;
    const { bytes, fileSha256 } = manifest;
    const expected: BackupManifest = {
      count: position - after.position, after, upTo: { position, root, recordedAt: this.#pieces === 0 ? manifest.upTo.recordedAt : this.#recordedAt },
      pieces: this.#pieces, sha256: this.#sha256, bytes, fileSha256,
    };
    if (this.#events.length > 0 || position !== upTo || !isDeepStrictEqual(manifest, expected)) throw new TypeError('the manifest speaks of other events');
    this.#ended = true;
    return { kind: 'end', manifest };
  }
}
