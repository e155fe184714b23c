export { startClock } from './clock.ts';
export type { Clock, ClockOptions, ClockProgress } from './clock.ts';
export { loadConfig } from './config.ts';
export { clockProbe } from './health.ts';
