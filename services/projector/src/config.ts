import { readVariables, serviceSettings, serviceVariables, variables } from '@motcua/http';
import type { Environment, ServiceSettings } from '@motcua/http';
import { z } from 'zod';

/** The settings of the projector when it runs by itself. */
export type ProjectorConfig = ServiceSettings & {
  readonly migrate: 'at_start' | 'never';
  /** Events of one transaction at most. */
  readonly batchSize: number;
  /** Events of dossiers kept folded. */
  readonly cachedEventsMax: number;
  readonly pollMs: number;
  /** How long a leader that does not move keeps the lead. */
  readonly leaseMs: number;
};

/** @throws AppError `CONFIG_INVALID` that names every wrong variable at once. */
export function loadConfig(env: Environment): ProjectorConfig {
  const read = readVariables(z.object({
    ...serviceVariables(env, 0),
    MIGRATE: variables.migrate,
    PROJECTOR_BATCH_SIZE: variables.count(1, 50_000, 4_000),
    PROJECTOR_CACHED_EVENTS: variables.count(1_000, 10_000_000, 60_000),
    PROJECTOR_POLL_MS: variables.count(10, 60_000, 500),
    PROJECTOR_LEASE_MS: variables.count(1_000, 300_000, 6_000),
  }), env);
  return {
    ...serviceSettings(read), migrate: read.MIGRATE,
    batchSize: read.PROJECTOR_BATCH_SIZE, cachedEventsMax: read.PROJECTOR_CACHED_EVENTS, pollMs: read.PROJECTOR_POLL_MS, leaseMs: read.PROJECTOR_LEASE_MS,
  };
}
