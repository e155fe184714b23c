import { z } from 'zod';
import { authorityCode, CHANNELS, fieldCode, procedureCode } from './event-schemas.ts';
import { isTypeOf } from './type-guard.ts';

/** More people than rate one procedure at one unit on one day. */
const RATINGS_MAX = 10_000;
const ratings = z.int().min(0).max(RATINGS_MAX);

/**
 * The data of events about the service of a one-stop unit as a whole; the subject is the unit's code. None of them names a dossier
 * or a person, or could: who rates a service stays confidential (Nghị định 61/2018/NĐ-CP, Điều 27 khoản 3).
 */
export const serviceEventData = {
  /**
   * Đánh giá sự phục vụ: how many of those who rated the work of an authority were satisfied, and how many were not, summed by the
   * sender over a day at least. `procedure`, `field`, `channel`: of what was rated, when all ratings are of the same.
   */
  ServiceRated: z.strictObject({
    authority: authorityCode, procedure: procedureCode.optional(), field: fieldCode.optional(), channel: z.enum(CHANNELS).optional(),
    satisfied: ratings, otherwise: ratings,
  }).refine(({ satisfied, otherwise }) => satisfied + otherwise > 0, { path: ['satisfied'], message: 'nobody rated anything' }),
} as const;

export type ServiceEventType = keyof typeof serviceEventData;
/** The data as the log holds it. */
export type ServiceEventData<T extends ServiceEventType> = z.output<(typeof serviceEventData)[T]>;

export const SERVICE_EVENT_TYPES = Object.keys(serviceEventData) as readonly ServiceEventType[];

export const isServiceEventType = isTypeOf(serviceEventData);
