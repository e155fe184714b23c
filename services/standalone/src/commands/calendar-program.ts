import { Calendars } from '@motcua/calendar';
import { readAlmanac } from '@motcua/database';
import { civilDateOf } from '@motcua/kernel';
import type { Command } from 'commander';
import { runCalendarCount, runCalendarShow } from './calendar.ts';
import type { CalendarArgs, CalendarCommand } from './calendar.ts';
import { runCalendarApply, runCalendarImport, runCalendarPreview, runCatalogueImport } from './imports.ts';
import type { FileCommand } from './imports.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** `motcua calendar …`. */
export function defineCalendar(calendar: Command, ledger: CommandSurroundings): void {
  calendar.helpCommand(false);
  askable(calendar.command('show').description('Từng ngày làm hay nghỉ, vì sao, theo văn bản nào')).option('--json', 'chỉ in JSON')
    .action((args: CalendarArgs) => asking(ledger, args, runCalendarShow));
  askable(calendar.command('count').description('Đếm ngày làm việc, kể cả ngày đầu và ngày cuối'))
    .action((args: CalendarArgs) => asking(ledger, args, runCalendarCount));
  withFile(calendar.command('import').description('Nhập bản công bố lịch; hạn đã hẹn giữ nguyên')).action((file: string) => withLedger(ledger, file, {}, runCalendarImport));
  withFile(calendar.command('preview').description('Xem trước: hạn nào và số liệu nào sẽ khác nếu nhập lịch này; không ghi gì')).option('--json', 'chỉ in JSON')
    .action((file: string, args: FileArgs) => withLedger(ledger, file, args, runCalendarPreview));
  withFile(calendar.command('apply').description('Nhập lịch và cho biết hạn nào khác đi')).option('--json', 'chỉ in JSON')
    .option('--move-promised', 'dời cả các hạn đã hẹn, đúng như bản xem trước')
    .action((file: string, args: FileArgs) => withLedger(ledger, file, args, (command) => runCalendarApply({ ...command, movePromised: args.movePromised === true })));
}

/** `motcua catalogue …`. */
export function defineCatalogue(catalogue: Command, ledger: CommandSurroundings): void {
  catalogue.helpCommand(false);
  withFile(catalogue.command('import').description('Nhập danh mục: chỉ thêm phiên bản, không xóa gì')).action((file: string) => withLedger(ledger, file, {}, runCatalogueImport));
}

type FileArgs = { readonly json?: boolean; readonly movePromised?: boolean };

function askable(command: Command): Command {
  return command.option('--authority <mã>', 'mã cơ quan, ví dụ H57.31; VN (mặc định): lịch cả nước')
    .option('--from <ngày>', 'bắt buộc, ví dụ 2023-12-15').option('--to <ngày>', 'bắt buộc, tính cả ngày này')
    .option('--announced-by <ngày>', 'chỉ tính những gì đã công bố đến ngày này (mặc định hôm nay)');
}

function withFile(command: Command): Command {
  return command.argument('<tệp>', 'CSV (UTF-8) hoặc JSON; các cột: docs/reference/imports.md');
}

/** Without a ledger there is still the table that is shipped. */
async function asking(ledger: CommandSurroundings, args: CalendarArgs, answer: (command: CalendarCommand) => void): Promise<void> {
  const { out, log } = ledger;
  const told = { args, today: civilDateOf(Date.now()), out, log };
  if (ledger.isThere()) return ledger.atDatabase(async ({ database }) => { answer({ ...told, calendars: (await readAlmanac(database.db)).calendars }); });
  answer({ ...told, calendars: new Calendars() });
  log.write('Chưa có sổ nào ở đây: tính theo lịch cả nước đi kèm chương trình.\n');
}

function withLedger(ledger: CommandSurroundings, file: string, { json }: FileArgs, run: (command: FileCommand) => Promise<void>): Promise<void> {
  const { atDatabase, out, log } = ledger;
  return atDatabase(({ store, database }) => run({ store, database, file, now: Date.now(), json, out, log }));
}
