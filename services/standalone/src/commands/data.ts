import { createInterface } from 'node:readline/promises';
import { existsSync } from 'node:fs';
import { removeData } from '@motcua/postgres-server';
import type { Command } from 'commander';
import { STATUS } from './refusal.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** `motcua data …`. */
export function defineData(data: Command, { home, stdin, out, endWith }: CommandSurroundings): void {
  data.helpCommand(false);
  data.command('where').description('in thư mục chứa dữ liệu').option('--json', 'chỉ in JSON')
    .action(({ json }: { readonly json?: boolean }) => { dataWhere(home(), { json: json === true }, out); });
  data.command('remove').description('xóa vĩnh viễn, sau khi hỏi lại').option('--yes', 'không hỏi lại')
    .action(async ({ yes }: { readonly yes?: boolean }) => {
      if (!await dataRemove(home(), { yes: yes === true }, stdin, out)) endWith(STATUS.failed);
    });
}

/** `motcua data where`: the folder of the embedded data, and nothing else, so that scripts can use it; with `json` whether it is there, too. */
export function dataWhere(home: string, { json }: { readonly json: boolean }, out: { readonly write: (text: string) => unknown }): void {
  out.write(`${json ? JSON.stringify({ folder: home, exists: existsSync(home) }) : home}\n`);
}

/**
 * `motcua data remove`: removes them for good, after a question.
 *
 * @returns Whether they are gone; false when the answer was no.
 * @throws AppError `ALREADY_RUNNING` when a ledger or another command uses them.
 */
export async function dataRemove(home: string, options: { readonly yes: boolean }, stdin: () => NodeJS.ReadableStream, out: NodeJS.WritableStream): Promise<boolean> {
  if (!existsSync(home)) {
    out.write(`Không có dữ liệu nào ở ${home}.\n`);
    return true;
  }
  if (!options.yes && !await confirmed(`Xóa vĩnh viễn toàn bộ dữ liệu ở ${home}? Gõ "xóa" để đồng ý: `, stdin(), out)) {
    out.write('Không xóa gì cả.\n');
    return false;
  }
  await removeData(home);
  out.write(`Đã xóa ${home}.\n`);
  return true;
}

/** Anything but the word itself is a no, and so is the end of the input. */
async function confirmed(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<boolean> {
  const lines = createInterface({ input, output });
  try {
    const ended = new Promise<string>((resolve) => { lines.once('close', () => { resolve(''); }); });
    const answer = await Promise.race([lines.question(question), ended]);
    return ['xóa', 'xoá', 'xoa'].includes(answer.normalize('NFC').trim().toLowerCase());
  } finally {
    lines.close();
  }
}
