import { AppError } from '@motcua/kernel';
import { z } from 'zod';

const postgresUrl = z.string().regex(/^postgres(?:ql)?:\/\//, 'not a connection string such as postgresql://user@127.0.0.1:5432/motcua');

const variables = z.object({
  DATABASE_URL: postgresUrl,
  /** The role that owns the schemas and runs the migrations. */
  DATABASE_OWNER_URL: postgresUrl.optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PROJECTOR_BATCH_SIZE: z.coerce.number().int().min(1).max(50_000).default(4_000),
  PROJECTOR_CACHED_EVENTS: z.coerce.number().int().min(1_000).max(10_000_000).default(60_000),
  PROJECTOR_POLL_MS: z.coerce.number().int().min(10).max(60_000).default(500),
});

export type ProjectorConfig = {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  /** Where `/health`, `/ready` and `/metrics` answer. */
  readonly host: string;
  readonly port: number;
  readonly logLevel: z.output<typeof variables>['LOG_LEVEL'];
  readonly batchSize: number;
  readonly cachedEventsMax: number;
  readonly pollMs: number;
};

/**
 * Reads the service's variables.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once, without its value.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): ProjectorConfig {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message }));
    throw new AppError('CONFIG_INVALID', `Set these variables: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)} (${detail})`).join('; ')}.`, { errors });
  }
  const { data } = parsed;
  return {
    databaseUrl: data.DATABASE_URL, databaseOwnerUrl: data.DATABASE_OWNER_URL ?? data.DATABASE_URL,
    host: data.HOST, port: data.PORT, logLevel: data.LOG_LEVEL,
    batchSize: data.PROJECTOR_BATCH_SIZE, cachedEventsMax: data.PROJECTOR_CACHED_EVENTS, pollMs: data.PROJECTOR_POLL_MS,
  };
}
