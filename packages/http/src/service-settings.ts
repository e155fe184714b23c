import { z } from 'zod';
import { dataPlaces, dataVariables } from './data-settings.ts';
import type { DataPlaces } from './data-settings.ts';
import { readVariables, variables } from './settings.ts';
import type { Environment } from './settings.ts';

/** What the settings of every service say; `/health`, `/ready` and `/metrics` answer at host and port. */
export type ServiceSettings = DataPlaces & { readonly host: string; readonly port: number; readonly logLevel: string };

/** The settings of a service that answers from the read model. It brings no schema up to date. */
export type AnsweringSettings = ServiceSettings & {
  /** Connections to the read model at most. */
  readonly connections: number;
  /** What one query of an answer may take; milliseconds. */
  readonly statementTimeoutMs: number;
};

/**
 * The variables that every service reads, for the schema of its settings.
 *
 * @param port - That is wished for; 0 = any free one.
 */
export function serviceVariables(env: Environment, port: number) {
  return { ...dataVariables(env), HOST: variables.host, PORT: variables.port(port), LOG_LEVEL: variables.logLevel('info') };
}

type Read = z.output<z.ZodObject<ReturnType<typeof serviceVariables>>>;

export function serviceSettings(read: Read): ServiceSettings {
  return { ...dataPlaces(read), host: read.HOST, port: read.PORT, logLevel: read.LOG_LEVEL };
}

/** The variables of a service that answers from the read model, for its schema or as they are. */
export function answeringVariables(env: Environment, usual: { readonly port: number; readonly connections: number }) {
  return { ...serviceVariables(env, usual.port), DATABASE_CONNECTIONS: variables.count(1, 100, usual.connections), STATEMENT_TIMEOUT_SECONDS: variables.statementTimeoutSeconds };
}

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function answeringSettings(env: Environment, usual: { readonly port: number; readonly connections: number }): AnsweringSettings {
  const read = readVariables(z.object(answeringVariables(env, usual)), env);
  return { ...serviceSettings(read), connections: read.DATABASE_CONNECTIONS, statementTimeoutMs: read.STATEMENT_TIMEOUT_SECONDS * 1_000 };
}
