import type { HttpServer, HttpServerOptions } from './server.ts';

// Fastify and what describes the API weigh more than all else that a short command loads: they come with the first server.

/**
 * An HTTP server with everything that the services share; register the services' plugins on it, then `listen`.
 *
 * It checks the Host header, answers every failure as problem+json, serves `/health`, `/ready`, `/metrics`,
 * `/openapi.json` and `/docs`, and logs requests without their content. While it closes, new requests get STOPPING.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  return (await import('./server.ts')).createHttpServer(options);
}
