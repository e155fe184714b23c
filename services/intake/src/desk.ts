import type { Answer, NotTaken, Outcome } from './answer.ts';
import { admit } from './admit.ts';
import type { Admission } from './admit.ts';
import { eventId } from './envelope.ts';
import type { ValidEvent } from './family.ts';
import type { IntakeLimits } from './limits.ts';
import type { IntakeMetrics } from './metrics.ts';
import type { RawItem } from './raw-item.ts';
import { readItem } from './read-item.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { RefusalLimit } from './refusal-limit.ts';
import type { RejectionLog } from './rejection-log.ts';
import { rejectionOf } from './rejection.ts';

/** What all requests of one address of the API share. */
export type Office<State, Event> = {
  readonly admission: Admission<State, Event>;
  readonly limits: IntakeLimits;
  readonly refusals: RefusalLimit;
  readonly rejections: RejectionLog;
  readonly metrics: IntakeMetrics;
  readonly clock: () => number;
};

/** An item after reading: valid, or its outcome is known already. */
export type DeskItem<Event> = {
  readonly index: number;
  readonly id: string | undefined;
  readonly size: number;
  readonly read:
    | { readonly kind: 'valid'; readonly raw: RawItem; readonly valid: ValidEvent<Event> }
    | { readonly kind: 'settled'; readonly outcome: NotTaken };
};

/** The counter at which one request is served: reads its items in order, then settles many together. */
export type Desk<Event> = {
  readonly read: (raw: RawItem) => DeskItem<Event>;
  /** One answer an item, in order. Never rejects. */
  readonly settle: (items: readonly DeskItem<Event>[]) => Promise<readonly Answer[]>;
  /** Items read so far. */
  readonly count: () => number;
};

export function openDesk<State, Event>(office: Office<State, Event>, address: string): Desk<Event> {
  let next = 0;
  const refuse = (raw: RawItem, value: unknown, refused: Refusal): NotTaken => {
    office.refusals.note(address, 1);
    office.rejections.note(rejectionOf(raw, value, refused));
    return { kind: 'refused', refusal: refused };
  };
  return {
    count: () => next,
    read: (raw) => {
      const [index, size] = [next++, raw.kind === 'bytes' ? raw.bytes.length : 0];
      const settled = (outcome: NotTaken, id?: string): DeskItem<Event> => ({ index, id, size, read: { kind: 'settled', outcome } });
      if (office.refusals.waitSeconds(address) > 0) return settled(TOO_MANY);
      if (raw.kind === 'too_long') return settled(refuse(raw, undefined, tooLong(office.limits.eventBytes)));
      if (raw.wrong !== undefined) return settled(refuse(raw, undefined, raw.wrong));
      const json = readItem(raw.bytes, office.limits.depth);
      if (json.kind === 'unreadable') return settled(refuse(raw, undefined, json.refusal));
      const validated = office.admission.family.validate(json.value, office.clock());
      if (validated.kind === 'invalid') return settled(refuse(raw, json.value, validated.refusal), idOf(json.value));
      return { index, id: validated.valid.record.sourceId, size, read: { kind: 'valid', raw, valid: validated.valid } };
    },
    settle: async (items) => {
      const valid = items.flatMap(({ read }) => (read.kind === 'valid' ? [read] : []));
      const outcomes = await admit(office.admission, valid.map((one) => one.valid));
      const admitted = new Map(valid.map((one, at) => [one.valid, { raw: one.raw, outcome: outcomes[at] ?? LOST }] as const));
      for (const [event, { raw, outcome }] of admitted) if (outcome.kind === 'refused') refuse(raw, asSent(event), outcome.refusal);
      const answers = items.map(({ index, id, read }): Answer =>
        ({ index, id, outcome: read.kind === 'settled' ? read.outcome : admitted.get(read.valid)?.outcome ?? LOST }));
      office.metrics.countAnswers(answers);
      return answers;
    },
  };
}

/** Told apart from the sender's own text: what was validated, under the names that it has in the envelope. */
function asSent({ record }: ValidEvent<unknown>): unknown {
  return { source: record.source, type: record.type, subject: record.subject, time: record.occurredAt, actorunit: record.actor?.unit, data: record.data };
}

function idOf(value: unknown): string | undefined {
  const parsed = eventId.safeParse(typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined);
  return parsed.success ? parsed.data : undefined;
}

function tooLong(bytesMax: number): Refusal {
  return refusal('LINE_TOO_LONG', `The event is longer than ${bytesMax} bytes: no event of a dossier is; is a newline missing?`);
}

const TOO_MANY: NotTaken = {
  kind: 'failed',
  refusal: refusal('TOO_MANY_REFUSALS', 'Too many items of this address were refused within a minute: this one was not looked at. Correct the sender, then send it again.'),
};

const LOST: Outcome = { kind: 'failed', refusal: refusal('INTERNAL', 'An unexpected fault: send the event again.') };
