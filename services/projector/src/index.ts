export { loadConfig } from './config.ts';
export type { ProjectorConfig } from './config.ts';
export { projectorProbe } from './health.ts';
export type { ProjectorHealth } from './health.ts';
export { postEvent, standingOf, untouched } from './post-event.ts';
export type { Posted, Standing } from './post-event.ts';
export { startProjector } from './projector.ts';
export type { Projector, ProjectorOptions } from './projector.ts';
export { quarantine, readQuarantine } from './quarantine.ts';
