import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { civilDateOf, formatCivilDate, wrappedLines } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { applyCalendars } from '../calendar/apply.ts';
import { previewCalendars } from '../calendar/preview.ts';
import { shownApplied, shownPreview } from '../calendar/preview-json.ts';
import { appliedText, previewText } from '../calendar/preview-text.ts';
import { appendDeclarations } from '../imports/append-declarations.ts';
import type { Appended } from '../imports/append-declarations.ts';
import { readCalendars } from '../imports/calendar.ts';
import { readCatalogue } from '../imports/catalogue.ts';
import type { Declaration } from '../imports/declaration.ts';
import { fromFile } from '../imports/from-file.ts';

/** What the commands that read a file work with. */
export type FileCommand = {
  readonly store: EventStore;
  readonly database: Pick<Database, 'db'>;
  readonly file: string;
  readonly now: Instant;
  readonly json?: boolean | undefined;
  readonly out: { readonly write: (text: string) => unknown };
  /** For progress. */
  readonly log: { readonly write: (text: string) => unknown };
};

/** `motcua catalogue import`. @throws AppError `IMPORT_INVALID` with every wrong row; nothing was written then. */
export async function runCatalogueImport({ store, file, now, out }: FileCommand): Promise<void> {
  const appended = await appendDeclarations(store, await fromFile(file, readCatalogue), now);
  out.write(`Danh mục: ${appendedText(appended, 'phiên bản')}\n`);
}

/** `motcua calendar import`: due dates that were given before stay as they are. @throws AppError as the catalogue's. */
export async function runCalendarImport({ store, file, now, out }: FileCommand): Promise<void> {
  const appended = await appendDeclarations(store, await calendarsOf(file, now), now);
  out.write(`Lịch làm việc: ${appendedText(appended, 'bản công bố')}\n${appended.added.map(editionLine).join('')}`);
}

/** `motcua calendar preview`: writes nothing to the log. @throws AppError as the import. */
export async function runCalendarPreview(command: FileCommand): Promise<void> {
  const preview = await previewCalendars({ ...command, editions: await calendarsOf(command.file, command.now), onLooked: progress(command.log) });
  command.out.write(command.json === true ? `${JSON.stringify(shownPreview(preview))}\n` : wrappedLines(previewText(preview)));
}

/** `motcua calendar apply`. @throws AppError as the import, `WRITE_CONFLICT` when others keep writing. */
export async function runCalendarApply(command: FileCommand & { readonly movePromised: boolean }): Promise<void> {
  const applied = await applyCalendars({ ...command, editions: await calendarsOf(command.file, command.now), onLooked: progress(command.log) });
  const text = appliedText(applied, command.movePromised);
  command.out.write(command.json === true ? `${JSON.stringify(shownApplied(applied))}\n` : wrappedLines(text));
}

function calendarsOf(file: string, now: Instant): Promise<readonly Declaration[]> {
  return fromFile(file, (name, content) => readCalendars(name, content, civilDateOf(now)));
}

function appendedText({ added, unchanged }: Appended, what: string): string {
  return `đã thêm ${added.length} ${what}; ${unchanged.length} đã có từ trước, không đổi.`;
}

function editionLine({ subject, data: { announcedOn } }: Declaration): string {
  return `  ${subject === 'VN' ? 'Cả nước' : subject}, công bố ngày ${typeof announcedOn === 'string' ? formatCivilDate(announcedOn) : ''}\n`;
}

/** Every so many dossiers one line. */
const PROGRESS_STEP = 5_000;

function progress(log: FileCommand['log']): (looked: number) => void {
  let told = 0;
  return (looked) => {
    if (looked - told < PROGRESS_STEP) return;
    told = looked;
    log.write(`Đã xem ${looked.toLocaleString('vi-VN')} hồ sơ …\n`);
  };
}
