import { readFile } from 'node:fs/promises';
import type { Environment } from '@motcua/http';
import { AppError } from '@motcua/kernel';
import { readSchedules } from './schedule.ts';
import type { Schedule } from './schedule.ts';

/**
 * Reads the schedules of a file; none without one.
 *
 * @throws AppError `CONFIG_INVALID` as `readSchedules`, or when the file cannot be read.
 */
export async function loadSchedules(path: string | undefined, env: Environment): Promise<readonly Schedule[]> {
  if (path === undefined) return [];
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('CONFIG_INVALID', `Không đọc được tệp lịch gửi báo cáo / The file of the schedules (REPORT_SCHEDULES) cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  });
  return readSchedules(text, env);
}
