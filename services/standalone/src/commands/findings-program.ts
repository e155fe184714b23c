import { FINDING_DIMENSIONS, FINDING_KINDS, FINDING_SEVERITIES, FINDING_STATUSES } from '@motcua/statistics';
import type { Command } from 'commander';
import { runFindings } from './findings.ts';
import type { FindingsArgs } from './findings.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** `motcua findings`. */
export function defineFindings(command: Command, { atDatabase, out }: CommandSurroundings): void {
  command
    .option('--scope <mã>', 'mã cơ quan, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
    .option('--by <chiều>', `${FINDING_DIMENSIONS.join(' | ')} (mặc định kind); không đi với --list`)
    .option('--list', 'liệt kê từng phát hiện, với hồ sơ')
    .option('--kind <loại>', FINDING_KINDS.join(' | '))
    .option('--severity <mức độ>', `${FINDING_SEVERITIES.join(' | ')} (blocking: chặn chốt kỳ)`)
    .option('--status <tình trạng>', `${FINDING_STATUSES.join(' | ')} (open: còn mở; settled: đã xong)`)
    .option('--source <nguồn gửi>', 'chỉ của phần mềm gửi này, đúng như trong sự kiện; unknown: chưa rõ')
    .option('--authority <mã>', 'chỉ của cơ quan này; unknown: chưa rõ')
    .option('--on <ngày>', 'cơ quan hết hiệu lực: xét đến hết ngày này, ví dụ ngày cuối của kỳ sắp chốt 2024-03-31; mặc định ngày của sự kiện cuối')
    .option('--limit <số>', 'với --list, in nhiều nhất chừng này (mặc định 100)')
    .option('--json', 'chỉ in JSON')
    .action((args: FindingsArgs) => atDatabase(({ database }) => runFindings({ database, args, out })));
}
