import { readVariables, serviceSettings, serviceVariables, variables } from '@motcua/http';
import type { Environment, ServiceSettings } from '@motcua/http';
import { z } from 'zod';

/** The settings of the intake when it runs by itself. What is refused is noted in the read model's database. */
export type IntakeConfig = ServiceSettings & {
  readonly migrate: 'at_start' | 'never';
  /** Refused items of one address; beyond that it has to wait. */
  readonly refusalsPerMinute: number;
  /** Where answers wait that nobody reads yet; the system's temporary folder unless given. */
  readonly spoolFolder: string | undefined;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): IntakeConfig {
  const read = readVariables(z.object({
    ...serviceVariables(env, 8080),
    MIGRATE: variables.migrate,
    REFUSALS_PER_MINUTE: variables.count(1, 1_000_000_000, 10_000),
    SPOOL_FOLDER: z.string().min(1).optional(),
  }), env);
  return {
    ...serviceSettings(read), migrate: read.MIGRATE,
    refusalsPerMinute: read.REFUSALS_PER_MINUTE, spoolFolder: read.SPOOL_FOLDER,
  };
}
