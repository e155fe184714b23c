import { createRequire } from 'node:module';
import type * as Client from '@eventstore/db-client';

const require = createRequire(import.meta.url);

/**
 * The engine's client, which comes when the first log of this kind is opened: with gRPC it weighs more than all that a short
 * command on the other engine loads.
 */
export function kurrentClient(): typeof Client {
  return require('@eventstore/db-client') as typeof Client;
}
