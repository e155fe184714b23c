import { createAlmanacReader, inSnapshot } from '@motcua/database';
import { cursorsOf } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { parsePeriod, wrappedLines } from '@motcua/kernel';
import {
  dutiesQuestion, instantOf, readDelays, readDue, readDueDate, readDuties, readDutyList, readOverdue, renderDelays, renderDue, renderDuties, renderDutyList, renderOverdue, ruleOf,
} from '@motcua/statistics';
import { z } from 'zod';
import type { Visit } from '../visit.ts';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';

/** What a question about time works with. `args`: as the command line gives them. `out` gets the whole answer at once. */
export type TimeCommand = Visit & { readonly args: { readonly json?: boolean | undefined; readonly scope?: string | undefined; readonly period?: string | undefined }; readonly now: Instant; readonly out: { readonly write: (text: string) => unknown } };

const { code, scopes: scope, rule, at, limit, within, period, scheme, authority, office, by, status, level, cause } = questionOptions;
const dueDateOptions = z.object({ code, rule, at });
const dueOptions = z.object({ scope, rule, limit, within });
const overdueOptions = z.object({ scope, rule, limit });
const dutiesOptions = z.object({ scope, period, scheme, at, by, status, level, authority, cause, limit });
const delaysOptions = z.object({ scope, period, scheme, office, authority, limit });

/**
 * `motcua due CODE`: the due date explained as a timeline; `motcua due --within 3`: what becomes due; `motcua due --overdue`: what is late.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runDue(command: TimeCommand & { readonly args: { readonly code?: string | undefined; readonly overdue?: boolean | undefined } }): Promise<void> {
  const { args, database, store, now } = command;
  const sources = { database, store, almanac: createAlmanacReader() };
  await inVietnamese(args, async () => {
    if (args.code !== undefined) {
      refuseOptions(args, ['within', 'overdue', 'scope', 'limit'], 'khi diễn giải hạn của một hồ sơ chỉ dùng mã hồ sơ với --rule, --at, --json; để liệt kê, hãy bỏ mã hồ sơ');
      const options = readOptions(dueDateOptions, args);
      const answer = await readDueDate(sources, { code: options.code, rule: ruleOf(options.rule), at: instantOf(options.at, now) });
      return print(command, answer, () => answer.text);
    }
    refuseOptions(args, ['at'], '--at chỉ đi với mã hồ sơ; các danh sách luôn tính đến bây giờ');
    if (args.overdue === true) {
      refuseOptions(args, ['within'], '--within liệt kê hồ sơ sắp đến hạn, --overdue hồ sơ đã quá hạn; hãy chọn một trong hai');
      const options = readOptions(overdueOptions, args);
      const answer = await readOverdue(sources, { ...options, at: now, cursors: cursorsOf('overdue', options) });
      return print(command, answer, () => renderOverdue(answer));
    }
    const options = readOptions(dueOptions, args);
    const answer = await inSnapshot(database.db, (snapshot) => readDue(snapshot, sources.almanac, { ...options, at: now, cursors: cursorsOf('due', options) }));
    return print(command, answer, () => renderDue(answer));
  });
}

/** `motcua duties`: the letters of apology owed, met and not met; with `--list` the duties themselves. */
export async function runDuties(command: TimeCommand & { readonly args: { readonly list?: boolean | undefined } }): Promise<void> {
  const { args, database, now } = command;
  await inVietnamese(args, async () => {
    const options = readOptions(dutiesOptions, args);
    const question = dutiesQuestion(options, now);
    if (args.list !== true) {
      refuseOptions(args, ['status', 'level', 'authority', 'cause', 'limit'], 'các tùy chọn này chỉ đi với --list; bảng tổng hợp chỉ dùng --by, --scope, --period, --scheme, --at, --json');
      const answer = await inSnapshot(database.db, (snapshot) => readDuties(snapshot, question, options.by));
      return print(command, answer, () => renderDuties(answer));
    }
    refuseOptions(args, ['by'], '--by chia bảng tổng hợp, không đi với --list; hãy lọc danh sách bằng --status, --level, --authority hay --cause');
    const answer = await inSnapshot(database.db, (snapshot) => readDutyList(snapshot, {
      ...question, limit: options.limit, status: options.status, level: options.level, authority: options.authority, cause: options.cause,
      cursors: cursorsOf('duties', { ...options, by: undefined }),
    }));
    return print(command, answer, () => renderDutyList(answer));
  });
}

/** `motcua delays`: late dossiers with the offices at fault. */
export async function runDelays(command: TimeCommand): Promise<void> {
  await inVietnamese(command.args, async () => {
    const options = readOptions(delaysOptions, command.args);
    const { scheme: cut, period: id, ...rest } = options;
    const answer = await inSnapshot(command.database.db, (snapshot) => readDelays(snapshot, { ...rest, period: parsePeriod(id, cut), cursors: cursorsOf('delays', options) }));
    return print(command, answer, () => renderDelays(answer));
  });
}

function print({ args, out }: TimeCommand, answer: unknown, text: () => string): void {
  out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(text())}\n`);
}
