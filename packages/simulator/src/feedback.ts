import type { FeedbackEventInput } from '@motcua/dossier';
import type { Authority } from './catalogue/authorities.ts';
import type { SimulatedFeedbackEvent } from './cloud-events.ts';
import { localTime } from './cloud-events.ts';
import { closingText, DAY, FIRST_DAY, instantOfMinute } from './working-time.ts';

/** Working days that an office has for a feedback of the sample: nobody prescribes it. */
const LIMIT_DAYS = 15;
/** Received on this working day of the quarter; the last two are still in progress when it ends. */
const RECEIVED = [2, 6, 11, 17, 22, 28, 33, 50, 55] as const;
const PROCESSED = 7;

/** Whose kind was told wrong, whose result was told a day late, and what was told to be processed by mistake: all put right the day after. */
const [WRONG_KIND, WRONG_DAY, NOT_PROCESSED] = [1, 3, 7] as const;

/**
 * Phản ánh, kiến nghị of the sample quarter: nine, all of them on regulations, seven processed and published; so it is once three mistakes are corrected.
 *
 * @source Báo cáo công tác cải cách hành chính quý I năm 2024 của UBND tỉnh Thừa Thiên Huế, mục II.2.d; which offices they came to, and when, is made up.
 */
export function simulateFeedback(authorities: readonly Authority[]): readonly SimulatedFeedbackEvent[] {
  return RECEIVED.flatMap((day, index) => {
    const authority = authorities[index % authorities.length];
    if (authority === undefined) return [];
    const on = (after: number): string => localTime(instantOfMinute((FIRST_DAY + day + after) * DAY + 60));
    const subject = `${authority.code}.PAKN-${on(0).slice(2, 10).replaceAll('-', '')}-${index + 1}`;
    const told = { specversion: '1.0', source: 'urn:motcua:feedback', subject } as const;
    const { code, unit } = authority;
    const correction = (number: number, day: number, data: FeedbackEventInput<'FeedbackCorrected'>) => ({ ...told, id: `${subject}.${number}`, type: 'FeedbackCorrected', time: on(day), data }) as const;
    const received = {
      ...told, id: `${subject}.1`, type: 'FeedbackReceived', time: on(0),
      data: { authority: code, receivingUnit: unit.code, kind: index === WRONG_KIND ? 'conduct' : 'regulation', dueAt: closingText(FIRST_DAY + day + LIMIT_DAYS) },
    } as const;
    const processed = { ...told, id: `${subject}.2`, type: 'FeedbackProcessed', time: on(index === WRONG_DAY ? 10 : 9), data: {} } as const;
    if (index === NOT_PROCESSED) return [received, { ...processed, time: on(1) }, correction(3, 2, { field: 'processedAt', old: on(1), new: null, reason: 'wrong_document' })];
    if (index >= PROCESSED) return [received];
    return [
      received, ...(index === WRONG_KIND ? [correction(4, 1, { field: 'kind', old: 'conduct', new: 'regulation', reason: 'typing_error' })] : []),
      processed, { ...told, id: `${subject}.3`, type: 'FeedbackPublished', time: on(11), data: {} } as const,
      ...(index === WRONG_DAY ? [correction(4, 12, { field: 'processedAt', old: on(10), new: on(9), reason: 'typing_error' })] : []),
    ];
  });
}
