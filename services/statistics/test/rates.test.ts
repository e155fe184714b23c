import { rateDefinitions } from '@motcua/ledger';
import { ratesAnswer } from '@motcua/statistics';
import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { served } from './served.ts';

const EARLY = 'H57.31-240102-0001';
const LATE = 'H57.31-240102-0002';
const OPEN = 'H57.31-240102-0003';
const WITHDRAWN = 'H57.31-240102-0004';
const ASKED_TWICE = 'H57.31-240102-0005';
const received = { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', field: 'G03-HT01', channel: 'in_person' } as const;
const due = '2024-01-05 17:00';

/** Five were received; of the three resolved ones one is late, and under the rules of the national portal the one asked twice as well. */
const { get } = await served(file, [
  { dossier: EARLY, event: happened('DossierReceived', '2024-01-02 08:01', { ...received, dueAt: '2024-01-09' }) },
  { dossier: EARLY, event: happened('DossierResolved', '2024-01-04 10:01', {}) },
  { dossier: LATE, event: happened('DossierReceived', '2024-01-02 08:02', { ...received, dueAt: '2024-01-05' }) },
  { dossier: LATE, event: fellOverdue(LATE, vietnamTime(due)) },
  { dossier: LATE, event: fellOverdue(LATE, vietnamTime(due), 'portal-766') },
  { dossier: LATE, event: happened('DossierResolved', '2024-01-08 10:02', {}) },
  { dossier: OPEN, event: happened('DossierReceived', '2024-01-02 08:03', { ...received, channel: 'postal', dueAt: '2024-04-01' }) },
  { dossier: WITHDRAWN, event: happened('DossierReceived', '2024-01-02 08:04', { ...received, dueAt: '2024-01-31' }) },
  { dossier: WITHDRAWN, event: happened('DossierWithdrawn', '2024-01-03 10:04', {}) },
  { dossier: ASKED_TWICE, event: happened('DossierReceived', '2024-01-02 08:05', { ...received, dueAt: '2024-01-31' }) },
  { dossier: ASKED_TWICE, event: happened('SupplementRequested', '2024-01-03 09:05', {}) },
  { dossier: ASKED_TWICE, event: happened('SupplementReceived', '2024-01-04 09:05', { dueAt: '2024-01-31' }) },
  { dossier: ASKED_TWICE, event: happened('SupplementRequested', '2024-01-05 09:05', {}) },
  { dossier: ASKED_TWICE, event: happened('SupplementReceived', '2024-01-08 09:05', { dueAt: '2024-01-31' }) },
  { dossier: ASKED_TWICE, event: happened('DossierResolved', '2024-01-10 10:05', {}) },
], '2024-03-14 17:00');

const asked = async (parameters = '') => {
  const { status, body } = await get(`/v1/rates?scope=H57&period=2024-Q1${parameters}`);
  return { status, body };
};

test('without a name the default on-time rate is given, and the answer says which it is and what else there is', async (t) => {
  const { status, body } = await asked();
  t.equal(status, 200);
  t.match(ratesAnswer.parse(body), {
    scope: 'H57', period: { id: '2024-Q1', from: '2023-12-15' }, asOf: { position: 15 }, by: 'level', rule: 'nd61', isDefault: true,
    definition: { id: 'onTimeRatePercent', version: 1, rule: null, rounding: 'half up to two decimals', numerator: [{ figure: 'resolvedOnTime', sign: 1 }], denominator: [{ figure: 'resolved', sign: 1 }] },
    rows: [{ level: 'commune', numerator: 2, denominator: 3, percent: 66.67 }], total: { numerator: 2, denominator: 3, percent: 66.67 },
  });
  t.strictSame(body.alternatives, rateDefinitions.filter(({ kind, id }) => kind === 'on-time' && id !== 'onTimeRatePercent').map(({ id }) => id));
  t.notOk('received' in body.rows[0], 'the counts of a rate are its own');
});

test('each on-time rate of real reports gives its own answer about the same dossiers', async (t) => {
  const answers: Record<string, readonly [number, number, number | null]> = {};
  for (const { id, kind } of rateDefinitions) {
    if (kind !== 'on-time') continue;
    const { total } = (await asked(`&rate=${id}`)).body;
    answers[id] = [total.numerator, total.denominator, total.percent];
  }
  t.strictSame(answers, {
    onTimeRatePercent: [2, 3, 66.67], onTimeWithOthersPercent: [3, 4, 75], onTimeDuePercent: [2, 3, 66.67], notLatePercent: [4, 5, 80], onTimeReceivedPortalPercent: [2, 4, 50],
    onTimeReceivedPercent: [2, 5, 40], earlyRatePercent: [2, 3, 66.67], onDueDateRatePercent: [0, 3, 0],
  });
});

test('a rate with a rule of its own is counted in the book of that rule, another in the one asked for', async (t) => {
  t.match((await asked('&rate=onTimeReceivedPortalPercent')).body, { rule: 'portal-766', isDefault: false, definition: { rule: 'portal-766' } });
  t.match((await asked('&rate=onTimeReceivedPortalPercent&rule=portal-766')).body, { rule: 'portal-766' });
  t.match((await asked('&rate=onTimeRatePercent&rule=portal-766')).body, { rule: 'portal-766', definition: { rule: null }, total: { numerator: 1, denominator: 3, percent: 33.33 } });
  t.match(await asked('&rate=onTimeReceivedPortalPercent&rule=nd61'), { status: 400, body: { code: 'PARAMETER_INVALID', errors: [{ pointer: '/rule' }] } });
});

test('rows are those of a table of figures, and where nothing can be divided there is no rate', async (t) => {
  const { rows } = (await asked('&by=channel')).body;
  t.match(rows, [{ channel: 'in_person', percent: 66.67 }, { channel: 'postal', numerator: 0, denominator: 0, percent: null }]);
  t.equal((await asked('&by=day')).body.rows.length, 91);
  t.match((await asked('&by=authority')).body.rows, [{ authority: 'H57.31', name: 'UBND phường Phú Hội', level: 'commune', percent: 66.67 }]);
});

test('a rate stands beside the target of its indicator, in every book, and one that no indicator takes its share from has none', async (t) => {
  const { targets, rows, total } = ratesAnswer.parse((await asked()).body);
  t.match([targets, rows, total], [[{ rate: 'onTimeRatePercent', indicator: 'onTimeShare', percent: 100, scope: 'H57', source: /^Kế hoạch/ }], [{ distance: { targetPercent: 100, differencePoints: -33.33 } }], { distance: { differencePoints: -33.33 } }]);
  t.match((await asked('&rate=onTimeRatePercent&rule=portal-766')).body.total.distance, { targetPercent: 100, differencePoints: -66.67 });
  t.match((await asked('&rate=onTimeReceivedPortalPercent')).body, { targets: [{ indicator: 'portalOnTime' }], total: { distance: { targetPercent: 100, differencePoints: -50 } } });
  t.match((await asked('&kind=online&by=authority')).body.rows, [{ authority: 'H57.31', distance: { targetPercent: 60, differencePoints: -60 } }]);
  t.match((await asked('&by=channel')).body.rows, [{ distance: { differencePoints: -33.33 } }, { distance: { targetPercent: 100, differencePoints: null } }], 'without a rate there is a target and no distance');
  t.strictSame((await asked('&rate=earlyRatePercent')).body.total.distance, null);
  for (const elsewhere of ['/v1/rates?scope=VN&period=2024-Q1', '/v1/rates?scope=H57&period=2021']) t.match((await get(elsewhere)).body, { targets: [], total: { distance: null } }, elsewhere);
  t.match((await get('/v1/rates?scope=VN&period=2024-Q1&by=authority')).body, { targets: [{ scope: 'H57' }], rows: [{ authority: 'H57.31', distance: { targetPercent: 100 } }], total: { distance: null } }, 'of everything, who has a target has it');
});

test('a kind without a rate gives the default of the kind', async (t) => {
  const { body } = await asked('&kind=online');
  t.match(body, { definition: { id: 'onlineRatePercent', kind: 'online' }, isDefault: true, total: { numerator: 0, denominator: 5, percent: 0 } });
  t.strictSame(body.alternatives, []);
  t.match((await asked('&kind=on-time&rate=earlyRatePercent')).body, { definition: { id: 'earlyRatePercent' }, isDefault: false });
  t.match(await asked('&kind=online&rate=earlyRatePercent'), { status: 400, body: { code: 'PARAMETER_INVALID', errors: [{ pointer: '/kind' }] } });
});

test('a rate that is not known is answered with those that are, and so is every other wrong parameter', async (t) => {
  const { status, body } = await asked('&rate=onTime');
  t.match({ status, body }, { status: 404, body: { code: 'RATE_UNKNOWN', errors: [{ pointer: '/rate' }] } });
  for (const { id } of rateDefinitions) t.ok(String(body.errors[0].detail).includes(id) && String(body.detail).includes(id), id);
  for (const wrong of ['&kind=late', '&rule=x', '&by=person', '&rat=onTimeRatePercent', `&rate=${'x'.repeat(65)}`]) t.match(await asked(wrong), { status: 400, body: { code: 'PARAMETER_INVALID' } }, wrong);
  t.match(await get('/v1/rates?scope=H99&period=2024-Q1'), { status: 404, body: { code: 'SCOPE_UNKNOWN' } });
});

test('a rate as of an earlier position counts what was known then, and one that is cut at a day what had happened', async (t) => {
  t.match((await asked('&asOf=2')).body, { asOf: { position: 2 }, total: { numerator: 1, denominator: 1, percent: 100 } });
  t.match((await asked('&until=2024-01-08')).body, { until: '2024-01-08', total: { numerator: 1, denominator: 2, percent: 50 } });
  t.match(await asked('&asOf=99'), { status: 409, body: { code: 'AS_OF_AHEAD' } });
});

test('the figures that a rate is made of open from its row, and their lists give its counts', async (t) => {
  for (const { id } of rateDefinitions) {
    const { definition, rows, total } = ratesAnswer.parse((await asked(`&rate=${id}`)).body);
    for (const { numerator, denominator, links } of [...rows, total]) {
      const opened = async (sum: typeof definition.numerator): Promise<number> => {
        let dossiers = 0;
        for (const { figure, sign } of sum) {
          const { body } = await get(links.dossiers.replace('{figure}', figure));
          for (const { amount } of body.dossiers) dossiers += sign * amount;
        }
        return dossiers;
      };
      t.strictSame([await opened(definition.numerator), await opened(definition.denominator)], [numerator, denominator], id);
    }
  }
});
