import { createHash } from 'node:crypto';
import { feedbackCode, readFeedbackEvent, replayFeedback } from '@motcua/dossier';
import { test } from 'tap';
import { simulate } from '../src/index.ts';
import type { SimulationParameters } from '../src/index.ts';

const SMALL = { authorities: 20, dossiers: 2_000 };

test('the same parameters give the same bytes', async (t) => {
  t.equal(hash(SMALL), hash(SMALL));
  t.equal(hash({ ...SMALL, seed: 7 }), hash({ ...SMALL, seed: 7 }));
});

test('another seed gives another quarter with the same totals', async (t) => {
  t.not(hash({ ...SMALL, seed: 7 }), hash({ ...SMALL, seed: 8 }));
  t.same(simulate({ ...SMALL, seed: 7 }).targets, simulate({ ...SMALL, seed: 8 }).targets);
});

test('a counter can be played alone, half-way, and again from the start', async (t) => {
  const [, , third] = simulate(SMALL).counters;
  const whole = [...(third?.events ?? [])];
  const half = Math.floor(whole.length / 2);
  const begun: unknown[] = [];
  for (const event of third?.events ?? []) {
    if (begun.length === half) break;
    begun.push(event);
  }
  t.ok(half > 10);
  t.same(begun, whole.slice(0, half));
  t.same([...(third?.events ?? [])], whole);
  t.same([...(simulate(SMALL).counters[2]?.events ?? [])], whole);
});

function hash(parameters: Partial<SimulationParameters>): string {
  const { referenceEvents, counters } = simulate(parameters);
  const digest = createHash('sha256');
  for (const event of referenceEvents) digest.update(JSON.stringify(event));
  for (const counter of counters) for (const event of counter.events) digest.update(JSON.stringify(event));
  return digest.digest('hex');
}

test('the feedback of the quarter is the published one: nine received, seven of them processed and published, once what was told wrong is corrected, every event lawful', async (t) => {
  const { feedbackEvents } = simulate({ dossiers: 10, authorities: 5 });
  const lives = [...Map.groupBy(feedbackEvents, ({ subject }) => subject).values()].map((events) => replayFeedback(events.map(({ id, type, time: occurredAt, data }) => readFeedbackEvent({ id, type, occurredAt, data }))));
  const steps = lives.flatMap((life) => life.steps);
  const count = (type: string) => steps.filter(({ event }) => event.type === type).length;
  t.strictSame([lives.length, count('FeedbackReceived'), count('FeedbackProcessed'), count('FeedbackPublished')], [9, 9, 7, 7]);
  t.ok(steps.every(({ after }) => after.kind === 'regulation'));
  t.equal(feedbackEvents.filter(({ type }) => type === 'FeedbackCorrected').length, 3);
  t.ok(feedbackEvents.every(({ subject, time }) => feedbackCode.safeParse(subject).success && time >= '2023-12-15' && time < '2024-03-15'));
});
