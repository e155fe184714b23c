import { LEVELS, UNKNOWN } from '@motcua/dossier';
import { PERIOD_SCHEMES } from '@motcua/kernel';
import { DUTY_DIMENSIONS, DUTY_STATUSES, RULES } from '@motcua/statistics';
import type { Command } from 'commander';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';
import { runDelays, runDue, runDuties } from './time.ts';
import type { TimeCommand } from './time.ts';

type Args = TimeCommand['args'];

/** `motcua due`. */
export function defineDue(command: Command, surroundings: CommandSurroundings): void {
  scoped(describeArguments(command, 'diễn giải hạn trả của hồ sơ này'))
    .option('--within <số ngày>', 'các hồ sơ đến hạn trong chừng này ngày làm việc tới, theo lịch của từng cơ quan (mặc định 3)')
    .option('--overdue', 'các hồ sơ đang giải quyết đã quá hạn, lâu nhất trước; không đi với --within')
    .option('--rule <quy tắc>', `${RULES.join(' | ')} (mặc định nd61)`)
    .option('--at <thời điểm>', 'diễn giải tính đến ngày hay thời điểm này (mặc định bây giờ); chỉ với mã hồ sơ')
    .action((code: string | undefined, args: Args) => ask(surroundings, runDue, { ...args, ...(code === undefined ? {} : { code }) }));
}

/** `motcua duties`. */
export function defineDuties(command: Command, surroundings: CommandSurroundings): void {
  periodic(command)
    .option('--by <chiều>', `${DUTY_DIMENSIONS.join(' | ')} (mặc định level); không đi với --list`).option('--list', 'liệt kê từng nghĩa vụ')
    .option('--status <tình trạng>', `${DUTY_STATUSES.join(' | ')}, với --list`).option('--level <cấp>', `${[...LEVELS, UNKNOWN].join(' | ')}, với --list`)
    .option('--authority <mã>', 'của cơ quan này, với --list').option('--cause <nguyên nhân>', 'ví dụ verification, với --list')
    .option('--at <thời điểm>', 'tình trạng tính đến lúc này (mặc định cuối kỳ, hoặc bây giờ nếu kỳ chưa hết)')
    .action((args: Args) => ask(surroundings, runDuties, args));
}

/** `motcua delays`. */
export function defineDelays(command: Command, surroundings: CommandSurroundings): void {
  periodic(command)
    .option('--office <mã>', 'chỉ hồ sơ mà cơ quan này làm chậm một phần').option('--authority <mã>', 'chỉ hồ sơ của cơ quan giải quyết này')
    .action((args: Args) => ask(surroundings, runDelays, args));
}

function ask({ atDatabase, out }: CommandSurroundings, run: (command: TimeCommand) => Promise<void>, args: Args): Promise<void> {
  return atDatabase((visited) => run({ ...visited, args, now: Date.now(), out }));
}

function periodic(command: Command): Command {
  return scoped(command).option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1').option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`);
}

function scoped(command: Command): Command {
  return command.option('--scope <mã>', 'mã cơ quan, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--limit <số>', 'in nhiều nhất chừng này (mặc định 100)').option('--json', 'chỉ in JSON');
}
