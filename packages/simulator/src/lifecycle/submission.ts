import { instantAt } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Random } from '../random.ts';
import type { Path } from '../targets.ts';
import { DAY, instantOfMinute, SAMPLE_PERIOD } from '../working-time.ts';
import type { Desk, PlannedEvent } from './plan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PERIOD_START = instantAt(SAMPLE_PERIOD.from, 0);
const PERIOD_END = instantAt(SAMPLE_PERIOD.to, 24 * 60);

/** The online filing before what the counter does at a working minute: within the last working day, at any hour. */
export function submission(random: Random, path: Path, desk: Desk, handledMinute: number): PlannedEvent {
  return filing(desk, submittedAt(random, path, handledMinute));
}

/** The filing of a dossier that nobody has handled when the period ends: most of them came in its last days. */
export function unhandledSubmission(random: Random, path: Path, desk: Desk): PlannedEvent {
  if (path.origin === 'opening_awaiting') return filing(desk, beforePeriod(random));
  const days = random.chance(0.9) ? 2 : 20;
  return filing(desk, wholeSecond(avoidNight(PERIOD_END - MINUTE_MS - random.real() * days * 24 * HOUR_MS, PERIOD_START)));
}

function submittedAt(random: Random, path: Path, handledMinute: number): Instant {
  if (path.origin === 'opening_awaiting') return beforePeriod(random);
  const handled = instantOfMinute(handledMinute);
  const dayBefore = instantOfMinute(handledMinute - random.int(0, DAY));
  const earliest = path.origin === 'submitted' ? Math.max(dayBefore, PERIOD_START) : dayBefore;
  // Two minutes at least: whoever handles it has to open it first.
  const latest = handled - 2 * MINUTE_MS;
  if (latest <= earliest) return latest;
  return wholeSecond(avoidNight(earliest + random.real() * (latest - earliest), earliest));
}

function beforePeriod(random: Random): Instant {
  const moment = PERIOD_START - MINUTE_MS - random.real() ** 2 * 3 * 24 * HOUR_MS;
  return wholeSecond(avoidNight(moment, moment - 24 * HOUR_MS));
}

/** Few people file between midnight and six: they did it in the evening before. */
function avoidNight(instant: Instant, earliest: Instant): Instant {
  const hour = new Date(instant + 7 * HOUR_MS).getUTCHours();
  return hour < 6 && instant - 5 * HOUR_MS >= earliest ? instant - 5 * HOUR_MS : instant;
}

function wholeSecond(instant: Instant): Instant {
  return Math.floor(instant / 1_000) * 1_000;
}

function filing({ authority, unit, procedure: { code, field } }: Desk, at: Instant): PlannedEvent {
  return { type: 'DossierSubmitted', at, data: { authority, receivingUnit: unit, procedure: code, field } };
}
