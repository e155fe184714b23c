import { logPlace } from '@motcua/http';
import { isAppError, PERIOD_SCHEMES } from '@motcua/kernel';
import { DIMENSIONS } from '@motcua/ledger';
import { quarantine } from '@motcua/projector';
import { Command, CommanderError } from 'commander';
import { addBackupCommand } from './commands/backup.ts';
import { addCalendarCommands, ledgerIn } from './commands/calendar-program.ts';
import { addCheckReportCommand } from './commands/check-report.ts';
import { addCloseCommand } from './commands/close.ts';
import { addCompareCommand } from './commands/compare.ts';
import { dataRemove, dataWhere } from './commands/data.ts';
import { addDefinitionsCommand } from './commands/definitions.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addEditionsCommand } from './commands/editions.ts';
import { addExplainCommand } from './commands/explain.ts';
import { runFigures } from './commands/figures.ts';
import type { FiguresArgs } from './commands/figures.ts';
import { addLogCommands } from './commands/log-copy.ts';
import { addPeriodsCommand } from './commands/periods.ts';
import { addRateCommand } from './commands/rate.ts';
import { addRebuildCommand } from './commands/rebuild.ts';
import { printRefusal } from './commands/refusal.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addFindingsCommand } from './commands/findings-program.ts';
import { addTimeCommands } from './commands/time-program.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { loadOptions } from './options.ts';
import { embeddedHome, givenDatabase, visitEmbedded, visitOrMakeEmbedded } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

// npm run -s motcua -- …: questions and orders from the terminal, whether the ledger is running or not.
const program = new Command('motcua')
  .description('Sổ Một Cửa: hỏi số liệu và điều hành sổ từ dòng lệnh. Chạy được cả khi sổ đang chạy lẫn khi không.')
  .helpOption('-h, --help', 'in hướng dẫn')
  .helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh')
  .showHelpAfterError('(thêm --help để xem hướng dẫn)')
  .exitOverride();

program.command('figures')
  .description('Số liệu của một kỳ báo cáo')
  .option('--scope <mã>', 'mã cơ quan, ví dụ H57, gồm cả các cơ quan trực thuộc, hoặc nhiều mã như H57,H49; VN (mặc định): tất cả')
  .option('--period <kỳ>', 'bắt buộc, ví dụ 2024-Q1, 2024-03, 2024-6M, 2024, 2023-12-15..2024-03-14')
  .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
  .option('--by <chiều>', `${DIMENSIONS.join(' | ')} (mặc định level)`)
  .option('--rule <quy tắc>', 'quy tắc tính trễ hạn (mặc định nd61)')
  .option('--until <ngày>', 'cắt kỳ ở cuối ngày này: tồn là của ngày ấy, phát sinh tính đến ngày ấy')
  .option('--as-of <mốc>', 'chỉ tính những gì sổ biết khi đó: vị trí trong nhật ký, hoặc thời điểm như 2024-03-14T17:00:00+07:00')
  .option('--json', 'chỉ in JSON')
  .action((args: FiguresArgs) => atDatabase((visited) => runFigures({ ...visited, args, out: process.stdout })));

program.command('quarantine')
  .description('Để riêng sự kiện mà phép chiếu đang dừng lại, thành một phát hiện chặn chốt kỳ')
  .argument('<vị trí>', 'thứ tự của sự kiện trong nhật ký')
  .requiredOption('--reason <lý do>', 'một dòng, không có dữ liệu cá nhân')
  .action((position: string, { reason }: { readonly reason: string }) => atDatabase(async ({ store, database }) => {
    const decidedAt = await quarantine(store, database, Number(position), reason);
    process.stdout.write(`Đã để riêng sự kiện ${position}; quyết định được ghi ở vị trí ${decidedAt} của nhật ký.\n`);
  }));

addCalendarCommands(program, { atDatabase, isThere: () => loadOptions(process.env, []).databaseUrl !== undefined || ledgerIn(home()) });

addExplainCommand(program, { atDatabase });

addCloseCommand(program, { atDatabase });

addEditionsCommand(program, { atDatabase });

addDiffCommand(program, { atDatabase });

addTimeCommands(program, { atDatabase });

addVerifyCommand(program, openAccess);

addBackupCommand(program, openAccess);

addRestoreCommand(program, openEmpty);

addLogCommands(program, { openAccess, env: process.env });

addRebuildCommand(program, openAccess);

addFindingsCommand(program, { atDatabase });

addRateCommand(program, { atDatabase });

addCompareCommand(program, { atDatabase });

addCheckReportCommand(program, { atDatabase });

addPeriodsCommand(program);

addDefinitionsCommand(program);

const data = program.command('data').description('Dữ liệu của sổ đi kèm (không dùng DATABASE_URL)');
data.command('where').description('in thư mục chứa dữ liệu').action(() => { dataWhere(home(), process.stdout); });
data.command('remove').description('xóa vĩnh viễn, sau khi hỏi lại').option('--yes', 'không hỏi lại', false)
  .action(async ({ yes }: { readonly yes: boolean }) => {
    if (!await dataRemove(home(), { yes }, process.stdin, process.stdout)) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function home(): string {
  return embeddedHome(loadOptions(process.env, []).home);
}

async function openAccess(): Promise<DatabaseAccess> {
  const { databaseUrl, ownerUrl, log } = loadOptions(process.env, []);
  const access = databaseUrl === undefined ? await visitEmbedded(home()) : givenDatabase(databaseUrl, ownerUrl ?? databaseUrl);
  return { ...access, log: logPlace(log, access.databaseUrl, access.ownerUrl) };
}

/** For a restore: also where no ledger was ever started. */
async function openEmpty(): Promise<DatabaseAccess> {
  const { databaseUrl, ownerUrl } = loadOptions(process.env, []);
  return databaseUrl === undefined ? await visitOrMakeEmbedded(home()) : givenDatabase(databaseUrl, ownerUrl ?? databaseUrl);
}

async function atDatabase<T>(work: (visited: Visit) => Promise<T>): Promise<T> {
  const access = await openAccess();
  try {
    return await visit(access, work);
  } finally {
    await access.leave();
  }
}

function report(error: unknown): number {
  // commander has written its own message already.
  if (error instanceof CommanderError) return error.exitCode;
  if (!isAppError(error)) {
    console.error(error);
    return 1;
  }
  printRefusal(error);
  return error.status < 500 ? 2 : 1;
}
