import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryHome } from '@motcua/postgres-server';
import type { Test } from 'tap';

/** A filesystem of its own in a file. */
export type SmallDisk = {
  readonly folder: string;
  /** From now on nothing reaches it any more, as when the power is cut: what was not written is gone. */
  readonly cut: () => void;
  /** Takes it away and puts it back, as a machine that starts again does; waits until nobody holds it. */
  readonly startAgain: () => Promise<void>;
};

/** Why there can be none here; undefined when there can. */
export function noDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may mount a filesystem';
  try {
    for (const program of ['mount', 'umount', 'mkfs.ext4', 'perl']) execFileSync('which', [program], { stdio: 'ignore' });
    execFileSync('losetup', ['-f'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return `a program is missing, or no loop device is to be had: ${String(error)}`;
  }
}

export async function smallDisk(t: Pick<Test, 'teardown'>, megabytes: number): Promise<SmallDisk> {
  const folder = temporaryHome(`disk ${process.pid} ${randomBytes(6).toString('hex')}`);
  const image = `${folder}.img`;
  mkdirSync(folder, { recursive: true });
  execFileSync('truncate', ['-s', `${megabytes}M`, image]);
  execFileSync('mkfs.ext4', ['-q', '-F', image]);
  const mount = (): void => { execFileSync('mount', ['-o', 'loop', image, folder]); };
  const unmount = async (): Promise<void> => {
    for (const giveUpAt = Date.now() + 60_000; ;) {
      try {
        execFileSync('umount', [folder], { stdio: 'pipe' });
        return;
      } catch (error) {
        if (Date.now() > giveUpAt) throw error;
        await sleep(50);
      }
    }
  };
  mount();
  t.teardown(async () => {
    await unmount();
    rmSync(folder, { recursive: true });
    rmSync(image);
  });
  return {
    folder,
    cut: () => { execFileSync('perl', ['-e', SHUT_DOWN, folder]); },
    startAgain: async () => {
      await unmount();
      mount();
    },
  };
}

/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH: the kernel's own way to try what a power cut does. */
const SHUT_DOWN = 'open(my $disk, "<", $ARGV[0]) or die $!; my $flags = pack("L", 2); ioctl($disk, 0x8004587d, $flags) or die $!';
