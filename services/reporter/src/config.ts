import { answeringVariables, readVariables, serviceSettings, variables } from '@motcua/http';
import type { AnsweringSettings, Environment } from '@motcua/http';
import { z } from 'zod';

/** The settings of the reporter when it runs by itself. */
export type ReporterConfig = AnsweringSettings & {
  /** Where the schedules of reports stand; undefined where there are none. */
  readonly schedulesFile: string | undefined;
};

/**
 * Reads the settings. The reporter brings no schema up to date, so its roles need only read and append to the log.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once.
 */
export function loadConfig(env: Environment): ReporterConfig {
  const read = readVariables(z.object({
    ...answeringVariables(env, { port: 8083, connections: 4 }),
    REPORT_SCHEDULES: variables.absolutePath.optional(),
  }), env);
  return { ...serviceSettings(read), connections: read.DATABASE_CONNECTIONS, statementTimeoutMs: read.STATEMENT_TIMEOUT_SECONDS * 1_000, schedulesFile: read.REPORT_SCHEDULES };
}
