import { FEEDBACK_KINDS } from '@motcua/dossier';
import { z } from 'zod';
import { instant, placementShape, timelineEntry } from '../dossiers/answer-schema.ts';
import { asOfSchema } from '../figures/answer-schema.ts';

const situation = z.object({
  state: z.enum(['open', 'processed', 'dismissed']), stateLabel: z.string(),
  kind: z.enum(FEEDBACK_KINDS), kindLabel: z.string(), ...placementShape,
  dueAt: instant.meta({ description: 'Until when it is to be processed, RFC 3339 in UTC; null without a limit' }),
  receivedAt: instant, processedAt: instant, publishedAt: instant, dismissedAt: instant,
});

/** The answer of `GET /v1/feedback/{code}`. */
export const feedbackAnswer = z.object({
  code: z.string(),
  asOf: asOfSchema,
  situation: situation.nullable().meta({ description: 'As corrections left it; null while the ledger has not come to the feedback, and when its reception was taken back' }),
  timeline: z.array(timelineEntry).meta({ description: 'In order of arrival, each event as it was told then. The movement of a limit that lies ahead is posted already, and counts once its day has come' }),
});
