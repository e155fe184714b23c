/** What a sender may ask for at once. Sizes in bytes; shown in the API description. */
export type IntakeLimits = {
  /** One event: a single request, an element of a batch, a line of a stream. */
  readonly eventBytes: number;
  readonly batchBytes: number;
  readonly batchItems: number;
  /** Nested arrays and objects of one event. */
  readonly depth: number;
  /** Refused items of one remote address. */
  readonly refusalsPerMinute: number;
  /** How long a request may pause between two bytes; milliseconds. */
  readonly idleMs: number;
  /** Dossiers kept in memory between two events of theirs. */
  readonly cachedDossiers: number;
  /** Rows of the rejection log, for one source and over all. */
  readonly rejectionsPerSource: number;
  readonly rejections: number;
};

export const DEFAULT_LIMITS: IntakeLimits = {
  eventBytes: 256 * 1024,
  batchBytes: 16 * 1024 * 1024,
  batchItems: 10_000,
  depth: 16,
  refusalsPerMinute: 10_000,
  idleMs: 30_000,
  cachedDossiers: 40_000,
  rejectionsPerSource: 10_000,
  rejections: 200_000,
};
