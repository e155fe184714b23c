import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held until it is released or its process ends, however it ends. */
export type FileLock = { readonly release: () => void };

/** `exclusive`: nobody else holds the file in any way; `shared`: nobody holds it exclusively. */
export type LockMode = 'exclusive' | 'shared';

/**
 * Takes a lock on a file, or answers undefined when somebody holds it.
 *
 * Node has no call for the kernel's file locks, but its SQLite takes them: an open transaction on an empty database file
 * is a lock that the kernel itself gives back when the process dies. Nothing is ever written to the file.
 *
 * @throws What the system says when the file cannot be made.
 */
export function tryLock(file: string, mode: LockMode): FileLock | undefined {
  const before = inodeOf(file);
  const database = new DatabaseSync(file, { timeout: 0 });
  if (!begin(database, mode)) {
    database.close();
    return undefined;
  }
  // Whoever removed the file while we waited held it as it was: a lock on a removed file locks nobody out.
  if (before === undefined || inodeOf(file) !== before) {
    database.close();
    return before === undefined && inodeOf(file) !== undefined ? tryLock(file, mode) : undefined;
  }
  held.add(database);
  return { release: () => held.delete(database) && database.close() };
}

/** Tries for up to `patienceMs`; undefined when the lock is still held by then. */
export async function waitForLock(file: string, mode: LockMode, patienceMs: number): Promise<FileLock | undefined> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const lock = tryLock(file, mode);
    if (lock !== undefined || performance.now() >= end) return lock;
    await sleep(20 + Math.random() * 40);
  }
}

// An unreferenced database is closed when memory is cleaned up, and its lock would go with it.
const held = new Set<DatabaseSync>();

function begin(database: DatabaseSync, mode: LockMode): boolean {
  try {
    database.exec(mode === 'exclusive' ? 'BEGIN EXCLUSIVE' : 'BEGIN; SELECT count(*) FROM sqlite_schema');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    database.close();
    throw error;
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === SQLITE_BUSY;
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}
