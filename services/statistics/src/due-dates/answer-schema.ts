import { DOSSIER_CLASSES, WAITING_REASONS } from '@motcua/dossier';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';

const instant = z.string().meta({ description: 'RFC 3339 in UTC' });
const dueAt = instant.nullable();
const named = z.object({ code: z.string(), name: z.string().nullable().meta({ description: 'null when never declared' }) });

/** Working time in minutes, and in days of 8 hours as officials read it. */
export const workingTimeSchema = z.object({ minutes: z.int(), text: z.string().meta({ description: 'In days of 8 hours', example: '2 ngày 3 giờ' }) });

const limit = z.object({
  from: z.enum(['told', 'procedure', 'none']).meta({ description: 'Told with the reception, from the version of the procedure that was valid then, or unknown' }),
  amount: z.number().nullable(), unit: z.enum(['working_days', 'calendar_days', 'hours']).nullable(), text: z.string(),
  procedure: z.string().nullable(), validFrom: z.string().nullable().meta({ description: 'First day of that version of the procedure' }),
  position: z.int().nullable().meta({ description: 'Of the declaration in the log' }),
});

const explanation = z.object({
  countsFrom: z.string().meta({ description: 'Day 0' }),
  shifted: z.enum(['none', 'after_closing', 'day_off']).meta({ description: 'Why day 0 is not the date of the start' }),
  dueAt: instant,
  counted: z.array(z.object({ date: z.string(), hours: z.array(z.string().meta({ example: '07:00–11:30' })), minutes: z.int() })),
  skipped: z.array(z.object({ date: z.string(), name: z.string(), verified: z.enum(['verified', 'press', 'unverified']) })),
  rolledForward: z.array(z.object({ date: z.string(), name: z.string() })),
  beyondAnnounced: z.boolean(),
  calendar: z.string().meta({ description: 'Layers and editions of the working calendar; position 0 is shipped with the program', example: 'VN@0:2023-11-24' }),
});

const pause = z.object({
  reason: z.enum(WAITING_REASONS), label: z.string(), from: instant, to: instant.nullable(), working: workingTimeSchema, stopsClock: z.boolean(),
});

const shift = z.object({ from: instant, to: instant, working: workingTimeSchema });

const entry = z.object({
  at: instant, event: z.string(), label: z.string(), position: z.int().nullable(),
  cause: z.string(), causeLabel: z.string(), old: dueAt, new: dueAt, clock: z.enum(['runs', 'stands_still', 'ended']),
  explanation: explanation.nullable(), pause: pause.nullable(),
  restart: z.enum(['none', 'awaited', 'started']).meta({ description: 'awaited: the due date is out of force until the supplement is back and the limit starts again from zero; started: it has just done so' }),
  shift: shift.nullable().meta({ description: 'The time by which the date is later now that the clock goes on; what was waited for at the same time counts once' }),
});

/** The answer of `GET /v1/dossiers/{code}/due-date`. */
export const dueDateAnswer = z.object({
  code: z.string(), asOf: asOfSchema,
  at: instant.meta({ description: 'The instant that the durations are counted to' }),
  rule: z.object({ id: z.string(), version: z.int(), label: z.string() }),
  class: z.enum(DOSSIER_CLASSES), classLabel: z.string(), authority: named, procedure: named,
  receivedAt: instant.nullable(), startedAt: instant.meta({ description: 'When the clock was last started from zero' }),
  limit,
  promisedDueAt: dueAt.meta({ description: 'The first due date that the applicant was given' }),
  dueAt: dueAt.meta({ description: 'The one that counts: in force, stopped, or of the end' }),
  awaitsRestart: z.boolean().meta({ description: 'dueAt is out of force: the limit starts again from zero when the supplement is back' }),
  currentCalendarDueAt: dueAt.meta({ description: 'What it would be if the calendars announced since had been known from the beginning' }),
  missedDueAt: dueAt.meta({ description: 'The first due date that passed unfinished' }),
  clock: z.enum(['runs', 'stands_still', 'ended']),
  until: instant.meta({ description: 'The end of the work, or else `at`' }),
  elapsed: workingTimeSchema, remaining: workingTimeSchema.nullable(), exceeded: workingTimeSchema.nullable(),
  beyondAnnounced: z.boolean().meta({ description: 'Days off of some of the years are not announced yet' }),
  entries: z.array(entry).meta({ description: 'In order of time' }),
  openPauses: z.array(pause),
  unmoved: z.array(z.object({ at: instant, event: z.string(), label: z.string(), why: z.string(), whyLabel: z.string(), told: dueAt }))
    .meta({ description: 'What might have moved the due date and did not, with the reason' }),
  text: z.string().meta({ description: 'All of it as a timeline for people, in Vietnamese' }),
});
