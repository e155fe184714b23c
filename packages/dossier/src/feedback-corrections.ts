import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import { sameMinute } from './correction-values.ts';
import { FEEDBACK_TIMES } from './feedback-events.ts';
import type { FeedbackCorrectable, FeedbackCorrection, FeedbackEvent, FeedbackReport } from './feedback-events.ts';
import { no } from './refusals.ts';
import { UNKNOWN } from './situation.ts';

/** The reports as corrections left them, in order of arrival and without those that were taken back; or the correction that finds nothing to correct. */
export type CorrectedReports = { readonly reports: readonly FeedbackReport[] } | { readonly at: FeedbackCorrection; readonly error: AppError };

/**
 * Applies corrections in order of arrival. Each changes, of the reports that arrived before it and were not taken back, the last
 * one that says the old value of its field now, as if the new one had been told from the beginning; of instants seconds do not count.
 */
export function correctedReports(arrived: readonly FeedbackEvent[]): CorrectedReports {
  let reports: readonly FeedbackReport[] = [];
  for (const event of arrived) {
    if (event.type === 'FeedbackCorrected') {
      const { field, old, new: value } = event.data;
      const index = reports.findLastIndex((report) => isSame(field, said(report, field), old));
      const report = reports[index];
      if (report === undefined) return { at: event, error: mismatch(reports, field) };
      reports = reports.toSpliced(index, 1, ...withValue(report, field, value));
    } else reports = [...reports, event];
  }
  return { reports };
}

/** What a report says of a field: null when it leaves the feedback without, undefined when it says nothing of it. */
function said(report: FeedbackReport, field: FeedbackCorrectable): string | null | undefined {
  if (isTime(field)) return report.type === FEEDBACK_TIMES[field] ? formatInstant(report.occurredAt) : undefined;
  if (report.type === 'FeedbackReassigned') return field === 'authority' ? report.data.to : undefined;
  if (report.type !== 'FeedbackReceived') return undefined;
  const value = report.data[field];
  return field !== 'authority' && value === UNKNOWN ? null : value ?? null;
}

function isSame(field: FeedbackCorrectable, one: string | null | undefined, old: string | null): boolean {
  return isTime(field) || field === 'dueAt' ? sameMinute(one, old) : one === old;
}

/** The report with another value; none when it is taken back. The forms of events admit only what a field may hold. */
function withValue(report: FeedbackReport, field: FeedbackCorrectable, value: string | null): readonly FeedbackReport[] {
  if (isTime(field)) return value === null ? [] : [{ ...report, occurredAt: parseInstant(value) ?? report.occurredAt }];
  if (report.type === 'FeedbackReassigned') return [{ ...report, data: { to: value ?? report.data.to } }];
  return [{ ...report, data: { ...report.data, [field]: value ?? undefined } } as FeedbackReport];
}

function isTime(field: FeedbackCorrectable): field is keyof typeof FEEDBACK_TIMES {
  return field in FEEDBACK_TIMES;
}

function mismatch(reports: readonly FeedbackReport[], field: FeedbackCorrectable): AppError {
  if (reports.length === 0) return no('FEEDBACK_UNKNOWN', 'Nothing of this feedback is known that could be corrected; check its code.');
  const told = reports.map((report) => said(report, field)).findLast((value) => value !== undefined);
  return new AppError('CORRECTION_MISMATCH', 'The old value is not a recorded one: read the feedback again and correct what it says now.', {
    errors: [{ pointer: '/data/old', detail: told === undefined ? `no ${field} is recorded` : `recorded is ${told ?? 'nothing'}` }],
  });
}
