import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClosedBooks } from './closed-books.ts';

/** Closes a quarter of H57 with whatever is found, and gives the edition as the answer has it. */
export async function closeQuarter(books: ClosedBooks, period: string): Promise<ReturnType<typeof JSON.parse>> {
  const body = { scope: 'H57', closedBy: { unit: 'Văn phòng UBND tỉnh' } };
  const close = (accept: readonly object[]) => books.post(`/v1/periods/vpcp-15-14/${period}/close`, { ...body, accept });
  const first = await close([]);
  if (first.status < 300) return first.body.edition;
  const accept = first.body.errors.map(({ pointer }: { readonly pointer: string }) => ({ finding: decodeURIComponent(pointer.replace(/^\/findings\//, '')), reason: 'đã biết' }));
  const made = await close(accept);
  if (made.status >= 300) throw new Error(made.text);
  return made.body.edition;
}

/** The SHA-256 of every file of a folder by its name. */
export async function contentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, createHash('sha256').update(await readFile(join(folder, name))).digest('hex')] as const)));
}
