import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { HttpServer, HttpServerOptions } from './server.ts';

/** `/openapi.json` (3.1, from the routes' zod schemas) and a page to read it at `/docs`, both without the network. */
export async function describeApi(server: HttpServer, { title, version, description }: HttpServerOptions): Promise<void> {
  await server.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, version, ...(description === undefined ? {} : { description }) } },
    transform: jsonSchemaTransform,
  });
  await server.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, transformStaticCSP: fromHereAlone, uiConfig: { docExpansion: 'list', validatorUrl: null } });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
}

/** Without what the page's maker allows for the network: a validator elsewhere, any https, and the turn to https, which this server does not speak. */
function fromHereAlone(policy: string): string {
  return policy.replaceAll(/ (?:validator\.swagger\.io|https:)(?=[ ;])/g, '').replace(/\s*upgrade-insecure-requests;?/, '');
}
