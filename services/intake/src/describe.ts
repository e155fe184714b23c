import { problemSchema } from '@motcua/http';
import { z } from 'zod';
import { answerSchema } from './answer.ts';
import type { IntakeLimits } from './limits.ts';

export const SINGLE_TYPES = ['application/cloudevents+json', 'application/json'] as const;
export const BATCH_TYPE = 'application/cloudevents-batch+json';
export const LINES_TYPE = 'application/x-ndjson';
export const EVENT_TYPES = [...SINGLE_TYPES, BATCH_TYPE, LINES_TYPE] as const;

/** What OpenAPI says about an address that takes events; the schemas are those that validate. */
export function describeEvents(schemas: Readonly<Record<string, z.ZodType>>, limits: IntakeLimits, what: string) {
  const [first, ...others] = Object.values(schemas);
  if (first === undefined) throw new TypeError('a family has at least one type of events');
  return {
    tags: ['events'],
    summary: `Takes ${what}`,
    description: describeLimits(limits),
    consumes: [...EVENT_TYPES],
    body: z.union([first, ...others]),
    response: {
      200: z.union([answerSchema, z.array(answerSchema)]).meta({ description: 'One answer an item, in order; for one event: it was there before' }),
      201: answerSchema.meta({ description: 'One event, now in the log' }),
      '4xx': problemSchema,
      '5xx': problemSchema,
    },
  };
}

function describeLimits(limits: IntakeLimits): string {
  return [
    'One CloudEvent (`application/cloudevents+json`), an array of them (`application/cloudevents-batch+json`), or one a line, as many as you like (`application/x-ndjson`). UTF-8, not compressed.',
    'Every item gets one answer, in order: `accepted` with its position in the log, `duplicate` (the same event was there before, at that position), `refused` with code, JSON pointers and a sentence, or `failed`: not judged, send it again. A refused item never takes its neighbours down; the same content sent again changes nothing.',
    '`Prefer: return=minimal`: answers only for what was refused or failed, then one `{"summary":{…}}` with the counts.',
    'The status of a batch is 200 as soon as one item was accepted or was there before, else that of its first item. So is the status of a stream that was read and settled to its end before the answer began; an answer that begins earlier (a quarter of a second after the first item was settled, or with 256 KiB of answers) has status 200, whatever becomes of the items: their lines tell.',
    `Limits: one event ${limits.eventBytes / 1024} KiB and ${limits.depth} levels of nesting; a batch ${limits.batchBytes / 1_048_576} MiB and ${limits.batchItems} events; a stream has no limit; ${limits.idleMs / 1000} s between two pieces of a request; ${limits.refusalsPerMinute} refused items of one address a minute, then 429 with Retry-After.`,
  ].join('\n\n');
}
