export { loadConfig } from './config.ts';
export type { IntakeConfig } from './config.ts';
export { DEFAULT_LIMITS } from './limits.ts';
export type { IntakeLimits } from './limits.ts';
export { migrateIntake } from './migrate.ts';
export { intakePlugin } from './plugin.ts';
export type { IntakeOptions } from './plugin.ts';
export { REFUSED_EVENTS } from './refused-events.ts';
