import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { edition as editionById, standingEdition } from '@motcua/database';
import type { Edition } from '@motcua/database';
import { AppError, parsePeriod, PERIOD_SCHEMES, wrappedLines } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { makePack } from '@motcua/reporter';
import type { PackQuestion, WrittenPack } from '@motcua/reporter';
import type { Command } from 'commander';
import { z } from 'zod';
import { readAnnexEntries } from '../imports/annex-entries.ts';
import type { AnnexSubject } from '../imports/annex-entries.ts';
import { bytesOf, fromFile } from '../imports/from-file.ts';
import type { Visit } from '../visit.ts';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua pack` as the command line gives them; `id`: of an edition. */
export type PackArgs = { readonly [name in 'id' | 'scope' | 'period' | 'scheme' | 'entries' | 'template' | 'out']?: string | undefined } & { readonly [name in 'preview' | 'json']?: boolean | undefined };

/** `out` gets the answer, `progress` what is being written. */
export type PackCommand = Pick<Visit, 'database' | 'store'> & { readonly args: PackArgs; readonly now: Instant; readonly out: { readonly write: (text: string) => unknown }; readonly progress: { readonly write: (text: string) => unknown } };

const { scope, period, scheme } = questionOptions;
const options = z.object({ scope, period, scheme });

/** `motcua pack`. */
export function definePack(command: Command, { atDatabase, out, log }: CommandSurroundings): void {
  describeArguments(command, 'mã ấn bản; không có thì lấy ấn bản đang đứng của --scope và --period')
    .option('--scope <mã>', 'mã cơ quan, gồm cả các cơ quan trực thuộc; VN (mặc định): tất cả')
    .option('--period <kỳ>', 'ví dụ 2024-Q1, hoặc hai ngày như 2023-12-15..2024-03-14')
    .option('--scheme <cách chia kỳ>', `${PERIOD_SCHEMES.join(' | ')} (mặc định vpcp-15-14)`)
    .option('--out <thư mục>', 'bắt buộc: nơi ghi các tệp; tệp trùng tên bị thay')
    .option('--entries <tệp>', 'số liệu nhập tay của phụ lục, .csv, .xlsx hoặc .json; phu-luc-nhap.csv của bộ báo cáo là mẫu để điền')
    .option('--template <tệp>', 'mẫu .docx của cơ quan cho mục lời văn; mau-ket-qua-giai-quyet.docx của bộ báo cáo là mẫu để sửa')
    .option('--preview', 'bản dự thảo theo số liệu hiện nay của kỳ chưa chốt: có chữ "dự thảo", không có mã ấn bản')
    .option('--json', 'chỉ in JSON')
    .action((id: string | undefined, args: PackArgs) => atDatabase((visited) => runPack({ ...visited, args: { ...args, id }, now: Date.now(), out, progress: log })));
}

/**
 * Writes the pack of an edition, or a draft, into a folder that is made where there is none.
 *
 * @throws AppError with sentences in Vietnamese: `EDITION_UNKNOWN` where the period is not closed, `PARAMETER_INVALID`, `IMPORT_INVALID` for what was entered by hand, `TEMPLATE_INVALID`; no file was written then.
 */
export async function runPack({ database, store, args, now, out, progress }: PackCommand): Promise<void> {
  if (args.out === undefined || args.out === '') throw new AppError('PARAMETER_INVALID', 'Tùy chọn --out còn thiếu: hãy cho biết thư mục để ghi bộ báo cáo.');
  const folder = resolve(args.out);
  const question = await inVietnamese(args, () => questionOf({ database }, args));
  const entries = args.entries === undefined ? [] : await fromFile(args.entries, (name, content) => readAnnexEntries(name, content, subjectOf(question), now));
  const template = args.template === undefined ? undefined : await bytesOf(args.template);
  await mkdir(folder, { recursive: true });
  const written = await inVietnamese(args, () => makePack({ database, store }, { ...question, entries, template }, folder, ({ name, number, files }) => progress.write(`[${number}/${files}] ${name}\n`)));
  out.write(args.json === true ? `${JSON.stringify(jsonOf(written, folder))}\n` : `${wrappedLines(textOf(written, folder))}\n`);
}

async function questionOf({ database: { db } }: Pick<Visit, 'database'>, args: PackArgs): Promise<PackQuestion> {
  if (args.id !== undefined) {
    refuseOptions(args, ['scope', 'period', 'scheme', 'preview'], 'mã ấn bản đã nói đủ');
    return { kind: 'edition', edition: known(await editionById(db, args.id), `Không có ấn bản "${args.id.slice(0, 160)}": "motcua editions" liệt kê các ấn bản đã chốt.`) };
  }
  const { scope: of, period: id, scheme: cut } = readOptions(options, args);
  const asked = parsePeriod(id, cut);
  if (args.preview === true) return { kind: 'draft', scope: of, period: asked };
  const standing = await standingEdition(db, { scope: of, scheme: asked.scheme, period: asked.id });
  return { kind: 'edition', edition: known(standing, `Kỳ ${asked.id} của ${of} chưa được chốt: hãy chốt bằng "motcua close", hoặc lấy bản dự thảo bằng --preview.`) };
}

function subjectOf(question: PackQuestion): AnnexSubject {
  return question.kind === 'draft' ? { scope: question.scope, scheme: question.period.scheme, period: question.period.id } : question.edition.closed;
}

function known(edition: Edition | undefined, sentence: string): Edition {
  if (edition === undefined) throw new AppError('EDITION_UNKNOWN', sentence);
  return edition;
}

function jsonOf({ pack: { edition, content }, files }: WrittenPack, folder: string): unknown {
  return { edition: edition?.closed.edition ?? null, isDraft: edition === null, position: content.position, folder, files };
}

function textOf({ pack: { edition }, files }: WrittenPack, folder: string): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  return [
    edition === null ? 'BỘ BÁO CÁO DỰ THẢO (kỳ chưa chốt, không có mã ấn bản)' : `BỘ BÁO CÁO của ấn bản ${edition.closed.edition}`,
    `Đã ghi ${files.length} tệp vào ${folder}:`, ...files.map(({ name, sha256 }) => `  ${name.padEnd(width)}  ${sha256.slice(0, 16)}…`), '', 'SHA-256 đầy đủ của từng tệp: manifest.json',
  ].join('\n');
}
