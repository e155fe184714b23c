import { AppError } from '@motcua/kernel';
import { quarantine } from '@motcua/projector';
import type { Command } from 'commander';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

type QuarantineArgs = { readonly reason: string; readonly json?: boolean | undefined };

/** `motcua quarantine`. */
export function defineQuarantine(command: Command, { atDatabase, out }: CommandSurroundings): void {
  describeArguments(command, 'thứ tự của sự kiện trong nhật ký')
    .requiredOption('--reason <lý do>', 'một dòng, không có dữ liệu cá nhân')
    .option('--json', 'chỉ in JSON')
    .action(async (text: string, { reason, json }: QuarantineArgs) => {
      const position = positionIn(text);
      const decidedAt = await atDatabase(({ store, database }) => quarantine(store, database, position, reason));
      out.write(json === true ? `${JSON.stringify({ position, decidedAt })}\n` : `Đã để riêng sự kiện ${position}; quyết định được ghi ở vị trí ${decidedAt} của nhật ký.\n`);
    });
}

function positionIn(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError('PARAMETER_INVALID', 'Vị trí phải là một số nguyên từ 1, như /health và các lệnh in ra.');
  return Number(text);
}
