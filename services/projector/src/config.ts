import { readVariables, variables } from '@motcua/http';
import type { Environment } from '@motcua/http';
import { z } from 'zod';

const settings = z.object({
  DATABASE_URL: variables.databaseUrl,
  DATABASE_OWNER_URL: variables.ownerUrl,
  HOST: variables.host,
  PORT: variables.port(0),
  LOG_LEVEL: variables.logLevel('info'),
  PROJECTOR_BATCH_SIZE: variables.count(1, 50_000, 4_000),
  PROJECTOR_CACHED_EVENTS: variables.count(1_000, 10_000_000, 60_000),
  PROJECTOR_POLL_MS: variables.count(10, 60_000, 500),
});

/** The settings of the projector when it runs by itself; `/health`, `/ready` and `/metrics` answer at host and port. */
export type ProjectorConfig = {
  readonly databaseUrl: string; readonly ownerUrl: string; readonly host: string; readonly port: number; readonly logLevel: string;
  /** Events of one transaction at most. */
  readonly batchSize: number;
  /** Events of dossiers kept folded. */
  readonly cachedEventsMax: number;
  readonly pollMs: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): ProjectorConfig {
  const read = readVariables(settings, env);
  return {
    databaseUrl: read.DATABASE_URL, ownerUrl: read.DATABASE_OWNER_URL ?? read.DATABASE_URL, host: read.HOST, port: read.PORT, logLevel: read.LOG_LEVEL,
    batchSize: read.PROJECTOR_BATCH_SIZE, cachedEventsMax: read.PROJECTOR_CACHED_EVENTS, pollMs: read.PROJECTOR_POLL_MS,
  };
}
