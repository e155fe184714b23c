import type { Registry } from 'prom-client';

/** A registry for a service's `/metrics`, with those of its process; every metric carries the service's name. */
export async function serviceRegistry(service: string): Promise<Registry> {
  const { collectDefaultMetrics, Registry } = await import('prom-client');
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
