import type { Readable } from 'node:stream';
import type { DatabaseAccess } from '../database-access.ts';
import type { Output } from '../output.ts';
import type { Visit } from '../visit.ts';
import type { Status } from './refusal.ts';

/** What a command writes to and reads; such as a process's own. */
export type Streams = {
  /** Gets the answer. */
  readonly out: Output;
  /** Gets what is told beside it: how far it is, and why something was not done. */
  readonly log: Output;
  /** Called only by what reads it. */
  readonly stdin: () => Readable;
};

/** How the commands reach a ledger. */
export type CommandPlaces = {
  /** Where the embedded data lie. */
  readonly home: () => string;
  readonly openAccess: () => Promise<DatabaseAccess>;
  /** Opens a ledger that nobody runs, making it where there is none. */
  readonly openEmpty: () => Promise<DatabaseAccess>;
  /** Gives what the work gives. */
  readonly atDatabase: <T>(work: (visited: Visit) => Promise<T>) => Promise<T>;
  /** False when no ledger was ever started, so that only what is shipped can be asked. */
  readonly isThere: () => boolean;
};

/** What the commands reach: a ledger, and those who gave them. */
export type CommandSurroundings = Streams & CommandPlaces & {
  /** What says where the ledger lies; addresses may stand here that nobody else on the machine shall see. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Says with what the program ends when nothing fails; done when nothing was said. */
  readonly endWith: (status: Status) => void;
};
