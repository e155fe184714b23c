import { CHANNELS, DOSSIER_CLASSES, UNKNOWN } from '@motcua/dossier';
import { CAUSES, LEG_CLASSES } from '@motcua/ledger';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';

const dossierClass = z.enum(DOSSIER_CLASSES);
const channel = z.enum([...CHANNELS, UNKNOWN]);
const named = z.object({ code: z.string(), name: z.string().nullable().meta({ description: 'null when never declared' }) });
/** Instants, where they are known. */
export const instant = z.string().nullable().meta({ description: 'RFC 3339 in UTC' });

/** Where something counts, with names. */
export const placementShape = { authority: named, receivingUnit: named, procedure: named, field: named, channel, channelLabel: z.string() };

const situation = z.object({
  class: dossierClass, classLabel: z.string(), ...placementShape,
  submittedAt: instant, receivedAt: instant,
  dueAt: instant.meta({ description: 'The due date in force, RFC 3339 in UTC' }),
  resolvedAt: instant, readyAt: instant, returnedAt: instant,
  everOverdue: z.boolean(), apologies: z.int(),
  claimedOutcome: z.string().nullable().meta({ description: 'What the sender said: early, on_time or late; never counted' }),
});

const position = z.object({
  class: z.enum(LEG_CLASSES), classLabel: z.string(),
  placement: z.object({ authority: z.string(), receivingUnit: z.string(), procedure: z.string(), field: z.string(), channel }),
});

const movement = z.object({
  effectiveOn: z.string(), cause: z.enum(CAUSES), causeLabel: z.string(), rule: z.string(),
  inverted: z.boolean().meta({ description: 'Whether it takes back an earlier movement that later news made untrue' }),
  followsFrom: z.int().nullable().meta({ description: 'Position of the event that the movement follows from' }),
  from: position, to: position,
});

/** One recorded event. */
export const timelineEntry = z.object({
  position: z.int(), type: z.string(), label: z.string(),
  occurredAt: z.string().meta({ description: 'When it happened, as the source says' }),
  recordedAt: z.string().meta({ description: 'When the log learned it' }),
  state: z.enum(['posted', 'waiting', 'set_aside']),
  facts: z.record(z.string(), z.unknown()),
  movements: z.array(movement),
});

/** The answer of `GET /v1/dossiers/{code}`. */
export const dossierAnswer = z.object({
  code: z.string(),
  asOf: asOfSchema,
  situation: situation.nullable().meta({ description: 'null while the ledger has not come to the dossier' }),
  timeline: z.array(timelineEntry).meta({ description: 'In order of arrival' }),
});
