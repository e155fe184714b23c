import { membersOf, recountBalances, standingsOf, WHOLE_COUNTRY } from '@motcua/database';
import type { Successor } from '@motcua/dossier';
import fc from 'fast-check';
import { t as file, test } from 'tap';
import { heirsOf } from '../src/comparisons/heirs.ts';
import type { Heir } from '../src/comparisons/heirs.ts';
import { openLedger } from './ledger-fixture.ts';

const ON = '2025-12-14';
const [CODES, FIELDS, UNITS] = [['A', 'B', 'C', 'D'], ['G01', 'G02', 'G03'], ['u1', 'u2', 'u3']] as const;

const successor = (codes: readonly string[]): fc.Arbitrary<Successor> => fc.record({
  authority: fc.constantFrom(...codes), fields: fc.subarray(['G01', 'G02'], { minLength: 1 }), receivingUnits: fc.subarray(['u1', 'u2'], { minLength: 1 }),
}, { requiredKeys: ['authority'] });
const ending = (code: string) => fc.record({
  code: fc.constant(code), validTo: fc.constantFrom('2025-06-30', '2025-08-31', ON), successors: fc.array(successor(CODES.filter((other) => other !== code)), { maxLength: 3 }),
});
const endings = fc.subarray(['A', 'B', 'C'], { minLength: 1 }).chain((codes) => fc.tuple(...codes.map(ending)));

/** Everybody counts some of it, also the one that ended. */
const shared = [{
  code: 'A', validTo: '2025-06-30' as const, successors: [{ authority: 'B', fields: ['G01'], receivingUnits: ['u1'] }, { authority: 'C', fields: ['G02'] }, { authority: 'D', fields: ['G01'], receivingUnits: ['u2'] }],
}];

const { database: { db, pool } } = await openLedger(file);
await pool.query(`
  insert into kind (rule, class, cause, side) values ('nd61', 'in_progress', 'received', 'to');
  insert into place (authority, receiving_unit, procedure, field, channel) select 'A', unit, '1.001', field, 'online' from unnest('{${FIELDS.join(',')}}'::text[]) field, unnest('{${UNITS.join(',')}}'::text[]) unit;
  insert into journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select row_number() over (), gen_random_uuid(), '2025-01-02', 0, place, kind, 1, false, field || ' ' || receiving_unit from place, kind;
  insert into dossier (code, class, authority, receiving_unit, procedure, field, channel, ever_overdue, apologies, first_position, last_position)
    select field || ' ' || receiving_unit, 'in_progress', authority, receiving_unit, procedure, field, channel, false, 0, 1, 1 from place`);
await recountBalances(db);

test('whoever counts a dossier of an authority that has ended is among its heirs for the dossier\'s field and unit, however successors are named', async (t) => {
  const met = new Set<string>();
  await fc.assert(fc.asyncProperty(endings, async (ended) => {
    await pool.query('delete from authority');
    await pool.query(`insert into authority (code, valid_from, valid_to, name, level, parent, successors, position)
      select code, '2020-01-01', "validTo", code, 'commune', null, nullif(successors, '[]'), 1 from json_to_recordset($1) as e(code text, "validTo" date, successors jsonb)`, [JSON.stringify(ended)]);
    const { heirs, leavesRest } = heirsOf(await standingsOf(db, WHOLE_COUNTRY, { from: '2020-01-01', to: ON }), 'A', ON);
    const isEnded = ended.some(({ code, validTo }) => code === 'A' && validTo < ON);
    for (const [dossier, holder] of await holders()) {
      const [field = '', unit = ''] = dossier.split(' ');
      const fitting = heirs.filter((heir) => covers(heir, field, unit)).map(({ code }) => code);
      const told = isEnded ? [...fitting, ...(leavesRest || fitting.length === 0 ? ['A'] : [])] : ['A'];
      t.ok(told.includes(holder), `${dossier} with ${holder}, told: ${told.join(', ')}; ${JSON.stringify(ended)}`);
      if (isEnded && holder === 'A') t.ok(leavesRest, `${dossier} stays; ${JSON.stringify(ended)}`);
      met.add(holder);
    }
  }), { numRuns: 30, examples: [[shared]] });
  t.strictSame([...met].toSorted(), CODES);
});

function covers({ fields, receivingUnits }: Heir, field: string, unit: string): boolean {
  return fields?.includes(field) !== false && receivingUnits?.includes(unit) !== false;
}

/** Under which authority each dossier is counted on the day. */
async function holders(): Promise<ReadonlyMap<string, string>> {
  const counted = new Map<string, string>();
  for (const code of CODES) {
    const query = { scope: WHOLE_COUNTRY, period: { from: ON, to: ON }, rule: 'nd61', dimension: 'authority', figure: 'closingReceived', node: code, structureOn: ON, limit: 20 } as const;
    for (const { dossier } of await membersOf(db, query)) counted.set(dossier, code);
  }
  if (counted.size !== FIELDS.length * UNITS.length) throw new TypeError(`only ${counted.size} dossiers are counted anywhere`);
  return counted;
}
