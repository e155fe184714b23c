import { readVariables, variables } from '@motcua/http';
import type { Environment } from '@motcua/http';
import { z } from 'zod';

const settings = z.object({
  DATABASE_URL: variables.databaseUrl,
  HOST: variables.host,
  PORT: variables.port(8083),
  LOG_LEVEL: variables.logLevel('info'),
  DATABASE_CONNECTIONS: variables.count(1, 100, 4),
});

/** The settings of the reporter when it runs by itself. */
export type ReporterConfig = {
  /** Of a role that may read the read model and append to the log. */
  readonly databaseUrl: string;
  readonly host: string; readonly port: number; readonly logLevel: string;
  /** Connections at most. */
  readonly connections: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): ReporterConfig {
  const { DATABASE_URL, HOST, PORT, LOG_LEVEL, DATABASE_CONNECTIONS } = readVariables(settings, env);
  return { databaseUrl: DATABASE_URL, host: HOST, port: PORT, logLevel: LOG_LEVEL, connections: DATABASE_CONNECTIONS };
}
