import { readVariables, variables } from '@motcua/http';
import type { Environment } from '@motcua/http';
import { z } from 'zod';

const settings = z.object({
  DATABASE_URL: variables.databaseUrl,
  DATABASE_OWNER_URL: variables.ownerUrl,
  HOST: variables.host,
  PORT: variables.port(8080),
  LOG_LEVEL: variables.logLevel('info'),
  REFUSALS_PER_MINUTE: variables.count(1, 1_000_000_000, 10_000),
  SPOOL_FOLDER: z.string().min(1).optional(),
});

/** The settings of the intake when it runs by itself. */
export type IntakeConfig = {
  readonly databaseUrl: string; readonly ownerUrl: string; readonly host: string; readonly port: number; readonly logLevel: string;
  /** Refused items of one address; beyond that it has to wait. */
  readonly refusalsPerMinute: number;
  /** Where answers wait that nobody reads yet; the system's temporary folder unless given. */
  readonly spoolFolder: string | undefined;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): IntakeConfig {
  const { DATABASE_URL, DATABASE_OWNER_URL, HOST, PORT, LOG_LEVEL, REFUSALS_PER_MINUTE, SPOOL_FOLDER } = readVariables(settings, env);
  return {
    databaseUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL, host: HOST, port: PORT, logLevel: LOG_LEVEL,
    refusalsPerMinute: REFUSALS_PER_MINUTE, spoolFolder: SPOOL_FOLDER,
  };
}
