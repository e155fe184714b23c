export { assertLoopback } from './loopback.ts';
export { listen } from './listen.ts';
export type { ListeningAt } from './listen.ts';
export type { Probe, ProbeResult } from './probes.ts';
export { PROBLEM_TYPE, problemSchema, sendProblem } from './problems.ts';
export { readVariables, variables } from './settings.ts';
export type { Environment } from './settings.ts';
export { createHttpServer } from './server.ts';
export type { HttpServer, HttpServerOptions } from './server.ts';
