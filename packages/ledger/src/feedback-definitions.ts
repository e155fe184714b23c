import type { Term } from './definitions.ts';
import type { FactDefinition } from './fact-definitions.ts';
import { OPEN_FEEDBACK_CLASSES } from './feedback.ts';
import type { LegClass } from './movement.ts';

const REPORT = 'Báo cáo công tác cải cách hành chính hằng quý, mục Tiếp nhận, xử lý phản ánh, kiến nghị';
const LEDGER = 'Sổ phản ánh, kiến nghị';
const ANNEX = 'Phụ lục báo cáo cải cách hành chính';
const PROCESSED = ['feedback_on_time', 'feedback_late', 'feedback_undated'] as const;
const [REGULATION, REGULATION_OVERDUE, CONDUCT, CONDUCT_OVERDUE] = OPEN_FEEDBACK_CLASSES;

/**
 * Sổ phản ánh, kiến nghị: what was carried over and received new, less what other authorities took over, is what was processed, what was
 * dismissed and what is in progress at the end: feedbackTaken = feedbackProcessed + feedbackDismissed + feedbackInProgress.
 */
export const feedbackDefinitions = [
  line('feedbackTaken', 'Tổng số phản ánh, kiến nghị đã tiếp nhận (mới và kỳ trước chuyển sang)', REPORT, ...taken(OPEN_FEEDBACK_CLASSES)),
  line('feedbackReceived', 'Phản ánh, kiến nghị tiếp nhận mới trong kỳ', REPORT, received(OPEN_FEEDBACK_CLASSES)),
  line('feedbackOpening', 'Phản ánh, kiến nghị từ kỳ trước chuyển sang', REPORT, stock('opening', OPEN_FEEDBACK_CLASSES)),
  line('feedbackTransferred', 'Phản ánh, kiến nghị nhận chuyển đến, trừ chuyển đi', LEDGER, transferred(OPEN_FEEDBACK_CLASSES)),
  line('feedbackRegulation', 'Phản ánh, kiến nghị về quy định hành chính', REPORT, ...taken([REGULATION, REGULATION_OVERDUE])),
  line('feedbackConduct', 'Phản ánh, kiến nghị về hành vi hành chính', REPORT, ...taken([CONDUCT, CONDUCT_OVERDUE])),
  line('feedbackProcessed', 'Phản ánh, kiến nghị đã xử lý', `${REPORT}; ${ANNEX}, mục 1.6.1`, into(PROCESSED, 'resolved')),
  line('feedbackOnTime', 'Phản ánh, kiến nghị đã xử lý đúng hạn', 'Quyết định 766/QĐ-TTg năm 2022, chỉ số 5.2', into(['feedback_on_time'], 'resolved')),
  line('feedbackLate', 'Phản ánh, kiến nghị đã xử lý quá hạn', LEDGER, into(['feedback_late'], 'resolved')),
  line('feedbackUndated', 'Phản ánh, kiến nghị đã xử lý, không có thời hạn', LEDGER, into(['feedback_undated'], 'resolved')),
  line('feedbackPublished', 'Kết quả xử lý phản ánh, kiến nghị đã đăng tải công khai', REPORT, into(['feedback_published'], 'noted')),
  line('feedbackDismissed', 'Phản ánh, kiến nghị không xử lý', LEDGER, into(['feedback_dismissed'], 'terminated')),
  line('feedbackInProgress', 'Phản ánh, kiến nghị đang xử lý cuối kỳ', `${REPORT}; ${ANNEX}, mục 1.6.2`, stock('closing', OPEN_FEEDBACK_CLASSES)),
  line('feedbackWithinLimit', 'Phản ánh, kiến nghị đang xử lý, trong hạn', LEDGER, stock('closing', [REGULATION, CONDUCT])),
  line('feedbackOverdue', 'Phản ánh, kiến nghị đang xử lý, quá hạn', LEDGER, stock('closing', [REGULATION_OVERDUE, CONDUCT_OVERDUE])),
] as const satisfies readonly FactDefinition[];

/** Nothing but reception brings feedback of a kind in, and other authorities. */
function taken(classes: readonly LegClass[]): readonly Term[] {
  return [stock('opening', classes), received(classes), transferred(classes)];
}

function received(classes: readonly LegClass[]): Term {
  return into(classes, 'received');
}

/** Both sides: within a row once in and once out. */
function transferred(classes: readonly LegClass[]): Term {
  return { measure: 'flow', classes, causes: 'transfer', sign: 1 };
}

function into(classes: readonly LegClass[], cause: 'received' | 'resolved' | 'terminated' | 'noted'): Term {
  return { measure: 'flow', classes, causes: [cause], side: 'to', sign: 1 };
}

function stock(measure: 'opening' | 'closing', classes: readonly LegClass[]): Term {
  return { measure, classes, sign: 1 };
}

function line<const Id extends string>(id: Id, label: string, source: string, ...terms: readonly Term[]): FactDefinition<Id> {
  return { id, version: 1, label, unit: 'feedback', source, terms };
}
