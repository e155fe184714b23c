export { startClock, startClockBy } from './clock.ts';
export type { Clock, ClockOptions, ClockProgress, ClockWorld } from './clock.ts';
export { loadConfig } from './config.ts';
export { clockProbe } from './health.ts';
