import { isAppError } from '@motcua/kernel';
import { test } from 'tap';
import { loadOptions } from '../src/options.ts';

const URL = 'postgres://a:b@127.0.0.1:5432/c';

test('without variables and words the sample quarter is played on the embedded server', async (t) => {
  t.strictSame(loadOptions({ DATABASE_URL: '', PORT: '' }, []), {
    databaseUrl: undefined, ownerUrl: undefined, log: { kind: 'postgres', url: undefined, ownerUrl: undefined, kurrentUrl: undefined, caFile: undefined }, home: undefined, sample: {}, exitAfterReport: false, host: '127.0.0.1', port: 8080, logLevel: 'warn', statementTimeoutMs: 120_000, schedulesFile: undefined,
  });
});

test('--empty plays nothing, and neither does a database of one\'s own unless --sample is given', async (t) => {
  t.equal(loadOptions({}, ['--empty']).sample, undefined);
  t.match(loadOptions({ DATABASE_URL: URL }, []), { databaseUrl: URL, ownerUrl: URL, sample: undefined });
  t.strictSame(loadOptions({ DATABASE_URL: URL }, ['--sample']).sample, {});
  t.match(loadOptions({ DATABASE_URL: URL, DATABASE_OWNER_URL: `${URL}?o` }, ['--exit-after-report']), { ownerUrl: `${URL}?o`, exitAfterReport: true });
});

test('the sample can be made smaller or another one', async (t) => {
  t.strictSame(loadOptions({}, ['--dossiers', '300', '--authorities=6', '--seed', '0']).sample, { authorities: 6, dossiers: 300, seed: 0 });
  t.strictSame(loadOptions({ MOTCUA_HOME: '/srv/so một cửa' }, ['--seed', '7']), { ...loadOptions({}, []), home: '/srv/so một cửa', sample: { seed: 7 } });
});

test('everything that is wrong is named at once', async (t) => {
  const wrong = messageOf({ DATABASE_URL: 'mysql://x', DATABASE_OWNER_URL: 'y', MOTCUA_HOME: 'data', PORT: '70000', LOG_LEVEL: 'loud' },
    ['--empty', '--sample', '--authorities', '2', '--dossiers', '1e3', '--seed', '-1']);
  t.match(wrong, /chỉ có --empty, --sample, --exit-after-report, --authorities <số>/, 'a value that looks like a flag');
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'MOTCUA_HOME', 'PORT', 'LOG_LEVEL']) t.ok(wrong.includes(`${name}: `), name);
  const words = messageOf({ PORT: 'x' }, ['--empty', '--sample', '--authorities', '2', '--dossiers', '1e3', '--seed', '4294967296']);
  for (const part of ['PORT: ', '--empty và --sample loại trừ', '--authorities: must be', '--dossiers: must be', '--seed: must be']) t.ok(words.includes(part), part);
});

test('words that would do nothing are refused', async (t) => {
  for (const [env, args] of [[{}, ['--demo']], [{}, ['sample']], [{}, ['--empty', '--seed', '1']], [{ DATABASE_URL: URL }, ['--dossiers', '9']]] as const) {
    t.ok(messageOf(env, args).startsWith('Hãy sửa'), args.join(' '));
  }
});

function messageOf(env: Readonly<Record<string, string>>, args: readonly string[]): string {
  try {
    loadOptions(env, args);
    return '';
  } catch (error) {
    return isAppError(error) && error.code === 'CONFIG_INVALID' ? error.message : String(error);
  }
}
