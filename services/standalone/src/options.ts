import { parseArgs } from 'node:util';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';

/** What `npm start` was asked to do. */
export type StartOptions = {
  /** `undefined`: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Who migrates; the same as `databaseUrl` unless given. */
  readonly ownerUrl: string | undefined;
  readonly sample: 'play' | 'none';
  readonly exitAfterReport: boolean;
  readonly host: string;
  /** A wish: when it is taken a free one is found. */
  readonly port: number;
  readonly logLevel: string;
};

const environment = z.object({
  DATABASE_URL: postgresUrl().optional(),
  DATABASE_OWNER_URL: postgresUrl().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
});

/**
 * Reads the environment and the arguments of `npm start -- …`; pure.
 *
 * @throws AppError `CONFIG_INVALID` that names every wrong variable or argument at once.
 */
export function loadOptions(env: Readonly<Record<string, string | undefined>>, args: readonly string[]): StartOptions {
  const wrong: string[] = [];
  const settings = environment.safeParse(withoutEmpty(env));
  if (!settings.success) wrong.push(...settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const flags = readArguments(args, wrong);
  if (wrong.length > 0 || !settings.success) {
    throw new AppError('CONFIG_INVALID', `Correct these and start again: ${wrong.join('; ')}.`);
  }
  const { DATABASE_URL, DATABASE_OWNER_URL, HOST, PORT, LOG_LEVEL } = settings.data;
  return {
    databaseUrl: DATABASE_URL,
    ownerUrl: DATABASE_OWNER_URL ?? DATABASE_URL,
    sample: flags.sample || (DATABASE_URL === undefined && !flags.empty) ? 'play' : 'none',
    exitAfterReport: flags['exit-after-report'],
    host: HOST, port: PORT, logLevel: LOG_LEVEL,
  };
}

const NO_FLAGS = { empty: false, sample: false, 'exit-after-report': false };

function readArguments(args: readonly string[], wrong: string[]): typeof NO_FLAGS {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { empty: { type: 'boolean' }, sample: { type: 'boolean' }, 'exit-after-report': { type: 'boolean' } },
    });
    if (values.empty === true && values.sample === true) wrong.push('--empty and --sample exclude each other');
    return { ...NO_FLAGS, ...values };
  } catch {
    wrong.push(`arguments ${args.join(' ')}: known are --empty, --sample, --exit-after-report`);
    return NO_FLAGS;
  }
}

function postgresUrl(): z.ZodType<string> {
  return z.string().regex(/^postgres(?:ql)?:\/\/.+/, 'must be a PostgreSQL connection string, postgres://user:password@host:port/database');
}

/** A variable set to nothing counts as not set. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}
