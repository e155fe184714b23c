/** What the supervisor needs of a log; a pino logger fits as it is. */
export type ServerLog = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
};

/** For callers that have nobody to tell. */
export const silentLog: ServerLog = { info: () => undefined, warn: () => undefined };
