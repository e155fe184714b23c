import { AppError } from '@motcua/kernel';
import type { Answer } from './answer.ts';
import type { Body, BodyEnd } from './body.ts';
import type { Desk } from './desk.ts';
import { trimmed, withoutByteOrderMark } from './raw-item.ts';
import { splitArray } from './split-array.ts';
import type { IntakeLimits } from './limits.ts';

/**
 * The whole content of a request, up to a limit, without a byte order mark and white space around it.
 *
 * @throws AppError `BODY_TOO_LARGE`, `BODY_EMPTY`, `REQUEST_TIMEOUT`, `STOPPING`.
 */
export async function readWhole(body: Body, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const step = await body.next();
    if (step.kind !== 'data') {
      refuseUnfinished(step.kind);
      break;
    }
    size += step.bytes.length;
    if (size > bytesMax) throw new AppError('BODY_TOO_LARGE', `The content is larger than ${bytesMax} bytes: send smaller batches, or a stream of lines (application/x-ndjson).`);
    parts.push(step.bytes);
  }
  const whole = trimmed(withoutByteOrderMark(Buffer.concat(parts)));
  if (whole.length === 0) throw emptyBody();
  return whole;
}

/** @throws AppError unless the body came to its own end. */
export function refuseUnfinished(end: BodyEnd): void {
  switch (end) {
    case 'ended': return;
    case 'idle': throw new AppError('REQUEST_TIMEOUT', 'The request stopped before its end: nothing more came in time.');
    case 'stopping': throw new AppError('STOPPING', 'The service is shutting down: send the request again in a moment.');
    case 'disconnected': throw new AppError('REQUEST_INVALID', 'The connection ended before the request did.');
  }
}

export function emptyBody(): AppError {
  return new AppError('BODY_EMPTY', 'The request has no content: send one CloudEvent, a batch, or one event a line.');
}

/** One event, one answer. */
export async function receiveOne<Event>(desk: Desk<Event>, body: Body, limits: IntakeLimits): Promise<Answer> {
  const bytes = await readWhole(body, limits.eventBytes);
  const [answer] = await desk.settle([desk.read({ kind: 'bytes', bytes })]);
  if (answer === undefined) throw new AppError('INTERNAL', 'An event got no answer.');
  return answer;
}

/** The events of a batch, settled in portions so that other requests get their turn between them. */
export async function receiveBatch<Event>(desk: Desk<Event>, body: Body, limits: IntakeLimits): Promise<readonly Answer[]> {
  const raw = splitArray(await readWhole(body, limits.batchBytes), { itemsMax: limits.batchItems, itemBytesMax: limits.eventBytes });
  const answers: Answer[] = [];
  for (let start = 0; start < raw.length; start += PORTION) {
    answers.push(...await desk.settle(raw.slice(start, start + PORTION).map(desk.read)));
  }
  return answers;
}

const PORTION = 1_000;
