import assert from 'node:assert/strict';
import { parsePeriod } from '@motcua/kernel';
import { currentDefinitions, definitions } from '@motcua/ledger';
import type { RateId } from '@motcua/ledger';
import { allDefinitions, definitionsAnswer, definitionsNote, figuresNote, onlyDefinition, renderDefinitions, renderRate } from '@motcua/statistics';
import { test } from 'tap';
import { figuresTable } from '../src/figures/table.ts';
import { rateTable } from '../src/rates/read-rate.ts';
import { sampleTable } from './sample-table.ts';

const unwrapped = (text: string) => text.replaceAll(/\n {2,}/g, ' ');
const rate = (id: RateId) => currentDefinitions.rates.find((one) => one.id === id) ?? assert.fail(`no rate ${id}`);

test('every definition is written out with its version, how it is counted and where that comes from', async (t) => {
  const text = unwrapped(renderDefinitions(allDefinitions()));
  for (const { id, version, label, source } of [...currentDefinitions.figures, ...currentDefinitions.rates]) {
    t.ok(text.includes(`\n${id} (phiên bản ${version}): ${label}`) && text.includes(`Nguồn: ${source}`), id);
  }
  t.match(text, /fellOverdue .* Cách đếm: số hồ sơ trong kỳ chuyển vào "Đang giải quyết, quá hạn"; do "Quá hạn" /);
  t.match(text, /refused .* Cách đếm: số hồ sơ trong kỳ rời khỏi "Chờ tiếp nhận"; do "Từ chối tiếp nhận" /);
  t.match(text, /notLatePercent .* Công thức: \(openingReceived \+ received − overdue − resolvedLate\) \/ \(openingReceived \+ received\) /);
  t.match(text, /portalOnTime .* Công thức: 20 điểm × onTimeReceivedPortalPercent = 20 × \(resolvedOnTime \+ withinLimit\) \/ \(resolved \+ closingReceived\) /);
  t.match(text, /Sổ hồ sơ đã tiếp nhận: openingReceived \+ received \+ reopened \+ transferredIn − transferredOut = resolved \+ closedAfterReception \+ closingReceived/);
});

test('one definition stands alone, with the identities that name it', async (t) => {
  t.strictSame(renderDefinitions(onlyDefinition(allDefinitions(), 'onTimeDuePercent')).split('\n').slice(0, 4), [
    'TỶ LỆ (phần trăm)', '', 'onTimeDuePercent (phiên bản 1): Tỷ lệ đúng hạn trên hồ sơ đến hạn trong kỳ', '    Công thức: resolvedOnTime / (resolvedOnTime + fellOverdue)',
  ]);
  const { figures, rates, identities } = definitionsAnswer.parse(onlyDefinition(allDefinitions(), 'refused'));
  t.match({ figures, identities }, { figures: [{ id: 'refused' }], identities: [{ id: 'waiting-book' }] });
  t.strictSame(rates, []);
  t.equal(renderDefinitions(onlyDefinition(allDefinitions(), 'nothing')), '');
});

test('under a table stands what each of its lines means, and how its rates are rounded', async (t) => {
  const note = unwrapped(figuresNote());
  for (const part of ['Tiếp nhận trong kỳ (received@1)', 'Tỷ lệ nộp trực tuyến (onlineRatePercent@1) = receivedOnline / received', 'làm tròn nửa lên đến hai số lẻ', 'Chi tiết: motcua definitions.']) t.ok(note.includes(part), part);
  t.equal(definitionsNote(['received']).join('\n'), 'Định nghĩa: Tiếp nhận trong kỳ (received@1). Chi tiết: motcua definitions.');
  t.ok(unwrapped(definitionsNote(['onTimeReceivedPortalPercent']).join('\n')).includes('(resolvedOnTime + withinLimit) / (resolved + closingReceived), theo quy tắc portal-766'));
});

test('a rate is printed with its counts, what they are made of, and whether another way of counting is usual', async (t) => {
  const text = renderRate(rateTable(rate('notLatePercent'), sampleTable()));
  t.match(text, /^TỶ LỆ KHÔNG TRỄ TRÊN HỒ SƠ TIẾP NHẬN MỚI VÀ KỲ TRƯỚC CHUYỂN SANG\nPhạm vi H57 · kỳ 2024-Q2/);
  t.match(text, /\nCấp tỉnh +1\.530 +1\.560 +98,08\n/);
  t.match(text, /\nTổng cộng +6\.160 +6\.280 +98,09\n/);
  t.match(unwrapped(text), /\nTử số: Kỳ trước chuyển sang .* \+ Tiếp nhận trong kỳ − Đang giải quyết, quá hạn − Quá hạn\.\n/);
  t.match(unwrapped(text), /Đây không phải cách tính mặc định\. Cùng câu hỏi còn có: onTimeRatePercent, /);
  t.match(renderRate(rateTable(rate('onTimeRatePercent'), sampleTable())), /Đây là cách tính mặc định\./);
  t.notMatch(renderRate(rateTable(rate('onlineRatePercent'), sampleTable())), /Cùng câu hỏi/);
});

test('a rate of nothing is –, and one below nothing has its sign', async (t) => {
  const empty = figuresTable({ scope: 'H57', period: parsePeriod('2024-Q2'), by: 'level', rule: 'nd61' }, { position: 0, recordedAt: null }, [], { authorities: new Map(), procedures: new Map(), fields: new Map() });
  t.match(renderRate(rateTable(rate('onTimeRatePercent'), empty)), /\nTổng cộng +0 +0 +– +100,00 +–\n/);
  const late = { ...empty, total: { ...empty.total, received: 1, transferredIn: 2, overdue: 2 } };
  t.match(renderRate(rateTable(rate('notLatePercent'), late)), /\nTổng cộng +−1 +1 +−100,00\n/);
});

test('every text fits 120 columns and has no spaces at the ends of its lines', async (t) => {
  const texts = [renderDefinitions(allDefinitions()), figuresNote(), definitionsNote(definitions.map(({ id }) => id)).join('\n'), ...currentDefinitions.rates.map((one) => renderRate(rateTable(one, sampleTable())))];
  for (const line of texts.flatMap((text) => text.split('\n'))) t.ok([...line].length <= 120 && line === line.trimEnd(), line);
});
