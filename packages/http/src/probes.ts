import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { HttpServer } from './server.ts';

/** `detail`: one sentence for the operator. Further members (positions, lags) are shown as they are. */
export type ProbeResult = { readonly status: 'ok' | 'failing'; readonly detail?: string; readonly [key: string]: unknown };

/** A part of the system that can say how it is; a check that throws is failing. */
export type Probe = { readonly name: string; readonly check: () => ProbeResult | Promise<ProbeResult> };

const report = z.object({
  status: z.enum(['ok', 'failing']),
  components: z.record(z.string(), z.looseObject({ status: z.enum(['ok', 'failing']), detail: z.string().optional() })),
});

/** `/health` always answers 200 while the process lives and names what fails; `/ready` is 503 until nothing fails. */
export function addProbeRoutes(server: HttpServer, probes: readonly Probe[]): void {
  server.get('/health', { schema: { tags: ['operation'], summary: 'How every part is', response: { 200: report } } }, async () => ask(probes));
  server.get('/ready', { schema: { tags: ['operation'], summary: 'Whether requests can be served', response: { 200: report, 503: report } } }, async (_request, reply) => {
    const answer = await ask(probes);
    return reply.code(answer.status === 'ok' ? 200 : 503).send(answer);
  });
}

async function ask(probes: readonly Probe[]): Promise<z.output<typeof report>> {
  const results = await Promise.all(probes.map(async (probe) => [probe.name, await checked(probe)] as const));
  const failing = results.some(([, result]) => result.status === 'failing');
  return { status: failing ? 'failing' : 'ok', components: Object.fromEntries(results) };
}

/** Whoever asks wants an answer now, not when a database that is away comes back. */
const PATIENCE_MS = 2_000;

async function checked(probe: Probe): Promise<ProbeResult> {
  const patience = new AbortController();
  try {
    return await Promise.race([probe.check(), tired(patience.signal)]);
  } catch (error) {
    return { status: 'failing', detail: error instanceof Error ? error.message : 'the check failed' };
  } finally {
    patience.abort();
  }
}

async function tired(signal: AbortSignal): Promise<ProbeResult> {
  await sleep(PATIENCE_MS, undefined, { signal }).catch(() => undefined);
  return { status: 'failing', detail: `No answer within ${PATIENCE_MS / 1_000} seconds.` };
}
