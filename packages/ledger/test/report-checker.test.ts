import { checkReport, percent, publishedReportOf, publishedReports } from '@motcua/ledger';
import type { PublishedFigures, PublishedReport, ReportFinding } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';

const base = { scope: 'X', source: 'made for a test', period: { from: '2024-01-01', to: '2024-03-31' } } as const;

type Counts = readonly [received: number, resolved: number, onTime: number, late: number];

/** The figures of a node, with rates of two decimals and of one. */
function figures([received, resolved, resolvedOnTime, resolvedLate]: Counts): PublishedFigures {
  const onTime = percent(resolvedOnTime, resolved);
  const done = percent(resolved * 10, received * 10);
  return {
    received, resolved, resolvedOnTime, resolvedLate,
    ...(onTime === null ? {} : { onTimeRatePercent: onTime }),
    ...(done === null ? {} : { resolvedRatePercent: Math.floor((resolved * 2_000 + received) / (2 * received)) / 10 }),
  };
}

function ofLevels(levels: Readonly<Record<string, Counts>>): PublishedReport {
  const all = Object.values(levels).reduce<Counts>((sum, row) => [sum[0] + row[0], sum[1] + row[1], sum[2] + row[2], sum[3] + row[3]], [0, 0, 0, 0]);
  return { ...base, levels: Object.fromEntries(Object.entries({ all, ...levels }).map(([node, counts]) => [node, figures(counts)])) };
}

const counts = fc.tuple(fc.nat(50_000), fc.nat(40_000), fc.nat(3_000))
  .map(([received, onTime, late]): Counts => [received, onTime + late, onTime, late]);
const consistentReport = fc.record({ province: counts, district: counts, commune: counts }).map(ofLevels);

type Name = 'received' | 'resolved' | 'resolvedOnTime' | 'resolvedLate';

function cellsOf(report: PublishedReport): readonly { readonly node: string; readonly figure: Name; readonly value: number }[] {
  const names: readonly Name[] = ['received', 'resolved', 'resolvedOnTime', 'resolvedLate'];
  return Object.entries(report.levels).flatMap(([node, row]) => names.map((figure) => ({ node, figure, value: row[figure] ?? 0 })));
}

function changed(report: PublishedReport, node: string, figure: Name, value: number): PublishedReport {
  return { ...report, levels: { ...report.levels, [node]: { ...report.levels[node], [figure]: value } } };
}

function brief(finding: ReportFinding): string {
  switch (finding.kind) {
    case 'bound': return `${finding.node} ${finding.part} > ${finding.whole}`;
    case 'rate': return `${finding.node} ${finding.rate} ${finding.printed} → ${finding.expected} (${finding.fault})`;
    case 'count': {
      if (finding.certainty === 'certain') {
        const { node, figure, printed, expected, slip } = finding.repair;
        return `${node} ${figure} ${printed} → ${expected} (${slip})`;
      }
      const sums = finding.broken.map(({ id, left, right }) => `${id} ${left} ≠ ${right}`).join('; ');
      return `undetermined ${sums}: ${finding.alternatives.map((set) => set.map(({ node, expected }) => `${node} ${expected}`).join(' + ')).join(', ')}`;
    }
  }
}

test('the published report of Thừa Thiên Huế contradicts itself in exactly five places', (t) => {
  const report = publishedReportOf('H57', { from: '2023-12-15', to: '2024-03-14' });
  if (report === undefined) return void t.fail('the report is shipped');
  t.strictSame(checkReport(report).findings.map(brief), [
    'province resolvedOnTime 17206 → 17026 (swapped_digits)',
    'district resolvedOnTime 19954 → 19594 (swapped_digits)',
    'undetermined awaitingReception 907 ≠ 937: all 937, province 377, district 330, commune 140',
    'all onlineRatePercent 56.45 → 56.46 (cut)',
    'all onTimeRatePercent 97.47 → 97.19 (wrong)',
  ]);
  t.end();
});

test('the dossiers that the report accounts for nowhere are told for each level', (t) => {
  const [report] = publishedReports;
  if (report === undefined) return void t.fail('the report is shipped');
  t.strictSame(checkReport(report).unaccounted, [
    { node: 'all', dossiers: 2509 }, { node: 'province', dossiers: 15 }, { node: 'district', dossiers: 561 }, { node: 'commune', dossiers: 1933 },
  ]);
  t.end();
});

test('a report of other dates or another scope is not taken for it', (t) => {
  t.equal(publishedReportOf('H57', { from: '2023-12-15', to: '2024-03-15' }), undefined);
  t.equal(publishedReportOf('H58', { from: '2023-12-15', to: '2024-03-14' }), undefined);
  t.end();
});

test('a consistent report gives no finding, whatever its numbers and the decimals of its rates', (t) => {
  fc.assert(fc.property(consistentReport, (report) => t.strictSame(checkReport(report).findings, [])), { numRuns: 200 });
  t.end();
});

test('one wrong count is never blamed for certain on another cell or given another value', (t) => {
  fc.assert(fc.property(consistentReport, fc.nat(), fc.integer({ min: 1, max: 5_000 }), (report, pick, by) => {
    const cells = cellsOf(report);
    const { node, figure, value } = cells[pick % cells.length] ?? { node: '', figure: 'resolved', value: 0 };
    const { findings } = checkReport(changed(report, node, figure, value + by));
    t.not(findings.length, 0, 'a wrong count in a sum is seen');
    for (const finding of findings) {
      if (finding.kind !== 'count') continue;
      if (finding.certainty === 'certain') t.match(finding.repair, { node, figure, expected: value });
      else t.ok(finding.alternatives.some((set) => set.some((repair) => repair.node === node && repair.figure === figure && repair.expected === value)), 'the truth is among the alternatives');
    }
  }), { numRuns: 200 });
  t.end();
});

test('a wrong count whose rate shows it too is named for certain', (t) => {
  const report = ofLevels({ province: [1000, 800, 700, 100], commune: [500, 400, 390, 10] });
  const { findings } = checkReport(changed(report, 'province', 'resolvedOnTime', 790));
  t.strictSame(findings.map(brief), ['province resolvedOnTime 790 → 700 (one_digit)']);
  t.end();
});

test('an error too small for the rates to show it is left undetermined', (t) => {
  const report = ofLevels({ province: [1000, 800, 700, 100], commune: [500, 400, 390, 10] });
  const wrong = changed(report, 'commune', 'received', 501);
  t.match(checkReport(wrong).findings, [{ kind: 'count', certainty: 'undetermined', broken: [{ id: 'received', left: 1500, right: 1501 }] }]);
  t.end();
});

test('a part larger than its whole is told', (t) => {
  const report: PublishedReport = { ...base, levels: { province: { received: 10, receivedOnline: 11 } } };
  t.strictSame(checkReport(report).findings, [{ kind: 'bound', node: 'province', part: 'receivedOnline', whole: 'received' }]);
  t.end();
});

test('a rate over nothing is wrong and has no right value', (t) => {
  const report: PublishedReport = { ...base, levels: { province: { resolved: 0, resolvedOnTime: 0, onTimeRatePercent: 100 } } };
  t.strictSame(checkReport(report).findings.map(brief), ['province onTimeRatePercent 100 → null (wrong)']);
  t.end();
});
