import { editionContentOf, standingEdition, sumsOf } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import { ND61 } from '@motcua/dossier';
import { percentText } from '@motcua/documents';
import type { Chart, FormDocument } from '@motcua/documents';
import { addDays, formatCivilDate, previousPeriod } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { delayCauseLabels, figuresOf, levelLabel, periodTitle } from '@motcua/ledger';
import type { EditionContent } from '@motcua/ledger';
import { rateIn } from './comparison.ts';
import { LEVEL_ORDER, linesOf } from './edition-rows.ts';
import type { CauseCount } from './late-causes.ts';
import { paperOf } from './pack.ts';
import type { Pack } from './pack.ts';
import { distanceIn } from './targets.ts';

/** What the paper with the charts is called. */
export const CHARTS_TITLE = 'BIỂU ĐỒ';

/** Periods of the chart over time, the pack's own among them. */
const PERIODS = 8;
/** A chart by day says nothing any more beyond so many; the longest period has 366. */
const DAYS_MAX = 366;

/** Biểu đồ: what people would rather look at than read. Every number is the edition's, or counted as it was. */
export async function chartsForm(tx: Snapshot['tx'], pack: Pack, causes: readonly CauseCount[]): Promise<FormDocument> {
  return {
    ...paperOf(pack, [CHARTS_TITLE]), orientation: 'portrait',
    parts: [await byDay(tx, pack), byLevel(pack), await overTime(tx, pack), byCause(causes)].filter(({ categories }) => categories.length > 0),
    notes: ['Ngày không có hồ sơ nào được tiếp nhận hoặc giải quyết thì không vẽ.', 'Tỷ lệ theo kỳ lấy từ các ấn bản đang đứng khi chốt kỳ này; kỳ chưa có ấn bản thì để trống.'],
  };
}

/** By the edition's definitions, as of its position: the days add up to its cells. Days on which nothing happened, weekends above all, would make a saw of the lines. */
async function byDay(tx: Snapshot['tx'], { content: { period: { scope }, position, definitions }, period }: Pack): Promise<Chart> {
  const sums = Map.groupBy(await sumsOf(tx, { scope, period, rule: ND61.id, dimension: 'day', known: { upTo: position } }), ({ node }) => node);
  const told = daysOf(period).map((day) => {
    const { received = 0, resolved = 0 } = figuresOf<string>(sums.get(day) ?? [], 'day', definitions);
    return { day, received, resolved };
  }).filter(({ received, resolved }) => received !== 0 || resolved !== 0);
  return {
    type: 'chart', name: 'Theo ngày', form: 'lines', title: 'Hồ sơ tiếp nhận và đã giải quyết theo ngày', kind: 'integer', categoryLabel: 'Ngày', categories: told.map(({ day }) => formatCivilDate(day)),
    series: [{ label: 'Tiếp nhận', values: told.map(({ received }) => received) }, { label: 'Đã giải quyết', values: told.map(({ resolved }) => resolved) }],
  };
}

function daysOf({ from, to }: Period): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days.length > DAYS_MAX ? [] : days;
}

function byLevel(pack: Pack): Chart {
  const { content } = pack;
  const { rows, total } = linesOf(content, 'level');
  const shown = [...LEVEL_ORDER.flatMap((level) => rows.filter(({ node }) => node === level)).map(({ node, counts }) => ({ label: levelLabel(node), counts })), { label: 'Tổng cộng', counts: total }];
  return {
    type: 'chart', name: 'Đúng hạn theo cấp', form: 'bars', title: 'Tỷ lệ giải quyết trước hạn và đúng hạn theo cấp (%)', kind: 'percent', categoryLabel: 'Cấp',
    categories: shown.map(({ label }) => label), series: [{ label: 'Trước hạn và đúng hạn', values: shown.map(({ counts }) => rateIn(content, counts, 'onTimeRatePercent')) }], target: onTimeTarget(pack),
  };
}

/** Of the pack's own period. */
function onTimeTarget(pack: Pack): Chart['target'] {
  const distance = distanceIn(pack, 'onTimeShare', null);
  return distance && { label: `Chỉ tiêu ${percentText(distance.percent)}`, value: distance.percent };
}

/** The pack's period and those of its length before it. */
async function overTime(tx: Snapshot['tx'], pack: Pack): Promise<Chart> {
  const upTo = pack.edition?.position ?? pack.content.position;
  const told: { readonly period: Period; readonly content: EditionContent | undefined }[] = [{ period: pack.period, content: pack.content }];
  for (let period = previousPeriod(pack.period); told.length < PERIODS; period = previousPeriod(period)) {
    const found = await standingEdition(tx, { scope: pack.content.period.scope, scheme: period.scheme, period: period.id, upTo });
    told.unshift({ period, content: found && await editionContentOf(tx, found) });
  }
  const levels = LEVEL_ORDER.filter((level) => level !== 'unknown' && told.some(({ content }) => content !== undefined && linesOf(content, 'level').rows.some(({ node }) => node === level)));
  const rate = (content: EditionContent | undefined, level: string | undefined): number | null => {
    if (content === undefined) return null;
    const { rows, total } = linesOf(content, 'level');
    const counts = level === undefined ? total : rows.find(({ node }) => node === level)?.counts;
    return counts === undefined ? null : rateIn(content, counts, 'onTimeRatePercent');
  };
  return {
    type: 'chart', name: 'Đúng hạn qua các kỳ', form: 'lines', title: `Tỷ lệ giải quyết trước hạn và đúng hạn qua ${PERIODS} kỳ (%)`, kind: 'percent', categoryLabel: 'Kỳ',
    categories: told.map(({ period }) => periodTitle(period)),
    series: [undefined, ...levels].map((level) => ({ label: level === undefined ? 'Tất cả' : levelLabel(level), values: told.map(({ content }) => rate(content, level)) })), target: onTimeTarget(pack),
  };
}

function byCause(causes: readonly CauseCount[]): Chart {
  return {
    type: 'chart', name: 'Quá hạn theo nguyên nhân', form: 'level_bars', title: 'Hồ sơ quá hạn trong kỳ và cuối kỳ, theo nguyên nhân của phần chậm lớn nhất', kind: 'integer', categoryLabel: 'Nguyên nhân',
    categories: causes.map(({ cause }) => upper(delayCauseLabels[cause])), series: [{ label: 'Hồ sơ', values: causes.map(({ dossiers }) => dossiers) }],
  };
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
