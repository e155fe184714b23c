import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Debian's places; Writer and Calc are packages of their own, of which soffice says nothing. The font has the widths of Times New Roman,
 * in which our documents are set: with a wider one lines break elsewhere.
 */
const NEEDED = [
  '/usr/bin/soffice', '/usr/bin/pdftotext', '/usr/lib/libreoffice/program/libswlo.so', '/usr/lib/libreoffice/program/libsclo.so',
  '/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf',
];

/** Why a test cannot open documents as an office does, for the name of its skip; false where it can. */
export const NO_OFFICE: string | false = NEEDED.every((file) => existsSync(file)) ? false : 'Debian\'s LibreOffice, pdftotext or Liberation fonts are not installed: sudo scripts/install-test-tools';

/**
 * What people would read on paper: each document converted to PDF by LibreOffice, and its text page by page, laid out as it is printed.
 *
 * @param folder - An empty one, removed by the caller; LibreOffice's own settings lie there too.
 * @param documents - By file name; no two may differ in the ending alone.
 */
export async function printedPages(folder: string, documents: Readonly<Record<string, Uint8Array>>): Promise<Readonly<Record<string, readonly string[]>>> {
  const names = Object.keys(documents);
  for (const [name, bytes] of Object.entries(documents)) writeFileSync(join(folder, name), bytes);
  const files = names.map((name) => join(folder, name));
  await run('soffice', ['--headless', `-env:UserInstallation=file://${join(folder, 'settings')}`, '--convert-to', 'pdf', '--outdir', folder, ...files]);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await pagesOf(join(folder, basename(name).replace(/\.\w+$/, '')))] as const)));
}

async function pagesOf(path: string): Promise<readonly string[]> {
  await run('pdftotext', ['-layout', `${path}.pdf`, `${path}.txt`]);
  // A form feed ends every page.
  return readFileSync(`${path}.txt`, 'utf8').split('\f').slice(0, -1);
}
