import { isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { dataVariables, logWish, readVariables, variables } from '@motcua/http';
import type { Environment, LogWish } from '@motcua/http';
import { AppError, isAppError } from '@motcua/kernel';
import { schedulesFile } from '@motcua/reporter';
import { checkParameters, SAMPLE_PARAMETERS } from '@motcua/simulator';
import type { SimulationParameters } from '@motcua/simulator';
import { z } from 'zod';

/** What `npm start` was asked to do. */
export type StartOptions = {
  /** `undefined`: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Who migrates; the same as `databaseUrl` unless given. */
  readonly ownerUrl: string | undefined;
  /** Where the log is, as far as it is elsewhere. */
  readonly log: LogWish;
  /** Where the embedded data lie; `undefined`: the place of this clone. */
  readonly home: string | undefined;
  /** Which sample is wanted, `undefined`: none. What is not given is as in the sample quarter. */
  readonly sample: Partial<SimulationParameters> | undefined;
  readonly exitAfterReport: boolean;
  readonly host: string;
  /** A wish: when it is taken a free one is found. */
  readonly port: number;
  readonly logLevel: string;
  /** What one query of an answer may take; milliseconds. */
  readonly statementTimeoutMs: number;
  /** Where the schedules of reports stand; `undefined`: there are none. */
  readonly schedulesFile: string | undefined;
};

const settings = (env: Environment) => z.object({
  ...dataVariables(env),
  DATABASE_URL: variables.databaseUrl.optional(),
  MOTCUA_HOME: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
  HOST: variables.host,
  PORT: variables.port(8080),
  LOG_LEVEL: variables.logLevel('warn'),
  STATEMENT_TIMEOUT_SECONDS: variables.statementTimeoutSeconds,
  REPORT_SCHEDULES: schedulesFile,
});

/**
 * Reads the environment and the arguments of `npm start -- …`; pure.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable or argument at once.
 */
export function loadOptions(env: Environment, args: readonly string[]): StartOptions {
  const wrong: string[] = [];
  const read = readSettings(env, wrong);
  const flags = readFlags(args, wrong);
  const parameters = readParameters(flags, wrong);
  const isPlayed = flags.sample === true || ((env['DATABASE_URL'] ?? '') === '' && flags.empty !== true);
  if (!isPlayed && Object.keys(parameters).length > 0) wrong.push('--authorities, --dossiers và --seed là của quý mẫu, ở đây chỉ được phát khi có --sample');
  if (wrong.length > 0 || read === undefined) {
    throw new AppError('CONFIG_INVALID', `Hãy sửa rồi khởi động lại: ${wrong.join('; ')}. "npm start -- --help" in hướng dẫn.`);
  }
  const { DATABASE_URL, DATABASE_OWNER_URL, MOTCUA_HOME, HOST, PORT, LOG_LEVEL, STATEMENT_TIMEOUT_SECONDS, REPORT_SCHEDULES } = read;
  return {
    databaseUrl: DATABASE_URL, ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL, log: logWish(read), home: MOTCUA_HOME,
    sample: isPlayed ? parameters : undefined,
    exitAfterReport: flags['exit-after-report'] === true,
    host: HOST, port: PORT, logLevel: LOG_LEVEL, statementTimeoutMs: STATEMENT_TIMEOUT_SECONDS * 1_000, schedulesFile: REPORT_SCHEDULES,
  };
}

function readSettings(env: Environment, wrong: string[]): z.output<ReturnType<typeof settings>> | undefined {
  try {
    return readVariables(settings(env), env);
  } catch (error) {
    if (!isAppError(error)) throw error;
    wrong.push(...error.errors.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`));
    return undefined;
  }
}

const FLAGS = {
  empty: { type: 'boolean' }, sample: { type: 'boolean' }, 'exit-after-report': { type: 'boolean' },
  authorities: { type: 'string' }, dossiers: { type: 'string' }, seed: { type: 'string' },
} as const;
const KNOWN = Object.entries(FLAGS).map(([name, { type }]) => `--${name}${type === 'string' ? ' <số>' : ''}`).join(', ');
const PARAMETERS = ['authorities', 'dossiers', 'seed'] as const;

type Flags = { readonly [Name in keyof typeof FLAGS]?: ((typeof FLAGS)[Name]['type'] extends 'boolean' ? boolean : string) | undefined };

function readFlags(args: readonly string[], wrong: string[]): Flags {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS });
    if (values.empty === true && values.sample === true) wrong.push('--empty và --sample loại trừ nhau');
    return values;
  } catch {
    wrong.push(`không đọc được "${args.join(' ')}": chỉ có ${KNOWN}`);
    return {};
  }
}

/** The size of the sample as far as it was given. */
function readParameters(flags: Flags, wrong: string[]): Partial<SimulationParameters> {
  const given = Object.fromEntries(PARAMETERS.flatMap((name) => flags[name] === undefined ? [] : [[name, /^\d+$/.test(flags[name]) ? Number(flags[name]) : NaN]]));
  try {
    checkParameters({ ...SAMPLE_PARAMETERS, ...given });
  } catch (error) {
    if (!isAppError(error)) throw error;
    wrong.push(...error.errors.map(({ pointer, detail }) => `--${pointer.slice(1)}: ${detail}`));
  }
  return given;
}
