import { distanceTo, eachTargetOnce, indicatorDefinitions, rateDistancesOf, rateTargetsOf, rowTargetOf, shippedTargets, targetOf } from '@motcua/ledger';
import type { Target } from '@motcua/ledger';
import { test } from 'tap';

const target = (percent: number, scope: string, change: Partial<Target> = {}): Target => ({ indicator: 'onTimeShare', percent, scope, validFrom: '2024-01-01', validTo: '2024-12-31', source: 'Kế hoạch', ...change });
const [WHOLE, PROVINCE, CITY] = [target(90, 'VN'), target(98, 'H57'), target(99, 'H57.31')];
const targets = [PROVINCE, WHOLE, CITY, target(50, 'H57', { indicator: 'onlineShare', validFrom: '2025-01-01' })];
const on = '2024-03-14';

test('the plan\'s targets are shipped with their years: the share of digitized results rises by 20 points a year to all of them', async (t) => {
  const percentOn = (indicator: string, day: string) => targetOf(shippedTargets, { indicator, scope: 'H57.31', on: day })?.percent;
  t.strictSame(['2021-12-31', '2022-12-31', '2023-01-01', '2024-12-14', '2025-12-31', '2026-01-01', '2030-06-14'].map((day) => percentOn('portalElectronicResult', day)), [undefined, 30, 50, 70, 90, 100, 100]);
  for (const [indicator, percent] of [['onlineShare', 60], ['proceduresPaidOnlineShare', 80], ['paymentsOnlineShare', 30], ['satisfiedShare', 80], ['onTimeShare', 100]] as const) {
    t.strictSame(['2021-12-31', '2022-01-01', '2025-12-31', '2026-01-01'].map((day) => percentOn(indicator, day)), [undefined, percent, percent, undefined], indicator);
  }
  for (const { indicator, percent, source } of shippedTargets) t.ok(indicatorDefinitions.some(({ id }) => id === indicator) && percent > 0 && percent <= 100 && source.length > 0, indicator);
});

test('the target of the nearest authority counts, and several scopes have one when all of them have the same', async (t) => {
  const of = (scope: string) => targetOf(targets, { indicator: 'onTimeShare', scope, on });
  t.strictSame(['VN', 'H49', 'H57', 'H57.01', 'H57.31', 'H57.31.02', 'H57,H57.01', 'H57.01,H57.31', 'H579'].map(of), [WHOLE, WHOLE, PROVINCE, PROVINCE, CITY, CITY, PROVINCE, undefined, WHOLE]);
});

test('a row of authorities has the target of its own authority, and one whose code tells no scope that of the scope it stands under', async (t) => {
  const own = targets.filter((one) => one !== WHOLE);
  const of = (authority: string | undefined) => rowTargetOf(own, { indicator: 'onTimeShare', scope: 'H57', authority, on });
  t.strictSame([undefined, 'H57.31', 'H57.02', 'X12.3', 'unknown'].map(of), [PROVINCE, CITY, PROVINCE, PROVINCE, PROVINCE]);
  t.equal(rowTargetOf(own, { indicator: 'onTimeShare', scope: 'VN', authority: 'X12.3', on }), undefined);
});

test('a rate has the target of the indicator that takes its share from it, and its distance in percentage points', async (t) => {
  const found = rateTargetsOf(targets, { rates: ['onlineRatePercent', 'resolvedRatePercent', 'onTimeRatePercent', 'earlyRatePercent'], scope: 'H57', on });
  t.strictSame(found, [{ rate: 'onTimeRatePercent', ...PROVINCE }], 'that of online applications holds later');
  // 97.19 − 98 is −0.8100000000000023 in binary.
  t.strictSame(rateDistancesOf(found, { onTimeRatePercent: 97.19, resolvedRatePercent: 84.38 }), { onTimeRatePercent: { targetPercent: 98, differencePoints: -0.81 }, resolvedRatePercent: null });
  t.strictSame([98, 100, null].map((percent) => rateDistancesOf(found, { onTimeRatePercent: percent }).onTimeRatePercent?.differencePoints), [0, 2, null]);
  t.match(distanceTo(CITY, 33.33), { percent: 99, differencePoints: -65.67 });
  t.strictSame(eachTargetOnce([...found, ...rateTargetsOf(targets, { rates: ['onTimeRatePercent'], scope: 'H57', authority: 'H57.02', on })]), found);
});
