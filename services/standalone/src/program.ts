import type { Environment } from '@motcua/http';
import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands/command-list.ts';
import type { ListedCommand } from './commands/command-list.ts';
import { inVietnameseWords, unreadWords, wantsJson } from './commands/program-words.ts';
import { STATUS, tellFailure } from './commands/refusal.ts';
import type { Status } from './commands/refusal.ts';
import type { Streams } from './commands/surroundings.ts';

/**
 * Runs one command of `motcua`, and says why where it could not be done.
 *
 * @param env - What says where the ledger lies, as in the environment of `npm start`.
 * @param words - The command, behind the program's name.
 * @returns The status to end with.
 */
export async function runMotcua(env: Environment, words: readonly string[], streams: Streams): Promise<number> {
  let status: Status = STATUS.done;
  const define = async (listed: ListedCommand, command: Command): Promise<void> => {
    const [defineCommand, { placesIn }] = await Promise.all([listed.load(), import('./places.ts')]);
    defineCommand(command, { ...streams, ...placesIn(env), env, endWith: (told) => { status = told; } });
  };
  try {
    await motcuaProgram(streams, define).parseAsync(asOption(words), { from: 'user' });
    return status;
  } catch (error) {
    const unread = error instanceof CommanderError ? unreadWords(error) : undefined;
    // A help that was asked for, or is given for want of a command.
    if (error instanceof CommanderError && unread === undefined) return error.exitCode;
    return tellFailure(unread ?? error, { json: wantsJson(words) }, streams);
  }
}

/** Every command as it is listed; the one that is asked for is defined before its own words are read. */
function motcuaProgram(streams: Streams, define: (listed: ListedCommand, command: Command) => Promise<void>): Command {
  const program = inVietnameseWords(new Command('motcua'), streams)
    .description('Sổ Một Cửa: hỏi số liệu và điều hành sổ từ dòng lệnh. Chạy được cả khi sổ đang chạy lẫn khi không.')
    .addHelpText('after', '\nVới --json, đầu ra chỉ có một đối tượng JSON: câu trả lời,\nhoặc khi không làm được thì lỗi (RFC 9457: code, detail, errors).');
  for (const { heading, commands } of COMMANDS) {
    program.commandsGroup(heading);
    for (const { name, takes = [], about } of commands) {
      const command = program.command(name).description(about);
      for (const argument of takes) command.argument(argument);
    }
  }
  program.helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh');
  return program.hook('preSubcommand', async (_, command) => {
    const listed = listedAs(command.name());
    if (listed !== undefined) await define(listed, command);
  });
}

/** `help close` as `close --help`: only a command that is asked for is defined. */
function asOption(words: readonly string[]): readonly string[] {
  const [first, name = ''] = words;
  return first === 'help' && listedAs(name) !== undefined ? [name, '--help'] : words;
}

function listedAs(name: string): ListedCommand | undefined {
  return COMMANDS.flatMap(({ commands }) => commands).find((listed) => listed.name === name);
}
