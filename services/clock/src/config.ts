import { readVariables, serviceSettings, serviceVariables, variables } from '@motcua/http';
import type { Environment, ServiceSettings } from '@motcua/http';
import { z } from 'zod';

/** The settings of the clock when it runs by itself. */
export type ClockConfig = ServiceSettings & {
  /** Dossiers that are looked at together. */
  readonly batchSize: number;
  readonly pollMs: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): ClockConfig {
  const read = readVariables(z.object({
    ...serviceVariables(env, 0),
    CLOCK_BATCH_SIZE: variables.count(1, 5_000, 500),
    CLOCK_POLL_MS: variables.count(10, 60_000, 1_000),
  }), env);
  return { ...serviceSettings(read), batchSize: read.CLOCK_BATCH_SIZE, pollMs: read.CLOCK_POLL_MS };
}
