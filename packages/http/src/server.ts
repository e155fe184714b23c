import fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { AppError } from '@motcua/kernel';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { checkHost } from './loopback.ts';
import { brokenConnections } from './broken-connections.ts';
import { handleErrors } from './handle-errors.ts';
import { sendProblem } from './problems.ts';
import { closeGracefully, endUnreadRequests } from './closing.ts';
import { observeRequests } from './observe-requests.ts';
import { addProbeRoutes } from './probes.ts';
import type { Probe } from './probes.ts';
import { describeApi } from './openapi.ts';

/** The fastify instance on which services register their plugins; routes carry zod schemas. */
export type HttpServer = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

/** The answer of a route, whatever its schemas are. */
export type HttpReply = FastifyReply;

export type HttpServerOptions = {
  readonly log: Logger;
  /** Title, version and introduction (Markdown) of the API description. */
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** Where the services registered here count; `/metrics` shows it. */
  readonly registry: Registry;
  /** What `/health` shows and `/ready` waits for. */
  readonly probes?: readonly Probe[];
};

/** A connection on which nothing moves in either direction for so long is cut; milliseconds. */
const SILENCE_MS = 120_000;

/** See `server-on-demand.ts`. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const logger: FastifyBaseLogger = options.log;
  const broken = brokenConnections();
  const server: HttpServer = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    connectionTimeout: SILENCE_MS,
    clientErrorHandler: broken.handle,
    // Checked with the other rules about hosts, so that the answer is a problem too.
    http: { requireHostHeader: false },
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, new AppError('REQUEST_INVALID', 'The address of the request cannot be read.')),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Nothing here is plain text: a body in it would be told to be no object instead of being of another type.
  server.removeContentTypeParser('text/plain');
  handleErrors(server);
  hearHalfClosed(server);
  refuseExpectations(server);
  broken.watch(server);
  observeRequests(server, options.registry);
  endUnreadRequests(server);
  server.addHook('onRequest', async (request) => checkHost(request.raw.rawHeaders));
  closeGracefully(server);
  await describeApi(server, options);
  addProbeRoutes(server, options.probes ?? []);
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(options.registry.contentType).send(await options.registry.metrics()));
  return server;
}

/** A sender that has sent everything may close its side and read on; without this its answer would be lost. */
function hearHalfClosed(server: HttpServer): void {
  Object.assign(server.server, { httpAllowHalfOpen: true });
}

/** Expectations other than 100-continue would get an answer of Node's own, which is no problem. */
function refuseExpectations(server: HttpServer): void {
  server.server.on('checkExpectation', (request, response) => server.routing(request, response));
  server.addHook('onRequest', async ({ headers: { expect } }) => {
    if (expect === undefined || expect.toLowerCase() === '100-continue') return;
    throw new AppError('REQUEST_INVALID', 'The Expect header asks for something that this server does not do: leave it out.');
  });
}
