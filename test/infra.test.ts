import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { loadConfig as clock } from '@motcua/clock';
import { answeringVariables } from '@motcua/http';
import type { Environment } from '@motcua/http';
import { loadConfig as intake } from '@motcua/intake';
import { loadConfig as projector } from '@motcua/projector';
import { loadConfig as reporter } from '@motcua/reporter';
import { loadConfig as statistics } from '@motcua/statistics';
import { test } from 'tap';
import { parse } from 'yaml';
import { SERVICES } from './support/cluster.ts';
import type { Service } from './support/cluster.ts';

const run = promisify(execFile);
const root = new URL('../', import.meta.url);
const load: Readonly<Record<Service, (env: Environment) => { readonly port: number; readonly log: { readonly kind: string } }>> = { intake, projector, clock, statistics, reporter };

type ComposeService = {
  readonly image?: string; readonly network_mode?: string; readonly command?: readonly string[]; readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[]; readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
};
type Compose = { readonly services: Readonly<Record<string, ComposeService>>; readonly volumes?: Readonly<Record<string, unknown>> };

for (const profile of ['embedded', 'server', 'cluster'] as const) {
  test(`the compose file of the profile ${profile} names only what there is`, async (t) => {
    const { services, volumes = {} } = parse(read(`infra/compose/${profile}.yaml`), { merge: true }) as Compose;
    for (const [name, service] of Object.entries(services)) {
      t.ok(service.image, `${name} has an image`);
      t.ok(service.network_mode === 'host' || name === 'certificates', `${name} is on addresses of this machine`);
      for (const needed of [service.depends_on ?? []].flat().flatMap((one) => typeof one === 'string' ? [one] : Object.keys(one))) t.ok(needed in services, `${name} needs ${needed}`);
      for (const [from = ''] of (service.volumes ?? []).map((volume) => volume.split(':'))) {
        t.ok(from.startsWith('.') ? existsSync(new URL(from, new URL('infra/compose/', root))) : from in volumes, `${name} mounts ${from}`);
      }
    }
    const ours = Object.values(services).flatMap(({ command, environment = {} }) => {
      const service = SERVICES.find((one) => command?.[0] === `services/${one}/src/main.ts`);
      return service === undefined ? [] : [{ service, environment: filled(environment) }];
    });
    if (profile === 'embedded') return;
    const known = variablesOfServices();
    for (const { service, environment } of ours) {
      t.strictSame(Object.keys(environment).filter((name) => !known.has(name)), [], `${service} reads all that it is given`);
      t.equal(load[service](environment).log.kind, profile === 'cluster' ? 'kurrentdb' : 'postgres', service);
    }
    t.match(Object.fromEntries(Map.groupBy(ours, ({ service }) => service)), { intake: { length: 2 }, projector: { length: 2 }, clock: { length: 2 }, statistics: { length: 2 }, reporter: { length: 1 } });
    const { scrape_configs: [scraped] } = parse(read('infra/prometheus/prometheus.yml')) as { readonly scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[] };
    t.strictSame(scraped?.static_configs.flatMap(({ targets }) => targets).toSorted(), ours.map(({ environment }) => `127.0.0.1:${environment['PORT']}`).toSorted(), 'every process is scraped');
  });
}

test('the page about the services has every variable that they read, and no other', async (t) => {
  const named = [...read('docs/reference/services.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name);
  t.strictSame(named.toSorted(), [...variablesOfServices()].toSorted());
});

test('the units for a machine without containers can be read by systemd, and start what there is', async (t) => {
  const folder = t.testdir({});
  for (const service of SERVICES) {
    const unit = read(`infra/systemd/motcua-${service}@.service`);
    t.ok(unit.includes(`services/${service}/src/main.ts`) && existsSync(new URL(`services/${service}/src/main.ts`, root)), service);
    // The program where it will be is not here.
    writeFileSync(`${folder}/motcua-${service}@.service`, unit.replace('/srv/motcua/node_modules/.bin/node', process.execPath));
  }
  const units = SERVICES.map((service) => `${folder}/motcua-${service}@8080.service`);
  const verified = await run('systemd-analyze', ['verify', '--man=no', ...units]).then(({ stderr }) => stderr, (error: { readonly code: unknown; readonly stderr?: string }) => error.code === 'ENOENT' ? undefined : error.stderr ?? '');
  if (verified === undefined) t.comment('no systemd-analyze here: only the names were checked');
  else t.strictSame(verified.split('\n').filter((line) => line.includes('motcua-')), []);
});

test('the shell scripts can be read', async (t) => {
  for (const name of readdirSync(new URL('infra/compose/', root)).filter((one) => one.endsWith('.sh'))) {
    t.equal((await run('bash', ['-n', new URL(`infra/compose/${name}`, root).pathname])).stderr, '', name);
  }
});

/** What the services read: those that they have in common, and each one's own. */
function variablesOfServices(): ReadonlySet<string> {
  const own = SERVICES.flatMap((service) => [...read(`services/${service}/src/config.ts`).matchAll(/^ {4}([A-Z][A-Z_]+): /gm)].map(([, name = '']) => name));
  return new Set([...Object.keys(answeringVariables({}, { port: 0, connections: 1 })), ...own]);
}

/** As compose would fill in what comes from outside. */
function filled(environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replaceAll(/\$\{\w+:\?\}/g, 'x')]));
}

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}
