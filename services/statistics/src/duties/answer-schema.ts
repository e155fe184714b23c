import { DELAY_CAUSES } from '@motcua/dossier';
import type { ApologyStatus } from '@motcua/dossier';
import { z } from 'zod';
import { periodSchema } from '../delays/answer-schema.ts';
import { asOfSchema } from '../figures/answer-schema.ts';
import { nextSchema } from '../paging.ts';

/** What the counts of duties may be told by. */
export const DUTY_DIMENSIONS = ['level', 'authority', 'cause'] as const;
/** How a duty may stand. */
export const DUTY_STATUSES = ['owed', 'met_in_time', 'met_late', 'not_met'] as const satisfies readonly ApologyStatus[];

const common = {
  asOf: asOfSchema, scope: z.string(), period: periodSchema,
  at: z.string().meta({ description: 'The instant at which a letter is still owed or not met, RFC 3339 in UTC' }),
  atIs: z.enum(['end_of_period', 'now', 'asked']).meta({ description: 'The end of the period or now, whichever is earlier, unless another instant was asked for' }),
};
const counts = {
  opened: z.int().meta({ description: 'Nghĩa vụ phát sinh trong kỳ: the sum of the other four' }),
  owed: z.int().meta({ description: 'Còn phải gửi, chưa đến hạn' }), metInTime: z.int().meta({ description: 'Đã gửi đúng hạn' }),
  metLate: z.int().meta({ description: 'Đã gửi trễ' }), notMet: z.int().meta({ description: 'Chưa gửi, đã quá hạn gửi' }),
};
const link = z.string().meta({ description: 'Where the members of this count are listed', example: '/v1/apology-duties/list?scope=H57&period=2024-Q1&status=owed' });
const links = z.object({ opened: link, owed: link, metInTime: link, metLate: link, notMet: link });

/** The answer of `GET /v1/apology-duties`. */
export const dutiesAnswer = z.object({
  ...common, by: z.enum(DUTY_DIMENSIONS),
  rows: z.array(z.object({ row: z.string().meta({ description: 'A level, an authority or a cause' }), label: z.string(), ...counts, links })),
  total: z.object({ ...counts, links }),
});

/** The answer of `GET /v1/apology-duties/list`. */
export const dutyListAnswer = z.object({
  ...common,
  items: z.array(z.object({
    dossier: z.string(), number: z.int().meta({ description: 'Within the dossier, from 0' }), status: z.enum(DUTY_STATUSES), statusLabel: z.string(),
    ground: z.enum(['announced', 'overdue', 'ready_late']), groundLabel: z.string(), authority: z.string(), authorityName: z.string().nullable(), level: z.string(),
    openedAt: z.string(), dueAt: z.string().meta({ description: 'The due date of the dossier' }), letterDueAt: z.string().meta({ description: 'By when the letter must be sent' }),
    cause: z.enum(DELAY_CAUSES), causeLabel: z.string(), unitAtFault: z.string().nullable(), unitAtFaultName: z.string().nullable(),
    letterNumber: z.string().nullable(), letterAt: z.string().nullable(),
    letter: z.string().meta({ description: 'Where the letter itself is', example: '/v1/dossiers/H57.31-240105-0012/apology-letter?duty=0' }),
  })).meta({ description: 'In order of opening' }),
  next: nextSchema,
});
