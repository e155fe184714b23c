import { migrateDatabase, openDatabase } from '@motcua/database';
import { migrateLog, openPostgresStore } from '@motcua/event-store';
import { migrateIntake } from '@motcua/intake';
import { testDatabase } from '@motcua/testkit';
import { t as file, test } from 'tap';
import { runCompare } from '../src/commands/compare.ts';
import { runFigures } from '../src/commands/figures.ts';
import { runFindings } from '../src/commands/findings.ts';
import { runRate } from '../src/commands/rate.ts';

const { ownerUrl } = await testDatabase(file, [migrateLog, migrateDatabase, migrateIntake]);
const store = openPostgresStore({ connectionString: ownerUrl });
const database = openDatabase(ownerUrl);
file.teardown(() => Promise.all([database.close(), store.close()]));
await database.pool.query(`
  insert into ledger.authority (code, valid_from, name, level, parent, position) values
    ('H57', '2020-01-01', 'UBND tỉnh', 'province', null, 1), ('H57.31', '2020-01-01', 'UBND phường', 'commune', 'H57', 1), ('H49', '2020-01-01', 'UBND tỉnh', 'province', null, 1)`);

const period = '2024-Q1';
const commands = {
  figures: (scope: string, out: Out, json?: boolean) => runFigures({ database, store, args: { scope, period, json }, out }),
  rate: (scope: string, out: Out, json?: boolean) => runRate({ database, store, args: { scope, period, json }, out }),
  compare: (scope: string, out: Out, json?: boolean) => runCompare({ database, store, args: { scope, period, json }, out }),
  findings: (scope: string, out: Out, json?: boolean) => runFindings({ database, args: { scope, json }, out }),
};

test('--scope takes several codes with commas between', async (t) => {
  for (const [name, run] of Object.entries(commands)) {
    t.match(JSON.parse(await printed((out) => run('H57,H49', out, true))), { scope: 'H57,H49' }, name);
    t.match(await printed((out) => run('H57,H49', out)), 'Phạm vi H57, H49 ·', name);
  }
});

test('codes that overlap or are not known are named in Vietnamese', async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['H57,H57.31', 'SCOPE_OVERLAP', 'Tùy chọn --scope: "H57.31" thuộc "H57" nên đã được tính, hãy bỏ "H57.31".'], ['H57,VN', 'SCOPE_OVERLAP', '"H57" thuộc "VN"'],
    ['H49,H49', 'SCOPE_OVERLAP', 'mã "H49" được viết hai lần'], ['H57,H99', 'SCOPE_UNKNOWN', 'chưa có cơ quan nào mang mã "H99"'], ['H57, H49', 'PARAMETER_INVALID', '--scope phải là mã cơ quan'],
  ];
  for (const [scope, code, message] of cases) {
    for (const [name, run] of Object.entries(commands)) {
      const error = await printed((out) => run(scope, out)).catch((thrown: unknown) => thrown);
      t.match(error, { code }, `${name} ${scope}`);
      t.match(error instanceof Error ? error.message : '', message, `${name} ${scope}`);
    }
  }
});

type Out = { readonly write: (text: string) => unknown };

async function printed(run: (out: Out) => Promise<unknown>): Promise<string> {
  let text = '';
  await run({ write: (part) => { text += part; } });
  return text;
}
