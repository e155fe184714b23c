import { dataPlaces, dataVariables, readVariables, variables } from '@motcua/http';
import type { DataPlaces, Environment } from '@motcua/http';
import { z } from 'zod';

/** The settings of the clock when it runs by itself; `/health`, `/ready` and `/metrics` answer at host and port. */
export type ClockConfig = DataPlaces & {
  readonly host: string; readonly port: number; readonly logLevel: string;
  /** Dossiers that are looked at together. */
  readonly batchSize: number;
  readonly pollMs: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): ClockConfig {
  const read = readVariables(z.object({
    ...dataVariables(env),
    HOST: variables.host,
    PORT: variables.port(0),
    LOG_LEVEL: variables.logLevel('info'),
    CLOCK_BATCH_SIZE: variables.count(1, 5_000, 500),
    CLOCK_POLL_MS: variables.count(10, 60_000, 1_000),
  }), env);
  return { ...dataPlaces(read), host: read.HOST, port: read.PORT, logLevel: read.LOG_LEVEL, batchSize: read.CLOCK_BATCH_SIZE, pollMs: read.CLOCK_POLL_MS };
}
