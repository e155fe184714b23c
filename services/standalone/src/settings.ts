import { dataVariables, logWish, readVariables, variables } from '@motcua/http';
import type { Environment, LogWish } from '@motcua/http';
import { AppError, isAppError } from '@motcua/kernel';
import { z } from 'zod';

/** What the environment says, to `npm start` and to the commands alike. */
export type Settings = {
  /** `undefined`: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Who migrates; the same as `databaseUrl` unless given. */
  readonly ownerUrl: string | undefined;
  /** Where the log is, as far as it is elsewhere. */
  readonly log: LogWish;
  /** Where the embedded data lie; `undefined`: the place of this clone. */
  readonly home: string | undefined;
  readonly host: string;
  /** A wish: when it is taken a free one is found. */
  readonly port: number;
  readonly logLevel: string;
  /** What one query of an answer may take; milliseconds. */
  readonly statementTimeoutMs: number;
  /** Where the schedules of reports stand; `undefined`: there are none. */
  readonly schedulesFile: string | undefined;
};

const schema = (env: Environment) => z.object({
  ...dataVariables(env),
  DATABASE_URL: variables.databaseUrl.optional(),
  MOTCUA_HOME: variables.absolutePath.optional(),
  HOST: variables.host,
  PORT: variables.port(8080),
  LOG_LEVEL: variables.logLevel('warn'),
  STATEMENT_TIMEOUT_SECONDS: variables.statementTimeoutSeconds,
  REPORT_SCHEDULES: variables.absolutePath.optional(),
});

/**
 * Reads the environment; pure.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable at once.
 */
export function loadSettings(env: Environment): Settings {
  const wrong: string[] = [];
  const read = readSettings(env, wrong);
  if (read === undefined) throw settingsFault(wrong);
  return read;
}

/** The same, where more may be wrong; what is wrong here is added to it. */
export function readSettings(env: Environment, wrong: string[]): Settings | undefined {
  try {
    const read = readVariables(schema(env), env);
    return {
      databaseUrl: read.DATABASE_URL, ownerUrl: read.DATABASE_OWNER_URL ?? read.DATABASE_URL, log: logWish(read), home: read.MOTCUA_HOME,
      host: read.HOST, port: read.PORT, logLevel: read.LOG_LEVEL, statementTimeoutMs: read.STATEMENT_TIMEOUT_SECONDS * 1_000, schedulesFile: read.REPORT_SCHEDULES,
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    wrong.push(...error.errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`));
    return undefined;
  }
}

export function settingsFault(wrong: readonly string[]): AppError {
  return new AppError('CONFIG_INVALID', `Hãy sửa rồi khởi động lại: ${wrong.join('; ')}. "npm start -- --help" in hướng dẫn.`);
}
