import { execFile } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** What the figures depend on. Nothing in it names a machine, a user or a folder. */
export type Machine = {
  readonly cores: number;
  readonly processor: string;
  /** In GB of 2³⁰ bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** What was measured; `+` behind it: with changes. */
  readonly commit: string;
};

/** @param postgres - The version of the server. */
export async function describeMachine(postgres: string): Promise<Machine> {
  return {
    cores: availableParallelism(), processor: cpus()[0]?.model.trim() ?? 'unknown', memory: Math.round(totalmem() / 2 ** 30),
    system: `${platform()}-${arch()}`, node: process.versions.node, postgres, commit: await currentCommit(),
  };
}

/** For a file's name: `2-cores-24-gb-linux-x64`. */
export function shortDescription({ cores, memory, system }: Machine): string {
  return `${cores}-cores-${memory}-gb-${system}`;
}

/** Processes that wanted a processor in the last minute, on average. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

async function currentCommit(): Promise<string> {
  const git = async (...words: readonly string[]): Promise<string> =>
    (await promisify(execFile)('git', [...words], { cwd: import.meta.dirname })).stdout.trim();
  try {
    return `${await git('rev-parse', '--short=12', 'HEAD')}${await git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
