import { dutiesPage, dutyCounts } from '@motcua/database';
import type { Database, DutiesQuery, Duty } from '@motcua/database';
import { apologyStatus } from '@motcua/dossier';
import { parseInstant } from '@motcua/kernel';
import { randomRuns } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { readModel } from './read-model.ts';

const AS_OF = '2024-01-15T10:00:30.000Z';
const YEAR = { scope: 'VN', period: { from: '2024-01-01', to: '2024-12-31' }, asOf: AS_OF } as const;

type Case = { readonly authority: string; readonly day: number; readonly opened: string; readonly letterDue: string; readonly letter: string | null; readonly cause: string };

/** Close to each other and to the instant asked for: before, in the same minute, and after. */
const instant = fc.constantFrom('2024-01-15T09:59:59.000Z', '2024-01-15T10:00:00.000Z', '2024-01-15T10:00:59.000Z', '2024-01-15T10:01:00.000Z');
const duty: fc.Arbitrary<Case> = fc.record({
  authority: fc.constantFrom('H57.01', 'H57.02', 'H58'), day: fc.integer({ min: 1, max: 28 }), opened: instant, letterDue: instant, letter: fc.option(instant), cause: fc.constantFrom('appraisal', 'objective'),
});

test('counts exactly the duties that the pages list, whatever they are asked for, and says of each how it stands', async (t) => {
  const { db, pool } = await readModel(t);
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position)
    values ('H57.01', '2024-01-10', null, 'x', 'province', 'H57', 1), ('H57.02', '2020-01-01', '2024-01-20', 'y', 'commune', 'H57', 2)`);
  const asked = fc.record({
    scope: fc.constantFrom('VN', 'H57', 'H57.01'), period: fc.constant({ from: '2024-01-05', to: '2024-01-25' }), asOf: fc.constant(AS_OF),
    status: fc.option(fc.constantFrom('owed', 'met_in_time', 'met_late', 'not_met'), { nil: undefined }),
    level: fc.option(fc.constantFrom('province', 'commune', 'unknown'), { nil: undefined }),
    authority: fc.option(fc.constantFrom('H57.01', 'H58'), { nil: undefined }), cause: fc.option(fc.constant('appraisal'), { nil: undefined }),
  }) as fc.Arbitrary<DutiesQuery>;
  await fc.assert(fc.asyncProperty(fc.array(duty, { maxLength: 30 }), asked, fc.integer({ min: 1, max: 7 }), async (duties, query, limit) => {
    await fill(pool, duties);
    const listed: Duty[] = [];
    for (let page = await dutiesPage(db, { ...query, limit }); page.length > 0; page = await dutiesPage(db, { ...query, limit, after: listed.at(-1) })) listed.push(...page);
    t.strictSame(listed.map(({ dossier }) => dossier), expected(duties, query), 'lists what was asked for, each once, in order of opening');
    for (const by of ['level', 'authority', 'cause'] as const) {
      const counted = (await dutyCounts(db, { ...query, by })).map((one) => [one.node, one.owed, one.metInTime, one.metLate, one.notMet]);
      const nodes = [...new Set(listed.map((one) => one[by]))].sort();
      const times = (node: string, status: string) => listed.filter((one) => one[by] === node && one.status === status).length;
      t.strictSame(counted, nodes.map((node) => [node, times(node, 'owed'), times(node, 'met_in_time'), times(node, 'met_late'), times(node, 'not_met')]));
    }
  }), { numRuns: randomRuns(10) });
});

test('level and scope are those of the day on which the duty opened', async (t) => {
  const { db, pool } = await readModel(t);
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, position) values ('X1', '2024-01-10', null, 'x', 'commune', 'H57', 1)`);
  const one = { authority: 'X1', opened: AS_OF, letterDue: AS_OF, letter: null, cause: 'objective' };
  await fill(pool, [{ ...one, day: 9 }, { ...one, day: 10 }]);
  t.match(await dutiesPage(db, { ...YEAR, limit: 9 }), [{ openedOn: '2024-01-09', level: 'unknown' }, { openedOn: '2024-01-10', level: 'commune' }]);
  t.match(await dutiesPage(db, { ...YEAR, scope: 'H57', limit: 9 }), [{ openedOn: '2024-01-10', status: 'owed', letterNumber: null, unitAtFault: null, ground: 'overdue' }]);
});

function expected(duties: readonly Case[], { scope, status, authority, cause, level, period }: DutiesQuery): readonly string[] {
  return duties.map((one, index) => ({ ...one, dossier: codeOf(index), on: dayOf(one.day) })).filter((one) => {
    const valid = one.authority === 'H57.01' ? one.on >= '2024-01-10' : one.authority === 'H57.02' && one.on <= '2024-01-20';
    const levelThen = !valid ? 'unknown' : one.authority === 'H57.01' ? 'province' : 'commune';
    const standing = apologyStatus({
      letterDueAt: parseInstant(one.letterDue) ?? NaN, letter: one.letter === null ? undefined : { id: '1', number: '1', sentAt: parseInstant(one.letter) ?? NaN },
    }, parseInstant(AS_OF) ?? NaN);
    return (scope === 'VN' || one.authority === scope || one.authority.startsWith(`${scope}.`)) && one.on >= period.from && one.on <= period.to
      && one.opened.slice(0, 16) <= AS_OF.slice(0, 16)
      && [[status, standing], [authority, one.authority], [cause, one.cause], [level, levelThen]].every(([wanted, is]) => wanted === undefined || wanted === is);
  }).sort((a, b) => (a.on === b.on ? (a.dossier < b.dossier ? -1 : 1) : a.on < b.on ? -1 : 1)).map(({ dossier }) => dossier);
}

const codeOf = (index: number): string => `D-${String(index).padStart(3, '0')}`;
const dayOf = (day: number): string => `2024-01-${String(day).padStart(2, '0')}`;

async function fill(pool: Database['pool'], duties: readonly Case[]): Promise<void> {
  await pool.query('delete from ledger.apology_duty');
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel)
    select authority, '', '', '', '' from unnest(array['H57.01', 'H57.02', 'H58', 'X1']) as authority on conflict do nothing`);
  for (const [index, { authority, day, opened, letterDue, letter, cause }] of duties.entries()) {
    await pool.query(`insert into ledger.apology_duty (dossier, number, ground, authority, opened_on, opened_at, letter_due_at, due_at, cause, letter_number, letter_at)
      values ($1, 0, 'overdue', $2, $3, $8, $4, $4, $5, $6, $7)`, [codeOf(index), authority, dayOf(day), letterDue, cause, letter === null ? null : '1/XL', letter, opened]);
  }
}
