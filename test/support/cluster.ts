import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { supervise } from './supervised.ts';
import type { Supervised } from './supervised.ts';

/** The services that run as processes of their own. */
export const SERVICES = ['intake', 'projector', 'clock', 'statistics', 'reporter'] as const;
export type Service = (typeof SERVICES)[number];

/** Where what is compiled is kept: a process that is started again and again need not begin with compiling. */
const { NODE_COMPILE_CACHE } = process.env;
const COMPILED = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** What every process finds in its environment: where the log and the read model are. Its ports are free ones. */
export type ClusterEnvironment = Readonly<Record<string, string>> & { readonly DATABASE_URL: string };

/** The services apart, each process started again whenever it ends. */
export type Cluster = {
  /** Starts so many more of a service; fulfils when each of them listens. */
  readonly start: (service: Service, count: number) => Promise<void>;
  readonly processes: (service: Service) => readonly Supervised[];
  /** Where one of a service answers; another one each time. */
  readonly address: (service: Service) => Promise<string>;
  /** Asks all to stop, and answers how each process has ended: 0 for each that ended cleanly. */
  readonly stop: () => Promise<readonly (string | number)[]>;
};

export function openCluster(t: Pick<Test, 'teardown'>, environment: ClusterEnvironment): Cluster {
  const running = new Map<Service, Supervised[]>(SERVICES.map((service) => [service, []]));
  const processes = (service: Service): readonly Supervised[] => running.get(service) ?? [];
  let turn = 0;
  return {
    processes,
    start: async (service, count) => {
      const started = Array.from({ length: count }, () => supervise(t, mainOf(service), { ...COMPILED, ...environment, PORT: '0' }));
      running.get(service)?.push(...started);
      await Promise.all(started.map(({ address }) => address()));
    },
    address: async (service) => {
      const all = processes(service);
      turn += 1;
      return await all[turn % all.length]?.address() ?? '';
    },
    stop: () => Promise.all(SERVICES.flatMap((service) => processes(service).map((one) => one.stop()))),
  };
}

function mainOf(service: Service): string {
  return fileURLToPath(new URL(`../../services/${service}/src/main.ts`, import.meta.url));
}
