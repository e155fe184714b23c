import { AppError } from '@motcua/kernel';
import { z } from 'zod';

/** The settings of the service when it runs by itself. */
export type StatisticsConfig = z.output<typeof settings>;

const settings = z.object({
  /** A role that may read the read model and the log. */
  DATABASE_URL: z.string().regex(/^postgres(?:ql)?:\/\/.+/, 'must be a PostgreSQL connection string, postgres://user:password@host:port/database'),
  HOST: z.string().default('127.0.0.1'),
  /** 0 = any free port. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(8082),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(10),
});

/**
 * Reads the environment; pure. A variable set to nothing counts as not set.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): StatisticsConfig {
  const parsed = settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message }));
  throw new AppError('CONFIG_INVALID', `Correct these variables and start again: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ')}.`, { errors });
}
