/**
 * The log as every other part sees it. Two engines stand behind it; one contract suite (src/contract) decides
 * whether an adapter is one. Outside an adapter a position is always the event's ordinal: 1, 2, 3 … without gaps.
 */
export type EventStore = {
  /** Appends to one stream, all or nothing. Never rejects for an expectation: that is a verdict. */
  append(append: Append): Promise<Verdict>;
  /** Appends to many streams; each append has its own expectation and verdict (same order) and never fails a neighbour. */
  appendMany(appends: readonly Append[]): Promise<readonly Verdict[]>;
  /** The events of a stream in order of revision; an unknown stream is empty. */
  readStream(stream: string, options?: { readonly fromRevision?: number }): Promise<readonly RecordedEvent[]>;
  /** Many streams at once, up to and including a position; unknown streams are missing from the map. */
  readStreams(streams: readonly string[], options?: { readonly upToPosition?: number }): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
  /** Events behind a position (exclusive; 0 = from the start), in order, at most `limit`. */
  readAll(afterPosition: number, limit: number): Promise<readonly RecordedEvent[]>;
  /**
   * Batches behind a position as they come, without end, in order and without gaps; nothing is ever passed over.
   * Ends when the signal aborts. Survives lost connections by itself (back-off, then goes on where it stood).
   */
  subscribe(afterPosition: number, options: SubscribeOptions): AsyncIterable<readonly RecordedEvent[]>;
  /** The last position, and the instant up to which the log is known. Position 0 for an empty log. */
  head(): Promise<Head>;
  /**
   * What was known at an instant: the longest prefix of the log with recordedAt <= instant. Position 0 when nothing was.
   * `instant`: RFC 3339, any offset; another text rejects with PARAMETER_INVALID.
   */
  positionAt(instant: string): Promise<Head>;
  /** The root of the chain at a position (0 = before the first event), as `Head.chain`; undefined where nothing is, or no chain is kept by position. */
  chainAt(position: number): Promise<string | undefined>;
  /**
   * Of events that were read from this log, those whose id an earlier event has: the earlier one's position by theirs. None where an
   * id is known again in the whole log, because nothing is written under it a second time.
   */
  secondUses(events: readonly RecordedEvent[]): Promise<ReadonlyMap<number, number>>;
  /** Waits for what is in flight, then gives connections back. Later calls reject with STOPPING. */
  close(): Promise<void>;
};

/**
 * Writes events that another log has recorded, as they are: ids, positions, revisions and instants stay, and so do the chain
 * and every root. For the owner of a log, never for a service.
 */
export type LogImport = {
  /**
   * Writes events behind the last one of the log. An engine with transactions writes all or none; one without may have
   * written the first of them when it fails, and the log's head tells where to go on.
   *
   * @throws AppError `LOG_IMPORT_REFUSED` (they do not continue the log exactly, or the role may not import),
   *   `EVENT_INVALID` (the log cannot hold one), `DATABASE_UNAVAILABLE` (whether they were written is not known).
   */
  importEvents(events: readonly RecordedEvent[]): Promise<void>;
  close(): Promise<void>;
};

export type SubscribeOptions = {
  readonly signal: AbortSignal;
  /** Events per batch at most. */
  readonly batchSize?: number;
  /** The longest sleep when no notice arrives; milliseconds. */
  readonly pollMs?: number;
};

/**
 * A prefix of the log. `recordedAt`: RFC 3339 UTC milliseconds of its last event, undefined when it is empty. `chain`: the
 * hash that stands for all of it (64 hexadecimal digits, docs/reference/log-chain.md); left out by engines that keep none by position.
 */
export type Head = { readonly position: number; readonly recordedAt: string | undefined; readonly chain?: string };

/** What must be true of the stream. `exact`: its last revision, counted from 0. */
export type Expectation =
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'exact'; readonly revision: number };

export type Append = {
  readonly stream: string;
  readonly expect: Expectation;
  /** At least one. */
  readonly events: readonly NewEvent[];
};

/**
 * `id`: UUID, unique in the whole log where the engine knows ids so far (else in its stream; `secondUses`). `source`, `sourceId`: the sender's own names of it. `occurredAt`: RFC 3339 UTC
 * with milliseconds. `data`, `actor`: JSON. Content = everything but the id; it is compared in canonical form.
 */
export type NewEvent = {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly schemaVersion: number;
  readonly commandId?: string | undefined;
  readonly actor?: Actor | undefined;
  readonly data: JsonObject;
};

/** Who reported it: a unit and a role, never a person. */
export type Actor = { readonly unit?: string | undefined; readonly role?: string | undefined };

export type JsonObject = { readonly [key: string]: Json | undefined };
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** `recordedAt` never falls along the log. `position` from 1, `revision` from 0, both without gaps. */
export type RecordedEvent = NewEvent & {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: string;
};

/**
 * - `appended`: written now. - `duplicate`: all these ids with the same content were written before; the first result.
 * - `wrong_revision`: the expectation does not hold (or only some of the ids exist): `current` is the last revision, -1 = no stream.
 * - `id_reused`: an id exists with other content or in another stream; nothing written, the id stays the first one's.
 */
export type Verdict =
  | { readonly kind: 'appended' | 'duplicate'; readonly positions: readonly number[]; readonly revision: number; readonly recordedAt: string }
  | { readonly kind: 'wrong_revision'; readonly current: number }
  | { readonly kind: 'id_reused'; readonly id: string };
