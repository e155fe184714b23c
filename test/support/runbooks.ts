import { readFile } from 'node:fs/promises';

/**
 * The shell commands of a runbook, block by block, as they stand there.
 *
 * @param name - The file's name without its ending.
 */
export async function shellBlocks(name: string): Promise<readonly string[]> {
  const page = await readFile(new URL(`../../docs/runbooks/${name}.md`, import.meta.url), 'utf8');
  return [...page.matchAll(/^( *)```sh\n(.*?)^ *```$/gms)].map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}
