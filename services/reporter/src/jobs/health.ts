import type { Probe } from '@motcua/http';
import type { Jobs, JobsHealth } from './jobs.ts';

/** What `/health` and `/ready` show. A delivery that is late makes no reporter less ready to answer; it is told of. `undefined`: started later, which is in order. */
export function jobsProbe(jobs: () => Pick<Jobs, 'health' | 'last'> | undefined): Probe {
  return {
    name: 'schedules',
    check: () => {
      const running = jobs();
      if (running === undefined) return { status: 'ok', state: 'waiting', detail: 'The schedules begin with the clock.' };
      const last = running.last();
      const names = (of: typeof last): readonly string[] => of.slice(0, 20).map(({ schedule, planned, destination }) => `${schedule.name}/${planned.period.id}/${destination.name}`);
      const [failing, late] = [names(last.filter(({ state }) => state.kind === 'failing')), names(last.filter(({ isLate }) => isLate))];
      return { ...describe(running.health()), ...(failing.length > 0 ? { failing } : {}), ...(late.length > 0 ? { late } : {}) };
    },
  };
}

function describe(health: JobsHealth): { readonly status: 'ok' | 'failing'; readonly state: string; readonly detail: string } {
  const state = health.kind;
  switch (health.kind) {
    case 'running': return { status: 'ok', state, detail: 'Reports are delivered when their time has come.' };
    case 'standby': return { status: 'ok', state, detail: 'Another reporter runs the schedules.' };
    case 'starting': return { status: 'ok', state, detail: 'The schedules are being looked at for the first time.' };
    case 'ended': return { status: 'failing', state, detail: 'The schedules were ended.' };
    case 'failing': return { status: 'failing', state, detail: health.reason };
  }
}
