import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';
import { beginFile } from './current-file.ts';

/** What a test file gets for 'tap'; with a query of its own it is a module of its own. */
const TAP_OF_FILE = new URL('tap-of-file.ts', import.meta.url).href;

/**
 * Runs test files in this process, one after the other, each as one test named by its path.
 *
 * A file is written, and may be run, as if it were alone: what it imports from 'tap' is its own `t`, which ends, and lets
 * go what it holds, before the next file is read. A process for every file would read the same thousand modules every time.
 *
 * @param files - Paths from the folder.
 */
export async function runTogether(folder: string, files: readonly string[]): Promise<void> {
  // Read here: in a program that is no test, such as the benchmark, tap would end the process after its thirty seconds.
  const { t: root } = await import('tap');
  const own = new Map(files.map((file) => [pathToFileURL(join(folder, file)).href, file]));
  registerHooks({
    resolve: (specifier, context, next) => specifier === 'tap' && own.has(context.parentURL ?? '')
      ? { url: `${TAP_OF_FILE}?of=${encodeURIComponent(context.parentURL ?? '')}`, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
  });
  for (const [url, file] of own) {
    await root.test(file, async (t: Test) => {
      beginFile(t);
      await import(url);
    });
  }
}
