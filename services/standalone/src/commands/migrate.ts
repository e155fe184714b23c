import type { Command } from 'commander';
import { migrate } from '../ledger.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** `motcua migrate`: brings every schema up to date, for services apart that run with `MIGRATE=never`. */
export function addMigrateCommand(program: Command, { openAccess, out }: CommandSurroundings): void {
  program.command('migrate')
    .description('Cập nhật các lược đồ của nhật ký, sổ và nơi tiếp nhận, cho các dịch vụ chạy riêng với MIGRATE=never')
    .action(async () => {
      const access = await openAccess();
      await migrate(access).finally(() => access.leave());
      out.write('Các lược đồ đã là bản mới nhất.\n');
    });
}
