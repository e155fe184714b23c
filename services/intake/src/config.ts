import { AppError } from '@motcua/kernel';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8080),
  DATABASE_URL: z.string().regex(/^postgres(?:ql)?:\/\//, 'not a postgres:// URL'),
  DATABASE_OWNER_URL: z.string().regex(/^postgres(?:ql)?:\/\//, 'not a postgres:// URL').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  REFUSALS_PER_MINUTE: z.coerce.number().int().min(1).default(10_000),
  SPOOL_FOLDER: z.string().min(1).optional(),
});

/** `ownerUrl`: of the role that migrates. */
export type IntakeConfig = {
  readonly host: string; readonly port: number; readonly databaseUrl: string; readonly ownerUrl: string;
  readonly logLevel: string; readonly refusalsPerMinute: number; readonly spoolFolder: string | undefined;
};

/** @throws AppError `CONFIG_INVALID` with every wrong variable at once. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): IntakeConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message }));
    throw new AppError('CONFIG_INVALID', `Wrong environment variables: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)} (${detail})`).join('; ')}.`, { errors });
  }
  const { HOST, PORT, DATABASE_URL, DATABASE_OWNER_URL, LOG_LEVEL, REFUSALS_PER_MINUTE, SPOOL_FOLDER } = parsed.data;
  return {
    host: HOST, port: PORT, databaseUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL,
    logLevel: LOG_LEVEL, refusalsPerMinute: REFUSALS_PER_MINUTE, spoolFolder: SPOOL_FOLDER,
  };
}
