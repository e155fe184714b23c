import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * When a process began, as the system writes it; undefined when it does not run (a zombie does not).
 *
 * A number alone names no process: numbers are used again, and a zombie still answers to its own.
 */
export function birthOf(pid: number): string | undefined {
  return process.platform === 'linux' ? birthFromProc(pid) : birthFromPs(pid);
}

/** One running process: its number and its command line, the words joined by spaces. */
export type ProcessLine = { readonly pid: number; readonly command: string };

/** Every process that this user may see. Zombies have no command line, so they are not among them. */
export function runningProcesses(): readonly ProcessLine[] {
  return process.platform === 'linux' ? processesFromProc() : processesFromPs();
}

function birthFromProc(pid: number): string | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || 'ZX'.includes(state)) return undefined;
  return `${readOrEmpty('/proc/sys/kernel/random/boot_id').trim()} ${rest[18] ?? ''}`;
}

function birthFromPs(pid: number): string | undefined {
  const answer = ps(['-o', 'stat=,lstart=', '-p', String(pid)]).trim();
  return answer === '' || answer.startsWith('Z') ? undefined : answer.replace(/^\S+\s+/, '');
}

function processesFromProc(): readonly ProcessLine[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return pids
    .map((pid) => ({ pid, command: readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }))
    .filter(({ command }) => command !== '');
}

function processesFromPs(): readonly ProcessLine[] {
  return ps(['-axww', '-o', 'pid=,command=']).split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(.+)$/.exec(line);
    return found ? [{ pid: Number(found[1]), command: `${found[2] ?? ''} ` }] : [];
  });
}

function ps(words: readonly string[]): string {
  return spawnSync('ps', words, { encoding: 'utf8', env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' } }).stdout ?? '';
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended while we looked
  }
}
