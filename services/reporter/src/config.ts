import { answeringSettings } from '@motcua/http';
import type { AnsweringSettings, Environment } from '@motcua/http';

/**
 * The settings of the reporter when it runs by itself.
 * It brings no schema up to date, so its roles need only read and append to the log.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once.
 */
export function loadConfig(env: Environment): AnsweringSettings {
  return answeringSettings(env, { port: 8083, connections: 4 });
}
