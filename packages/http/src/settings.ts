import { isAbsolute } from 'node:path';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';
import { isLoopback } from './loopback.ts';
import { databaseUrl, ownerUrl } from './postgres-url.ts';

/** A process's variables as it gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const level = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

/** The variables that services have in common; each service's object is made of these and its own. */
export const variables = {
  /** Of the application's role. */
  databaseUrl,
  /** Of the role that owns the schemas and migrates. */
  ownerUrl,
  host: z.string().refine(isLoopback, 'only 127.0.0.1, ::1 or localhost until there are access tokens; let a proxy that checks who is calling stand in front').default('127.0.0.1'),
  /** Of a file or folder. */
  absolutePath: z.string().refine(isAbsolute, 'must be an absolute path'),
  /** The port that is wished for; 0 = any free one. */
  port: (wish: number) => z.coerce.number().int().min(0).max(65_535).default(wish),
  /** Whether the service brings the schemas that it owns up to date when it starts; `never` where `motcua migrate` does. */
  migrate: z.enum(['at_start', 'never']).default('at_start'),
  logLevel: (quiet: z.output<typeof level>) => level.default(quiet),
  /** How long one query of an answer may run, so that heavy questions do not hold the database; the longest closings of a province take seconds. */
  statementTimeoutSeconds: z.coerce.number().int().min(1).max(3_600).default(120),
  /** A whole number within bounds, both included. */
  count: (min: number, max: number, usual: number) => z.coerce.number().int().min(min).max(max).default(usual),
} as const;

/**
 * Reads variables by a schema; pure. A variable set to nothing counts as not set.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once (`errors`, pointer `/NAME`) and no value.
 */
export function readVariables<Settings extends z.ZodObject>(settings: Settings, env: Environment): z.output<Settings> {
  const parsed = settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
  throw new AppError('CONFIG_INVALID', `Correct these variables and start again: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ')}.`, { errors });
}
