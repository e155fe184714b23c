import { dataPlaces, dataVariables, readVariables, variables } from '@motcua/http';
import type { DataPlaces, Environment } from '@motcua/http';
import { z } from 'zod';

/** The settings of statistics when it runs by itself. It brings no schema up to date, so its roles need only read. */
export type StatisticsConfig = DataPlaces & {
  readonly host: string; readonly port: number; readonly logLevel: string;
  /** Connections to the read model at most. */
  readonly connections: number;
  /** What one query of an answer may take; milliseconds. */
  readonly statementTimeoutMs: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): StatisticsConfig {
  const read = readVariables(z.object({
    ...dataVariables(env),
    HOST: variables.host,
    PORT: variables.port(8082),
    LOG_LEVEL: variables.logLevel('info'),
    DATABASE_CONNECTIONS: variables.count(1, 100, 10),
    STATEMENT_TIMEOUT_SECONDS: variables.statementTimeoutSeconds,
  }), env);
  const { HOST: host, PORT: port, LOG_LEVEL: logLevel, DATABASE_CONNECTIONS: connections, STATEMENT_TIMEOUT_SECONDS: seconds } = read;
  return { ...dataPlaces(read), host, port, logLevel, connections, statementTimeoutMs: seconds * 1_000 };
}
