import { globSync } from 'node:fs';
import { join } from 'node:path';
import { runTogether } from '@motcua/testkit';

/** Where the project lies. */
export const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Which test files of packages and services share a process: patterns from the project's root. Groups are about as long as each other.
 *
 * The tests of the whole house, in `test`, start processes of their own and run alone.
 */
export const GROUPS = {
  'documents': ['packages/{documents,http}/test/*.test.ts', 'services/{clock,reporter}/test/*.test.ts'],
  'event-store': ['packages/event-store/test/[a-jl-z]*.test.ts'],
  'intake': ['services/intake/test/*.test.ts'],
  'kurrent': ['packages/event-store/test/k*.test.ts'],
  'ledger': ['packages/{ledger,testkit}/test/*.test.ts'],
  'postgres-server': ['packages/postgres-server/test/*.test.ts'],
  'projector': ['services/projector/test/[a-p]*.test.ts'],
  'projector-2': ['services/projector/test/[q-z]*.test.ts'],
  'read-model': ['packages/{database,migrator}/test/*.test.ts'],
  'rules': ['packages/{calendar,dossier,kernel,simulator}/test/*.test.ts'],
  'standalone': ['services/standalone/test/[a-e]*.test.ts'],
  'standalone-2': ['services/standalone/test/[f-o]*.test.ts'],
  'standalone-3': ['services/standalone/test/[p-z]*.test.ts'],
  'statistics': ['services/statistics/test/[a-m]*.test.ts'],
  'statistics-2': ['services/statistics/test/[n-z]*.test.ts'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** @returns From the root, in the order in which they run. */
export function filesOf(group: keyof typeof GROUPS): readonly string[] {
  return globSync(GROUPS[group], { cwd: ROOT }).toSorted();
}

export function runGroup(group: keyof typeof GROUPS): Promise<void> {
  return runTogether(ROOT, filesOf(group));
}
