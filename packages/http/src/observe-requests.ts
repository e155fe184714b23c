import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { HttpServer } from './server.ts';

/** One log line and one observation a request: its route, never its address, header or content. */
export function observeRequests(server: HttpServer, registry: Registry): void {
  const seconds = new Histogram({
    name: 'motcua_http_request_seconds', help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'], registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime);
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    request.log.info({ method: request.method, route, status: reply.statusCode, ms }, 'request answered');
  });
}
