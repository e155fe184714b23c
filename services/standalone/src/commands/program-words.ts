import { AppError, LINE_MAX } from '@motcua/kernel';
import { Help } from 'commander';
import type { Command, CommanderError } from 'commander';
import type { Streams } from './surroundings.ts';

/** What every help ends with. */
const STATUSES = `
Mã kết thúc: 0 đã làm xong; 1 không làm được (tùy chọn sai, không đọc được, sổ không trả lời);
2 đã làm và câu trả lời là không (không khớp, có mâu thuẫn, chưa chốt được).`;

/** Whether an answer as JSON was asked for, also where the words cannot be read otherwise. */
export function wantsJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return words.slice(0, end === -1 ? words.length : end).includes('--json');
}

/** The program in Vietnamese, help and refusals, on the outputs of its commands; commands that are added later take it over. */
export function inVietnameseWords(program: Command, { out, log }: Pick<Streams, 'out' | 'log'>): Command {
  const usual = new Help();
  const helpWidth = (): number => Math.min(out.columns ?? 100, LINE_MAX);
  return program
    .helpOption('-h, --help', 'in hướng dẫn')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text), writeErr: (text) => log.write(text), outputError: () => undefined, getOutHelpWidth: helpWidth, getErrHelpWidth: helpWidth,
    })
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      commandUsage: (command) => usual.commandUsage(command).replace('[options]', '[tùy chọn]').replace('[command]', '[lệnh]'),
      subcommandTerm: (command) => usual.subcommandTerm(command).replace(' [options]', '').replace('[command]', '[lệnh]'),
    })
    .addHelpText('afterAll', STATUSES);
}

/** Says what the arguments of a command are, in their order, for its help. */
export function describeArguments(command: Command, ...sentences: readonly string[]): Command {
  for (const [index, sentence] of sentences.entries()) {
    const argument = command.registeredArguments[index];
    if (argument !== undefined) argument.description = sentence;
  }
  return command;
}

const TITLES: Readonly<Record<string, string>> = { 'Usage:': 'Cách dùng:', 'Arguments:': 'Đối số:', 'Options:': 'Tùy chọn:', 'Commands:': 'Lệnh:' };

/** Words that make no command, as a refusal in Vietnamese; undefined for a help that was asked for, or given for want of a command. */
export function unreadWords({ code, message }: CommanderError): AppError | undefined {
  const sentence = sentenceOf(code, /'([^']+)'/.exec(message)?.[1] ?? '');
  const [, similar] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? [];
  if (sentence === undefined) return undefined;
  return new AppError('PARAMETER_INVALID', `${sentence}.${similar === undefined ? '' : ` Có phải là ${similar}?`} Thêm --help để xem hướng dẫn.`);
}

function sentenceOf(code: string, name: string): string | undefined {
  switch (code) {
    case 'commander.unknownOption': return `Không có tùy chọn ${name}`;
    case 'commander.unknownCommand': return `Không có lệnh "${name}"`;
    case 'commander.missingArgument': return `Còn thiếu <${name}>`;
    case 'commander.optionMissingArgument': return `Tùy chọn ${name} còn thiếu giá trị`;
    case 'commander.missingMandatoryOptionValue': return `Còn thiếu tùy chọn ${name}`;
    case 'commander.excessArguments': return 'Có đối số thừa; tên có dấu cách phải đặt trong ngoặc kép';
    case 'commander.help': case 'commander.helpDisplayed': case 'commander.version': return undefined;
    default: return 'Không đọc được lệnh';
  }
}
