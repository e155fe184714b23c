import { plainLine } from '@motcua/dossier';
import { uuidV5 } from '@motcua/kernel';
import { z } from 'zod';

/** Báo cáo đã giao: the pack of an edition has reached a destination of a schedule. */
export const REPORT_DELIVERED = 'ReportDelivered';

/** Tên lịch gửi, tên nơi nhận: of a schedule, or of one of its destinations. */
export const scheduleName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'not a name of small letters, digits and hyphens, at most 40 signs');

/** Data of `ReportDelivered`. `sha256`: of the bytes that were sent, or of the manifest in a folder. Where that is stands in the schedule: an address may hold secrets. */
export const reportDeliveredData = z.strictObject({
  schedule: scheduleName, destination: scheduleName, way: z.enum(['folder', 'webhook']), edition: plainLine(160), sha256: z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal'),
});
export type ReportDeliveredData = z.output<typeof reportDeliveredData>;

/**
 * Khóa của một lần giao: of an edition to a destination of a schedule, the same however often it is tried. A receiver knows a delivery
 * by it that comes again, and the log holds the mark of the delivery under it.
 */
export function deliveryKey({ schedule, destination, edition }: Pick<ReportDeliveredData, 'schedule' | 'destination' | 'edition'>): string {
  return uuidV5('report delivered', schedule, destination, edition);
}
