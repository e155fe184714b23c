import { LATENESS_RULES } from '@motcua/dossier';
import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { served } from './served.ts';
import type { Arrival } from './ledger-fixture.ts';

const placed = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01', receivingUnit: 'H57.31', channel: 'in_person' } as const;
const DUE = '2024-01-12 17:00';

const EARLY = 'H57.31-240102-0001';
const IN_THE_DUE_MINUTE = 'H57.31-240102-0002';
const A_MINUTE_LATE = 'H57.31-240102-0003';
const BY_THE_DATE_OF_A_LETTER = 'H57.31-240102-0004';
const ASKED_TWICE = 'H57.31-240102-0005';
const OVERDUE = 'H57.31-240102-0006';
const IN_TIME = 'H57.31-240102-0007';

const letter = happened('ApologyIssued', '2024-01-11 08:00', { letterNumber: '7/XL-UBND', cause: 'verification', unitAtFault: 'H57.31', newDueAt: '2024-01-19', signed: true });
const lives = new Map<string, Arrival['event'][]>([
  [EARLY, [happened('DossierResolved', '2024-01-11 16:59', {})]],
  [IN_THE_DUE_MINUTE, [happened('DossierResolved', '2024-01-12 17:00', {})]],
  [A_MINUTE_LATE, [happened('DossierResolved', '2024-01-12 17:01', { claimedOutcome: 'on_time' })]],
  [BY_THE_DATE_OF_A_LETTER, [letter, happened('DossierResolved', '2024-01-15 08:00', {})]],
  [ASKED_TWICE, [
    happened('SupplementRequested', '2024-01-08 08:00', {}), happened('SupplementReceived', '2024-01-08 09:00', { dueAt: '2024-02-02' }),
    happened('SupplementRequested', '2024-01-09 08:00', {}), happened('SupplementReceived', '2024-01-09 09:00', { dueAt: '2024-02-02' }),
  ]],
  [OVERDUE, LATENESS_RULES.map(({ id }) => fellOverdue(OVERDUE, vietnamTime(DUE), id))],
  [IN_TIME, []],
]);

const arrivals = [...lives].flatMap(([dossier, events], index) => {
  const received = happened('DossierReceived', `2024-01-02 08:0${index}`, { ...placed, dueAt: dossier === IN_TIME ? '2024-02-09' : '2024-01-12' });
  return [received, ...events].map((event) => ({ dossier, event }));
});
const { get } = await served(file, arrivals, '2024-01-17 10:00');

/** Of what is counted in each figure the story of the due date says the same. */
const figures = { resolvedEarly: 'resolved_early', resolvedOnDueDate: 'resolved_on_time', resolvedLate: 'resolved_late', overdue: 'overdue', withinLimit: 'in_progress' } as const;

for (const { id: rule } of LATENESS_RULES) {
  test(`under ${rule} the table, the lists behind it and the story of a due date agree on who is early, on time, late and overdue`, async (t) => {
    const told = new Map<string, string>();
    for (const code of lives.keys()) told.set(code, (await get(`/v1/dossiers/${code}/due-date?rule=${rule}`)).body.class);
    const { total } = (await get(`/v1/figures?scope=VN&period=2024-Q1&rule=${rule}`)).body;
    for (const [figure, dossierClass] of Object.entries(figures)) {
      const expected = [...told].filter(([, one]) => one === dossierClass).map(([code]) => code);
      const { dossiers } = (await get(`/v1/figures/${figure}/dossiers?scope=VN&period=2024-Q1&rule=${rule}`)).body;
      t.strictSame(dossiers.map(({ dossier }: { dossier: string }) => dossier), expected, figure);
      t.equal(total[figure], expected.length, figure);
    }
    t.equal(Object.keys(figures).reduce((sum, figure) => sum + total[figure], 0), lives.size, 'each dossier in one of them');
    const { items } = (await get(`/v1/overdue?scope=VN&rule=${rule}`)).body;
    t.strictSame(items.map(({ dossier }: { dossier: string }) => dossier).toSorted(), [...told].filter(([, one]) => one === 'overdue').map(([code]) => code), 'overdue list');
  });
}

test('under the base rule the dossier itself, the delays and the duties to apologise agree with it too', async (t) => {
  for (const code of lives.keys()) t.equal((await get(`/v1/dossiers/${code}`)).body.situation.class, (await get(`/v1/dossiers/${code}/due-date`)).body.class, code);
  const { items } = (await get('/v1/delays?scope=VN&period=2024-Q1')).body;
  t.strictSame(items.map(({ dossier }: { dossier: string }) => dossier), [A_MINUTE_LATE, BY_THE_DATE_OF_A_LETTER]);
  const duties = (await get('/v1/apology-duties/list?scope=VN&period=2024-Q1')).body.items;
  t.strictSame(duties.map(({ dossier }: { dossier: string }) => dossier), [A_MINUTE_LATE, BY_THE_DATE_OF_A_LETTER, OVERDUE]);
});

test('the rules do differ over these dossiers', async (t) => {
  const classes = async (code: string) => Promise.all(LATENESS_RULES.map(async ({ id }) => (await get(`/v1/dossiers/${code}/due-date?rule=${id}`)).body.class));
  t.strictSame(await classes(BY_THE_DATE_OF_A_LETTER), ['resolved_late', 'resolved_early', 'resolved_late']);
  t.strictSame(await classes(ASKED_TWICE), ['in_progress', 'in_progress', 'overdue']);
});
