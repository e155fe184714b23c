import type { Command } from 'commander';
import { migrate } from '../migrate.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** `motcua migrate`: brings every schema up to date, for services apart that run with `MIGRATE=never`. */
export function defineMigrate(command: Command, { openAccess, out }: CommandSurroundings): void {
  command
    .action(async () => {
      const access = await openAccess();
      await migrate(access).finally(() => access.leave());
      out.write('Các lược đồ đã là bản mới nhất.\n');
    });
}
