import { dataPlaces, dataVariables, readVariables, variables } from '@motcua/http';
import type { DataPlaces, Environment } from '@motcua/http';
import { z } from 'zod';

/** The settings of the intake when it runs by itself. What is refused is noted in the read model's database. */
export type IntakeConfig = DataPlaces & {
  readonly host: string; readonly port: number; readonly logLevel: string;
  readonly migrate: 'at_start' | 'never';
  /** Refused items of one address; beyond that it has to wait. */
  readonly refusalsPerMinute: number;
  /** Where answers wait that nobody reads yet; the system's temporary folder unless given. */
  readonly spoolFolder: string | undefined;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): IntakeConfig {
  const read = readVariables(z.object({
    ...dataVariables(env),
    MIGRATE: variables.migrate,
    HOST: variables.host,
    PORT: variables.port(8080),
    LOG_LEVEL: variables.logLevel('info'),
    REFUSALS_PER_MINUTE: variables.count(1, 1_000_000_000, 10_000),
    SPOOL_FOLDER: z.string().min(1).optional(),
  }), env);
  return {
    ...dataPlaces(read), host: read.HOST, port: read.PORT, logLevel: read.LOG_LEVEL, migrate: read.MIGRATE,
    refusalsPerMinute: read.REFUSALS_PER_MINUTE, spoolFolder: read.SPOOL_FOLDER,
  };
}
