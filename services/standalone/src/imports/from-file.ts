import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, isAppError } from '@motcua/kernel';
import { sheetRows } from '@motcua/statistics';
import type { FileContent, Import } from './import-file.ts';

/**
 * What a file of rows holds.
 *
 * @throws AppError `PARAMETER_INVALID` when it cannot be opened, `IMPORT_INVALID` with every wrong place.
 */
export async function fromFile<Item>(file: string, read: (name: string, content: FileContent) => Import<Item>): Promise<readonly Item[]> {
  const bytes = await bytesOf(file);
  const found = read(basename(file), /\.xlsx$/i.test(file) ? await sheetOf(bytes) : bytes);
  if (found.kind === 'read') return found.items;
  const lines = found.faults.map(({ where, column, detail }) => `  ${where}${column === undefined ? '' : `, cột ${column}`}: ${detail}`);
  throw new AppError('IMPORT_INVALID', `Chưa nhập gì cả: tệp có ${lines.length} chỗ sai.\n${lines.join('\n')}`);
}

async function sheetOf(bytes: Buffer): Promise<FileContent> {
  return sheetRows(bytes).catch((error: unknown) => {
    throw isAppError(error) ? new AppError('IMPORT_INVALID', `Chưa nhập gì cả: ${error.errors[0]?.detail ?? error.message}.`, { cause: error }) : error;
  });
}

/** @throws AppError `PARAMETER_INVALID` with a sentence in Vietnamese when the file cannot be read. */
export async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => { throw new AppError('PARAMETER_INVALID', `Không đọc được tệp ${file}: hãy xem lại đường dẫn và quyền đọc.`, { cause }); });
}
