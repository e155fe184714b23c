import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry for a service's `/metrics`, with those of its process; every metric carries the service's name. */
export function serviceRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
