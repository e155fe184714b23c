export { loadConfig } from './config.ts';
export type { IntakeLimits } from './limits.ts';
export { migrateIntake } from './migrate.ts';
export { intakePlugin } from './plugin.ts';
export { REFUSED_EVENTS } from './refused-events.ts';
