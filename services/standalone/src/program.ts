import { logPlace } from '@motcua/http';
import type { Environment } from '@motcua/http';
import { Command, CommanderError } from 'commander';
import { addBackupCommand } from './commands/backup.ts';
import { addCalendarCommands, ledgerIn } from './commands/calendar-program.ts';
import { addCheckReportCommand } from './commands/check-report.ts';
import { addClientCommands } from './commands/client-report.ts';
import { addCloseCommand } from './commands/close.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addDataCommand } from './commands/data.ts';
import { addDefinitionsCommand } from './commands/definitions.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addEditionsCommand } from './commands/editions.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addFiguresCommand } from './commands/figures.ts';
import { addImportCommand } from './commands/import.ts';
import { addIndicatorsCommand } from './commands/indicators.ts';
import { addLogCommands } from './commands/log-copy.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addPackCommand } from './commands/pack.ts';
import { addPeriodsCommand } from './commands/periods.ts';
import { addRateCommand } from './commands/rate.ts';
import { inVietnameseWords, unreadWords, wantsJson } from './commands/program-words.ts';
import { addQuarantineCommand } from './commands/quarantine.ts';
import { STATUS, tellFailure } from './commands/refusal.ts';
import type { Status } from './commands/refusal.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addFindingsCommand } from './commands/findings-program.ts';
import type { CommandSurroundings, Streams } from './commands/surroundings.ts';
import { addTimeCommands } from './commands/time-program.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { loadOptions } from './options.ts';
import { embeddedHome, givenDatabase, visitEmbedded, visitOrMakeEmbedded } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

/**
 * Runs one command of `motcua`, and says why where it could not be done.
 *
 * @param env - What says where the ledger lies, as in the environment of `npm start`.
 * @param words - The command, behind the program's name.
 * @returns The status to end with.
 */
export async function runMotcua(env: Environment, words: readonly string[], streams: Streams): Promise<number> {
  let status: Status = STATUS.done;
  try {
    await motcuaProgram({ ...streams, ...placesIn(env), env, endWith: (told) => { status = told; } }).parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    const unread = error instanceof CommanderError ? unreadWords(error) : undefined;
    // A help that was asked for, or is given for want of a command.
    if (error instanceof CommanderError && unread === undefined) return error.exitCode;
    return tellFailure(unread ?? error, { json: wantsJson(words) }, streams);
  }
}

/** Every command, with its help. */
function motcuaProgram(surroundings: CommandSurroundings): Command {
  const program = inVietnameseWords(new Command('motcua'), surroundings)
    .description('Sổ Một Cửa: hỏi số liệu và điều hành sổ từ dòng lệnh. Chạy được cả khi sổ đang chạy lẫn khi không.')
    .addHelpText('after', '\nVới --json, đầu ra chỉ có một đối tượng JSON: câu trả lời,\nhoặc khi không làm được thì lỗi (RFC 9457: code, detail, errors).');

  program.commandsGroup('Xem số liệu:');
  addFiguresCommand(program, surroundings);
  addRateCommand(program, surroundings);
  addIndicatorsCommand(program, surroundings);
  addCompareCommand(program, surroundings);
  addExplainCommand(program, surroundings);
  addTimeCommands(program, surroundings);
  addDefinitionsCommand(program, surroundings);
  addPeriodsCommand(program, surroundings);

  program.commandsGroup('Chốt kỳ:');
  addCloseCommand(program, surroundings);
  addEditionsCommand(program, surroundings);
  addPackCommand(program, surroundings);
  addDiffCommand(program, surroundings);
  addClientCommands(program, surroundings);

  program.commandsGroup('Kiểm tra:');
  addCheckReportCommand(program, surroundings);
  addFindingsCommand(program, surroundings);
  addVerifyCommand(program, surroundings);

  program.commandsGroup('Danh mục:');
  addCalendarCommands(program, surroundings);

  program.commandsGroup('Vận hành:');
  addImportCommand(program, surroundings);
  addQuarantineCommand(program, surroundings);
  addBackupCommand(program, surroundings);
  addRestoreCommand(program, surroundings);
  addLogCommands(program, surroundings);
  addRebuildCommand(program, surroundings);
  addMigrateCommand(program, surroundings);
  addDataCommand(program, surroundings);
  program.helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh');
  return program;
}

/** Ways to the ledger that the environment names. */
function placesIn(env: Environment) {
  const home = (): string => embeddedHome(loadOptions(env, []).home);
  const openAccess = (): Promise<DatabaseAccess> => accessBy(visitEmbedded);
  const openEmpty = (): Promise<DatabaseAccess> => accessBy(visitOrMakeEmbedded);
  const accessBy = async (visitHome: (home: string) => Promise<DatabaseAccess>): Promise<DatabaseAccess> => {
    const { databaseUrl, ownerUrl, log } = loadOptions(env, []);
    const access = databaseUrl === undefined ? await visitHome(home()) : givenDatabase(databaseUrl, ownerUrl ?? databaseUrl);
    return { ...access, log: logPlace(log, access.databaseUrl, access.ownerUrl) };
  };
  const atDatabase = async <T>(work: (visited: Visit) => Promise<T>): Promise<T> => {
    const access = await openAccess();
    try {
      return await visit(access, work);
    } finally {
      await access.leave();
    }
  };
  const isThere = (): boolean => loadOptions(env, []).databaseUrl !== undefined || ledgerIn(home());
  return { home, openAccess, openEmpty, atDatabase, isThere };
}
