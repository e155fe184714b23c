import { OPEN_CLASSES, RECEIVED_OPEN_CLASSES } from '@motcua/dossier';
import type { Channel, DossierClass } from '@motcua/dossier';
import type { Cause, LegClass } from './movement.ts';

/** What a table is split by. */
export const DIMENSIONS = ['level', 'authority', 'field', 'procedure', 'channel', 'day'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * A part of a figure: the sum of the legs that fit, with a sign. `opening`: legs before the period, `flow`: in it,
 * `closing`: both. Causes `transfer` stand for those that bring a dossier into a row of the table at hand or take it out.
 */
export type Term = {
  readonly measure: 'opening' | 'flow' | 'closing';
  readonly classes: readonly LegClass[];
  readonly causes?: readonly Cause[] | 'transfer';
  readonly side?: 'from' | 'to';
  readonly channels?: readonly Channel[];
  readonly sign: 1 | -1;
};

/**
 * Chỉ tiêu, one line of a report: what it is called, how it is counted, where the rule comes from. Counts of dossiers.
 *
 * `version`: whoever changes the terms gives the next one; a label or a source may change within a version.
 */
export type Definition<Id extends string = string> = {
  readonly id: Id;
  readonly version: number;
  /** Tên chỉ tiêu, as printed. */
  readonly label: string;
  readonly terms: readonly Term[];
  readonly source: string;
};

const RECEIVED = RECEIVED_OPEN_CLASSES;
const AWAITING = ['awaiting_reception'] as const;
const REPORT = 'Báo cáo công tác cải cách hành chính hằng quý, mục Kết quả giải quyết TTHC';
const FORM = 'Biểu II.06a/VPCP/KSTT';
const BOOK_A = 'Sổ hồ sơ đã tiếp nhận';
const BOOK_B = 'Sổ hồ sơ chờ tiếp nhận';

/** The lines of the quarter's table, in the order of the books. JSON names of the figures are these ids. */
export const definitions = [
  line('openingReceived', 'Kỳ trước chuyển sang (đã tiếp nhận, chưa giải quyết xong)', `${FORM}, cột (6); ${BOOK_A}`, stock('opening', RECEIVED)),
  line('received', 'Tiếp nhận trong kỳ', `${REPORT}; ${BOOK_A}`, into(['in_progress'], ['received'])),
  line('receivedOnline', 'Trong đó nộp trực tuyến', `${REPORT}; ${FORM}, cột (4)`, { ...into(['in_progress'], ['received']), channels: ['online'] }),
  line('reopened', 'Mở lại trong kỳ', BOOK_A, into(['in_progress', 'overdue'], ['reopened'])),
  line('transferredIn', 'Nhận chuyển đến (đã tiếp nhận)', BOOK_A, { ...into(RECEIVED, []), causes: 'transfer' }),
  line('transferredOut', 'Chuyển đi (đã tiếp nhận)', BOOK_A, { ...outOf(RECEIVED, []), causes: 'transfer' }),
  line('resolved', 'Đã giải quyết', `${REPORT}; ${FORM}, cột (7)`, into(['resolved_early', 'resolved_on_time', 'resolved_late', 'resolved_undated'], ['resolved'])),
  line('resolvedOnTime', 'Trước hạn và đúng hạn', REPORT, into(['resolved_early', 'resolved_on_time'], ['resolved'])),
  line('resolvedEarly', 'Trước hạn', `${FORM}, cột (8)`, into(['resolved_early'], ['resolved'])),
  line('resolvedOnDueDate', 'Đúng hạn (trong ngày đến hạn)', `${FORM}, cột (9)`, into(['resolved_on_time'], ['resolved'])),
  line('resolvedLate', 'Quá hạn', `${REPORT}; ${FORM}, cột (10)`, into(['resolved_late'], ['resolved'])),
  line('resolvedUndated', 'Đã giải quyết, không có hạn trả', BOOK_A, into(['resolved_undated'], ['resolved'])),
  line('closedAfterReception', 'Rút và dừng xử lý sau tiếp nhận', BOOK_A, outOf(RECEIVED, ['withdrawn', 'terminated'])),
  line('withdrawnAfterReception', 'Rút sau tiếp nhận', BOOK_A, outOf(RECEIVED, ['withdrawn'])),
  line('terminatedAfterReception', 'Dừng xử lý sau tiếp nhận', BOOK_A, outOf(RECEIVED, ['terminated'])),
  line('closingReceived', 'Đang giải quyết cuối kỳ (đã tiếp nhận)', `${FORM}, cột (11)`, stock('closing', RECEIVED)),
  line('withinLimit', 'Đang giải quyết, trong hạn', `${FORM}, cột (12)`, stock('closing', ['in_progress', 'paused'])),
  line('paused', 'Trong đó tạm dừng tính thời hạn', BOOK_A, stock('closing', ['paused'])),
  line('overdue', 'Đang giải quyết, quá hạn', `${FORM}, cột (13)`, stock('closing', ['overdue'])),
  line('fellOverdue', 'Lỡ hạn trong kỳ', `${BOOK_A}: hạn trả đi qua trong kỳ khi hồ sơ chưa giải quyết xong, dù sau đó xong hay chưa`, into(['overdue'], ['overdue'])),
  line('inProgress', 'Đang giải quyết (gồm cả chờ tiếp nhận)', REPORT, stock('closing', OPEN_CLASSES)),
  line('openingAwaiting', 'Chờ tiếp nhận đầu kỳ', BOOK_B, stock('opening', AWAITING)),
  line('submitted', 'Nộp trực tuyến trong kỳ', BOOK_B, into(AWAITING, ['submitted'])),
  line('awaitingTransferredIn', 'Nhận chuyển đến (chờ tiếp nhận)', BOOK_B, { ...into(AWAITING, []), causes: 'transfer' }),
  line('awaitingTransferredOut', 'Chuyển đi (chờ tiếp nhận)', BOOK_B, { ...outOf(AWAITING, []), causes: 'transfer' }),
  line('receivedAfterSubmission', 'Được tiếp nhận sau khi nộp trực tuyến', BOOK_B, outOf(AWAITING, ['received'])),
  line('refused', 'Từ chối tiếp nhận hồ sơ nộp trực tuyến', BOOK_B, outOf(AWAITING, ['refused'])),
  line('refusedAtCounter', 'Từ chối tại quầy (ngoài hai sổ)', 'Nghị định 61/2018/NĐ-CP, Điều 17', outOf(['outside'], ['refused'])),
  line('closedBeforeReception', 'Rút và dừng trước tiếp nhận', BOOK_B, outOf(AWAITING, ['withdrawn', 'terminated'])),
  line('withdrawnBeforeReception', 'Rút trước tiếp nhận', BOOK_B, outOf(AWAITING, ['withdrawn'])),
  line('terminatedBeforeReception', 'Dừng trước tiếp nhận', BOOK_B, outOf(AWAITING, ['terminated'])),
  line('awaitingReception', 'Chờ tiếp nhận cuối kỳ', `${REPORT}; ${BOOK_B}`, stock('closing', AWAITING)),
] as const satisfies readonly Definition[];

export type FigureId = (typeof definitions)[number]['id'];

/** Figures added and subtracted, in the order in which they are written out. Plain JSON. */
export type FigureSum<Id extends string = FigureId> = readonly { readonly figure: Id; readonly sign: 1 | -1 }[];

/** `plus('openingReceived', '-overdue')`: the sum as the books write it, for ids that the compiler knows. */
export function plus(...figures: readonly (FigureId | `-${FigureId}`)[]): FigureSum {
  return figures.map((name) => name.startsWith('-')
    ? { figure: name.slice(1) as FigureId, sign: -1 }
    : { figure: name as FigureId, sign: 1 });
}

/** The value of a sum. `figures`: of one node, with every figure that the sum names. */
export function total<Id extends string>(sum: FigureSum<Id>, figures: Readonly<Record<Id, number>>): number {
  return sum.reduce((all, { figure, sign }) => all + sign * figures[figure], 0);
}

/**
 * The causes that bring a dossier into a row of a table split by a dimension, or take it out. A table may stand for some
 * authorities only, so a change of authority counts in every table: within a row once in and once out, and into the table or out of it once.
 */
export function transferCauses(dimension: Dimension): readonly Cause[] {
  const ofAuthority = ['reassigned', 'succession', 'corrected_authority'] as const;
  switch (dimension) {
    case 'level': case 'authority': case 'day': return ofAuthority;
    case 'field': return [...ofAuthority, 'corrected_field'];
    case 'procedure': return [...ofAuthority, 'corrected_procedure'];
    case 'channel': return [...ofAuthority, 'corrected_channel'];
  }
}

function line<const Id extends string>(id: Id, label: string, source: string, ...terms: readonly Term[]): Definition<Id> {
  return { id, version: 1, label, terms, source };
}

function stock(measure: 'opening' | 'closing', classes: readonly DossierClass[]): Term {
  return { measure, classes, sign: 1 };
}

/** Dossiers that came into these classes in the period. */
function into(classes: readonly DossierClass[], causes: readonly Cause[]): Term {
  return { measure: 'flow', classes, causes, side: 'to', sign: 1 };
}

/** Dossiers that left these classes in the period; the leg they left by counts −1. */
function outOf(classes: readonly DossierClass[], causes: readonly Cause[]): Term {
  return { measure: 'flow', classes, causes, side: 'from', sign: -1 };
}
