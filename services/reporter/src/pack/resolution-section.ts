import { hash } from 'node:crypto';
import { BLANK, DOCX_TYPE, loadTemplate, marked, percentText, RESOLUTION_FIELDS, resolutionTemplate } from '@motcua/documents';
import type { Template, TemplateData } from '@motcua/documents';
import { formatCivilDate } from '@motcua/kernel';
import { delayCauseLabels, levelLabel, percent, periodTitle } from '@motcua/ledger';
import type { RateDistance } from '@motcua/ledger';
import { comparisonSentences, rateIn } from './comparison.ts';
import { LEVEL_ORDER, linesOf } from './edition-rows.ts';
import type { Counts } from './edition-rows.ts';
import type { CauseCount } from './late-causes.ts';
import type { Pack } from './pack.ts';
import type { PackFile } from './pack-file.ts';
import { targetSentences } from './service-index.ts';
import { distanceText, rateDistanceIn } from './targets.ts';

/** The template of the section: the shipped one, or an office's own. `sha256`: of its bytes, null of the shipped one. */
export type SectionTemplate = { readonly template: Template; readonly sha256: string | null };

/**
 * @param watermark - Behind every page of what is filled in, whoever made the template.
 * @throws AppError `TEMPLATE_INVALID` with every wrong field, before anything is filled in.
 */
export async function sectionTemplate(own: Uint8Array | undefined, watermark: string | undefined): Promise<SectionTemplate> {
  const docx = own ?? await resolutionTemplate();
  const template = await loadTemplate(docx, RESOLUTION_FIELDS);
  return { template: watermark === undefined ? template : await loadTemplate(await marked(docx, watermark), RESOLUTION_FIELDS), sha256: own === undefined ? null : hash('sha256', own) };
}

/** Mục "Kết quả giải quyết TTHC": the section of the quarterly report, filled into its template. */
export function resolutionFile(pack: Pack, causes: () => Promise<readonly CauseCount[]>): PackFile {
  return {
    name: 'ket-qua-giai-quyet.docx', title: 'KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', mediaType: DOCX_TYPE,
    chunks: async function* chunks() {
      yield pack.section.template.fill(resolutionData(pack, await causes()));
    },
  };
}

/** The shipped template, for an office to edit. */
export const TEMPLATE_FILE: PackFile = {
  name: 'mau-ket-qua-giai-quyet.docx', title: 'MẪU CỦA MỤC KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH', mediaType: DOCX_TYPE,
  chunks: async function* chunks() { yield await resolutionTemplate(); },
};

/** What fills the template's fields. Pure. */
export function resolutionData(pack: Pack, causes: readonly CauseCount[]): TemplateData {
  const { content, period, authority, superior, edition } = pack;
  const { rows, total } = linesOf(content, 'level');
  const late = causes.reduce((sum, { dossiers }) => sum + dossiers, 0);
  const figure = (id: string) => figureOf(total, id);
  return {
    ...countsOf(pack, total), ...feedbackOf(pack),
    co_quan: authority, co_quan_chu_quan: superior ?? '', ky: lower(periodTitle(period)), tu_ngay: formatCivilDate(period.from), den_ngay: formatCivilDate(period.to),
    ky_truoc_chuyen_sang: figure('openingReceived'),
    ket_thuc_khac: figure('closedAfterReception') + figure('closedBeforeReception') + figure('refused'),
    dinh_nghia_dung_han: content.definitions.rates.find(({ id }) => id === 'onTimeRatePercent')?.label ?? '',
    an_ban: edition?.closed.edition ?? 'dự thảo, chưa chốt kỳ', ma_bam: edition?.closed.sha256 ?? BLANK,
    cap: LEVEL_ORDER.flatMap((level) => rows.filter(({ node }) => node === level)).map(({ node, counts }) => ({ ten: levelLabel(node), ...countsOf(pack, counts) })),
    nguyen_nhan: causes.map(({ cause, dossiers }) => ({ ten: upper(delayCauseLabels[cause]), so_luong: dossiers, ty_le: rateText(percent(dossiers, late)) })),
    chi_tieu: targetSentences(pack).map((cau) => ({ cau })),
    so_sanh: comparisonSentences(pack).map((cau) => ({ cau })),
  };
}

function feedbackOf({ facts }: Pack): TemplateData {
  const fact = (id: string) => figureOf(facts.total, id);
  return {
    pakn_tong: fact('feedbackTaken'), pakn_moi: fact('feedbackReceived'), pakn_ky_truoc: fact('feedbackOpening'), pakn_chuyen: fact('feedbackTransferred'),
    pakn_quy_dinh: fact('feedbackRegulation'), pakn_hanh_vi: fact('feedbackConduct'), pakn_da_xu_ly: fact('feedbackProcessed'), pakn_dung_han: fact('feedbackOnTime'),
    pakn_cong_khai: fact('feedbackPublished'), pakn_khong_xu_ly: fact('feedbackDismissed'), pakn_dang_xu_ly: fact('feedbackInProgress'), pakn_qua_han: fact('feedbackOverdue'),
  };
}

/** The counts of a level, or of all together. */
function countsOf({ content }: Pack, counts: Counts) {
  const [online, onTime] = [rateIn(content, counts, 'onlineRatePercent'), rateIn(content, counts, 'onTimeRatePercent')];
  const figure = (id: string) => figureOf(counts, id);
  return {
    tiep_nhan: figure('received'), truc_tuyen: figure('receivedOnline'), ty_le_truc_tuyen: rateText(online),
    da_giai_quyet: figure('resolved'), dung_han: figure('resolvedOnTime'), ty_le_dung_han: rateText(onTime), qua_han: figure('resolvedLate'),
    khong_co_han: figure('resolvedUndated'), dang_giai_quyet: figure('inProgress'), dang_qua_han: figure('overdue'), cho_tiep_nhan: figure('awaitingReception'),
    truc_tuyen_so_chi_tieu: besideRate(rateDistanceIn(content, 'onlineRatePercent', online)), dung_han_so_chi_tieu: besideRate(rateDistanceIn(content, 'onTimeRatePercent', onTime)),
  };
}

/** @throws TypeError when the edition does not have the figure: never a blank or 0 in a signed paper. */
function figureOf(counts: Counts, id: string): number {
  const value = counts[id];
  if (value === undefined) throw new TypeError(`The edition has no figure ${id}`);
  return value;
}

/** What goes on behind a rate. */
function besideRate(distance: RateDistance | null): string {
  const text = distance === null ? undefined : distanceText(distance);
  return text === undefined ? '' : `, ${text}`;
}

function rateText(value: number | null): string {
  return value === null ? '–' : percentText(value);
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
