import { LEVELS, UNKNOWN } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { integerText } from '@motcua/documents';
import type { Cell } from '@motcua/documents';
import { percent, ratePartsOf } from '@motcua/ledger';
import { linesOf } from './edition-rows.ts';
import type { Counts, EditionLine } from './edition-rows.ts';
import type { Pack } from './pack.ts';
import { distanceText, rateDistanceIn } from './targets.ts';

/** A value of the annex that follows from events. `how`: from what, for the note; a null value has nothing to divide by. */
export type ComputedValue = { readonly cell: Cell; readonly how: string };

/** The computed rows of the annex by their codes. */
export function computedValues(pack: Pack): ReadonlyMap<string, ComputedValue> {
  const { slipsSigned = 0, slipsOwed = 0, digitizedThroughout = 0, feedbackProcessed = 0, feedbackDismissed = 0, feedbackInProgress = 0 } = pack.facts.total;
  const paidOnline = [...pack.facts.byProcedure].filter(([code, { paymentsOnline = 0 }]) => code !== UNKNOWN && paymentsOnline > 0).length;
  return new Map<string, ComputedValue>([
    ['1.6', count(feedbackProcessed + feedbackInProgress, `tiếp nhận mới và kỳ trước chuyển sang, không kể ${integerText(feedbackDismissed)} phản ánh, kiến nghị không xử lý`)],
    ['1.6.1', count(feedbackProcessed, 'đã xử lý trong kỳ')], ['1.6.2', count(feedbackInProgress, 'đang xử lý cuối kỳ')],
    ...LEVELS.map((level, index) => [`3.5.${index + 1}`, onTime(pack, linesOf(pack.content, 'level').rows.filter(({ node }) => node === level))] as const),
    ['3.5.4', onTime(pack, ofField(pack, 'đất đai'))], ['3.5.5', onTime(pack, ofField(pack, 'xây dựng'))],
    ['3.5.6', { cell: { kind: 'text', value: `${integerText(slipsSigned)}/${integerText(slipsOwed)}` }, how: 'phiếu có chữ ký số trên phiếu phải có' }],
    ['3.6.3', count(paidOnline, 'thủ tục có giao dịch thanh toán trực tuyến trong kỳ')],
    ['3.6.5', count(digitizedThroughout, 'mọi thành phần đã báo và kết quả đều ở dạng điện tử')],
    ...onlineClasses(pack),
  ]);
}

function count(value: number, how: string): ComputedValue {
  return { cell: { kind: 'integer', value }, how };
}

/** By the edition's own definition of its default rate. */
function onTime(pack: Pack, lines: readonly EditionLine[]): ComputedValue {
  const rate = pack.content.definitions.rates.find(({ id }) => id === 'onTimeRatePercent');
  if (rate === undefined) throw new TypeError('The edition has no rate onTimeRatePercent');
  const parts = lines.map(({ counts }) => ratePartsOf<string>(rate, counts));
  const [numerator, denominator] = [sum(parts.map((one) => one.numerator)), sum(parts.map((one) => one.denominator))];
  const value = percent(numerator, denominator);
  const distance = rateDistanceIn(pack.content, 'onTimeRatePercent', value);
  const told = [`${integerText(numerator)} đúng hạn trên ${integerText(denominator)} hồ sơ đã giải quyết`, distance === null ? undefined : distanceText(distance)];
  return { cell: { kind: 'percent', value }, how: told.filter((text) => text !== undefined).join('; ') };
}

/** A field goes by its name: everybody has codes of their own. */
function ofField({ content }: Pack, name: string): readonly EditionLine[] {
  return linesOf(content, 'field').rows.filter((line) => line.name?.normalize('NFC').toLowerCase() === name);
}

/** 7.8.1 to 7.8.4. The two shares are of one whole, so the second is what the first leaves: together they are always 100. */
function onlineClasses(pack: Pack): readonly (readonly [string, ComputedValue])[] {
  const { classes, content } = pack;
  const counted = classes.filter(({ level }) => isWithin(level, pack));
  const received = new Map(linesOf(content, 'procedure').rows.map(({ node, counts }): readonly [string, Counts] => [node, counts]));
  const online = (of: string) => sum(classes.filter(({ serviceClass }) => serviceClass === of).map(({ code }) => received.get(code)?.['receivedOnline'] ?? 0));
  const [partly, fully] = [online('partly_online'), online('fully_online')];
  const share = percent(partly, partly + fully);
  const whole = `${integerText(partly + fully)} hồ sơ nộp trực tuyến của thủ tục một phần và toàn trình`;
  return [
    ...(['partly_online', 'fully_online'] as const).map((of, index) => [`7.8.${index + 1}`, count(counted.filter(({ serviceClass }) => serviceClass === of).length, 'thủ tục đã khai báo, còn hiệu lực ngày cuối kỳ')] as const),
    ['7.8.3', { cell: { kind: 'percent', value: share }, how: `${integerText(partly)} trên ${whole}` }],
    ['7.8.4', { cell: { kind: 'percent', value: share === null ? null : Number((100 - share).toFixed(2)) }, how: `${integerText(fully)} trên ${whole}` }],
  ];
}

/** Whether procedures of a level are decided by the scope or below it. */
function isWithin(level: Level, { level: own }: Pack): boolean {
  return own === undefined || LEVELS.indexOf(level) >= LEVELS.indexOf(own);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
