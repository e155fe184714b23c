import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { formatInstant, PERIOD_UNITS } from '@motcua/kernel';
import { z } from 'zod';
import type { Delivery } from './deliveries.ts';
import type { Jobs } from './jobs.ts';

const delivery = z.object({
  period: z.string(), destination: z.string(), way: z.enum(['folder', 'webhook']), edition: z.string().nullable(), key: z.string().nullable().meta({ description: 'The idempotency key under which the receiver knows it' }),
  state: z.enum(['delivered', 'waiting', 'not_closed', 'failing']), deliveredAt: z.string().nullable(), beginAt: z.string(), deadlineAt: z.string().nullable(), isLate: z.boolean(),
  failed: z.object({ times: z.int(), reason: z.string(), againAt: z.string() }).nullable().meta({ description: 'Known to the reporter that runs the schedules' }),
});

const schema = {
  tags: ['editions'],
  summary: 'Lịch gửi báo cáo: schedules, and where their deliveries stand',
  description: 'Every period whose time has come since the schedule began. Neither the address of a webhook nor its secret is told.',
  response: {
    200: z.object({ schedules: z.array(z.object({
      name: z.string(), scope: z.string(), scheme: z.string(), every: z.enum(PERIOD_UNITS), since: z.string(), closes: z.boolean().meta({ description: 'Whether it closes periods that nobody has closed' }),
      deliveries: z.array(delivery),
    })) }),
    503: problemSchema, 504: problemSchema,
  },
};

/** `GET /v1/schedules`. */
export function addScheduleRoute(server: HttpServer, jobs: () => Pick<Jobs, 'schedules' | 'deliveries'> | undefined): void {
  server.get('/v1/schedules', { schema }, async () => {
    const running = jobs();
    const deliveries = await running?.deliveries() ?? [];
    return {
      schedules: (running?.schedules ?? []).map((schedule) => ({
        name: schedule.name, scope: schedule.scope, scheme: schedule.scheme, every: schedule.every, since: schedule.since, closes: schedule.close !== undefined,
        deliveries: deliveries.filter((one) => one.schedule === schedule).map(shown),
      })),
    };
  });
}

function shown({ planned: { period, beginAt, deadlineAt }, destination, edition, key, state, isLate }: Delivery): z.output<typeof delivery> {
  return {
    period: period.id, destination: destination.name, way: 'folder' in destination ? 'folder' : 'webhook', edition: edition?.closed.edition ?? null, key: key ?? null, state: state.kind,
    deliveredAt: state.kind === 'delivered' ? state.at : null, beginAt: formatInstant(beginAt), deadlineAt: deadlineAt === undefined ? null : formatInstant(deadlineAt), isLate,
    failed: state.kind === 'failing' ? { times: state.times, reason: state.reason, againAt: formatInstant(state.againAt) } : null,
  };
}
