/** One entry per stable code: HTTP status and a title that never changes. Explained in docs/reference/errors.md. */
export const errorCatalogue = {
  // What a request may get wrong before any event is looked at
  BODY_EMPTY: { status: 400, title: 'The request has no content' },
  BODY_TOO_LARGE: { status: 413, title: 'The request is larger than allowed' },
  EDITION_UNKNOWN: { status: 404, title: 'No edition has this id' },
  HOST_NOT_ALLOWED: { status: 421, title: 'The Host header names another server' },
  JSON_MALFORMED: { status: 400, title: 'The text is not well-formed JSON' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'The media type is not accepted here' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  PARAMETER_INVALID: { status: 400, title: 'A parameter of the request is not valid' },
  PERIOD_NOT_CLOSED: { status: 404, title: 'The period has not been closed' },
  RANGE_INVALID: { status: 416, title: 'None of the bytes that were asked for are there' },
  RATE_UNKNOWN: { status: 404, title: 'No rate has this id' },
  REQUEST_INVALID: { status: 400, title: 'The request cannot be read' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request stopped arriving' },
  SCOPE_OVERLAP: { status: 400, title: 'One part of the scope lies under another' },
  SCOPE_UNKNOWN: { status: 404, title: 'Nothing in the ledger has this scope' },
  TEXT_NOT_UTF8: { status: 400, title: 'The text is not valid UTF-8' },
  TOO_MANY_ITEMS: { status: 413, title: 'The batch holds more items than allowed' },
  TOO_MANY_REFUSALS: { status: 429, title: 'Too many items of this sender were refused' },
  // What an event may get wrong by itself
  BACKUP_INVALID: { status: 422, title: 'The backup was cut short or changed' },
  EVENT_INVALID: { status: 422, title: 'The event does not have the form of its type' },
  EVENT_TYPE_UNKNOWN: { status: 422, title: 'The type of the event is not known' },
  IMPORT_INVALID: { status: 422, title: 'The file to import has wrong rows' },
  LIMIT_BEYOND_CALENDAR: { status: 422, title: 'The limit ends after the last working time of the calendar' },
  LINE_TOO_LONG: { status: 413, title: 'The line is longer than one event may be' },
  NESTING_TOO_DEEP: { status: 422, title: 'The JSON is nested more deeply than any event' },
  REPORT_UNREADABLE: { status: 422, title: 'The printed report cannot be read' },
  TEMPLATE_INVALID: { status: 422, title: 'The template does not fit what is to be filled in' },
  // What an event may get wrong against what the log already holds
  ALREADY_RECEIVED: { status: 409, title: 'The dossier was already received' },
  ALREADY_SUBMITTED: { status: 409, title: 'The dossier was already submitted' },
  ALREADY_SUSPENDED: { status: 409, title: 'The processing is already suspended' },
  ALREADY_TRANSFERRED: { status: 409, title: 'The dossier is already with this office' },
  AUTHORITY_UNCHANGED: { status: 409, title: 'The dossier already belongs to this authority' },
  CLOSE_REFUSED: { status: 409, title: 'The period cannot be closed' },
  CLOSING_SET_ASIDE: { status: 409, title: 'The closing was set aside by the operator' },
  CORRECTION_MISMATCH: { status: 409, title: 'The old value of the correction is not the recorded one' },
  DOSSIER_CLOSED: { status: 409, title: 'The dossier is closed' },
  DOSSIER_NOT_CLOSED: { status: 409, title: 'The dossier is not closed' },
  DOSSIER_NOT_RECEIVED: { status: 409, title: 'The dossier has not been received' },
  DOSSIER_TOO_LONG: { status: 409, title: 'The dossier holds as many events as one may' },
  DOSSIER_UNKNOWN: { status: 404, title: 'The dossier is not in the log' },
  DUE_BEFORE_START: { status: 409, title: 'The due date lies before the event that sets it' },
  DUTY_UNKNOWN: { status: 404, title: 'The dossier has no such duty to apologise' },
  EVENT_ID_REUSED: { status: 409, title: 'The event id was used before with other content' },
  FEEDBACK_ALREADY_PUBLISHED: { status: 409, title: 'The result of the feedback was already published' },
  FEEDBACK_ALREADY_RECEIVED: { status: 409, title: 'The feedback was already received' },
  FEEDBACK_CLOSED: { status: 409, title: 'The feedback is closed' },
  FEEDBACK_NOT_PROCESSED: { status: 409, title: 'The feedback has no result' },
  FEEDBACK_TOO_LONG: { status: 409, title: 'The feedback holds as many events as one may' },
  FEEDBACK_UNKNOWN: { status: 404, title: 'The feedback is not in the log' },
  HISTORY_CONFLICT: { status: 409, title: 'A later event of the dossier would become impossible' },
  LOG_IMPORT_REFUSED: { status: 409, title: 'The events do not continue this log' },
  LOG_NOT_EMPTY: { status: 409, title: 'The log holds events already' },
  NOT_RESOLVED: { status: 409, title: 'The dossier has no result' },
  NOT_SUSPENDED: { status: 409, title: 'The processing is not suspended' },
  OPINION_ALREADY_REQUESTED: { status: 409, title: 'The opinion of this office is already being waited for' },
  OPINION_NOT_REQUESTED: { status: 409, title: 'No opinion of this office is being waited for' },
  PAYMENT_ALREADY_REQUESTED: { status: 409, title: 'A payment is already being waited for' },
  REBUILD_REFUSED: { status: 409, title: 'The read model cannot be replaced' },
  QUARANTINE_REFUSED: { status: 409, title: 'The projection does not stand still at this position' },
  RESTATEMENT_OVERTAKEN: { status: 409, title: 'Another restatement was made at the same time' },
  RESULT_ALREADY_READY: { status: 409, title: 'The result was already reported as ready' },
  RESULT_ALREADY_RETURNED: { status: 409, title: 'The result was already returned' },
  SUPPLEMENT_ALREADY_REQUESTED: { status: 409, title: 'A supplement is already being waited for' },
  SUPPLEMENT_NOT_REQUESTED: { status: 409, title: 'No supplement was asked for' },
  WRITE_CONFLICT: { status: 409, title: 'Another sender changed the dossier at the same time' },
  // What the system cannot do at the moment
  ALREADY_RUNNING: { status: 409, title: 'The ledger of this folder is already running' },
  AS_OF_AHEAD: { status: 409, title: 'The ledger has not come to what is asked about' },
  CLOCK_BEHIND: { status: 503, title: 'The clock has not marked every due date in time' },
  CONFIG_INVALID: { status: 500, title: 'The configuration is not valid' },
  DATABASE_UNAVAILABLE: { status: 503, title: 'The database cannot be reached' },
  DATA_FOLDER_UNUSABLE: { status: 500, title: 'The data folder cannot be used' },
  INTERNAL: { status: 500, title: 'An unexpected fault' },
  LOG_REPLACED: { status: 503, title: 'The read model was made from another log' },
  PACK_BEING_MADE: { status: 503, title: 'The pack is being made' },
  PERIOD_CLOSING: { status: 503, title: 'The period is being closed' },
  PROJECTION_BEHIND: { status: 503, title: 'The read model has not reached the position in time' },
  PROJECTION_FENCED: { status: 503, title: 'Another projector has moved the checkpoint' },
  PROJECTION_OUTDATED: { status: 503, title: 'The read model was made by another version of the projection' },
  PROJECTION_STOPPED: { status: 503, title: 'The projection stands still at an event it cannot apply' },
  STOPPING: { status: 503, title: 'The service is shutting down' },
  TOOK_TOO_LONG: { status: 504, title: 'The database was given up because it took too long' },
  SERVER_START_FAILED: { status: 500, title: 'The embedded database did not start' },
  // Impossible histories and broken promises: defects, never input
  HISTORY_IMPOSSIBLE: { status: 500, title: 'The log holds a history that no rule allows' },
  LEDGER_UNBALANCED: { status: 500, title: 'An identity of the books does not hold' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** One wrong place in an input. `pointer`: RFC 6901 JSON pointer into what was sent ('' = all of it). */
export type InputError = { readonly pointer: string; readonly detail: string };

/** RFC 9457 problem details, as every HTTP answer with a failure carries them. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly InputError[];
};

/**
 * A failure with a stable code: a command or request that should not have been sent, or a state that stops the work.
 *
 * @param code - A code of {@link errorCatalogue}.
 * @param detail - One sentence that says what is wrong here and what to do; no applicant data.
 * @param options - `errors`: the wrong places of an input; `cause`: the underlying fault.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly InputError[];

  constructor(code: ErrorCode, detail: string, options: { readonly errors?: readonly InputError[]; readonly cause?: unknown } = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = options.errors ?? [];
  }

  /** The HTTP status of the code. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}

/** The problem+json body of an error. `type` is a stable URN of the code, so it needs no host. */
export function toProblem(error: AppError): Problem {
  const { status, title } = errorCatalogue[error.code];
  return {
    type: `urn:motcua:problem:${error.code}`, title, status, detail: error.message, code: error.code,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}
