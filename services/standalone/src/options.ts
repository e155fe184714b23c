import { parseArgs } from 'node:util';
import type { Environment } from '@motcua/http';
import { isAppError } from '@motcua/kernel';
import { checkParameters, SAMPLE_PARAMETERS } from '@motcua/simulator';
import type { SimulationParameters } from '@motcua/simulator';
import { readSettings, settingsFault } from './settings.ts';
import type { Settings } from './settings.ts';

/** What `npm start` was asked to do. */
export type StartOptions = Settings & {
  /** Which sample is wanted, `undefined`: none. What is not given is as in the sample quarter. */
  readonly sample: Partial<SimulationParameters> | undefined;
  readonly exitAfterReport: boolean;
};

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
  if (wrong.length > 0 || read === undefined) throw settingsFault(wrong);
  return { ...read, sample: isPlayed ? parameters : undefined, exitAfterReport: flags['exit-after-report'] === true };
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
