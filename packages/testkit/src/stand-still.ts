import { execFileSync } from 'node:child_process';

/** SIGSTOP to a process and its children, whose connections stay open; the answer lets them go on. */
export function standStill(pid: number): () => void {
  const stopped = [pid, ...childrenOf(pid)].filter((one) => signalled(one, 'SIGSTOP'));
  return () => { for (const one of stopped) signalled(one, 'SIGCONT'); };
}

/** The processes that a process has started and that have not ended. */
export function childrenOf(parent: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([pid = 0, of]) => of === parent ? [pid] : []);
}

/** Whether the process was still there. Signal 0 only asks. */
export function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
