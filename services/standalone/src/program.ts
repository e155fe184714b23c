import { logPlace } from '@motcua/http';
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
import { tellFailure } from './commands/refusal.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addFindingsCommand } from './commands/findings-program.ts';
import { addTimeCommands } from './commands/time-program.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { loadOptions } from './options.ts';
import { embeddedHome, givenDatabase, visitEmbedded, visitOrMakeEmbedded } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

/**
 * Every command of `motcua`, with its help; they write to the process's own output.
 *
 * @param env - What says where the ledger lies, as in the environment of `npm start`.
 */
export function motcuaProgram(env: Readonly<Record<string, string | undefined>>): Command {
  const { home, openAccess, openEmpty, atDatabase } = placesIn(env);
  const program = inVietnameseWords(new Command('motcua'))
    .description('Sổ Một Cửa: hỏi số liệu và điều hành sổ từ dòng lệnh. Chạy được cả khi sổ đang chạy lẫn khi không.')
    .addHelpText('after', '\nVới --json, đầu ra chỉ có một đối tượng JSON: câu trả lời,\nhoặc khi không làm được thì lỗi (RFC 9457: code, detail, errors).');

  const ledger = { atDatabase, isThere: () => loadOptions(env, []).databaseUrl !== undefined || ledgerIn(home()) };

  program.commandsGroup('Xem số liệu:');
  addFiguresCommand(program, ledger);
  addRateCommand(program, ledger);
  addIndicatorsCommand(program, ledger);
  addCompareCommand(program, ledger);
  addExplainCommand(program, ledger);
  addTimeCommands(program, ledger);
  addDefinitionsCommand(program);
  addPeriodsCommand(program);

  program.commandsGroup('Chốt kỳ:');
  addCloseCommand(program, ledger);
  addEditionsCommand(program, ledger);
  addPackCommand(program, ledger);
  addDiffCommand(program, ledger);
  addClientCommands(program);

  program.commandsGroup('Kiểm tra:');
  addCheckReportCommand(program, ledger);
  addFindingsCommand(program, ledger);
  addVerifyCommand(program, openAccess);

  program.commandsGroup('Danh mục:');
  addCalendarCommands(program, ledger);

  program.commandsGroup('Vận hành:');
  addImportCommand(program, openAccess);
  addQuarantineCommand(program, ledger);
  addBackupCommand(program, openAccess);
  addRestoreCommand(program, openEmpty);
  addLogCommands(program, { openAccess, env });
  addRebuildCommand(program, openAccess);
  addMigrateCommand(program, openAccess);
  addDataCommand(program, home);
  program.helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh');
  return program;
}

/**
 * The status to end with when a command has failed, once it was said why.
 *
 * @param words - The command, behind the program's name.
 */
export function statusOf(error: unknown, words: readonly string[], output: Parameters<typeof tellFailure>[2]): number {
  const unread = error instanceof CommanderError ? unreadWords(error) : undefined;
  // A help that was asked for, or is given for want of a command.
  if (error instanceof CommanderError && unread === undefined) return error.exitCode;
  return tellFailure(unread ?? error, { json: wantsJson(words) }, output);
}

/** Ways to the ledger that the environment names. */
function placesIn(env: Readonly<Record<string, string | undefined>>) {
  const home = (): string => embeddedHome(loadOptions(env, []).home);
  const openAccess = (): Promise<DatabaseAccess> => accessBy(visitEmbedded);
  /** For a restore: also where no ledger was ever started. */
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
  return { home, openAccess, openEmpty, atDatabase };
}
