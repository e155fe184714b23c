import { formatInstant, minuteOf } from '@motcua/kernel';
import { add, DAY_MINUTES, MINUTE_MS, of, often, pools, text } from './life.ts';
import type { Life, Move } from './life.ts';

const mayCorrect = ({ events }: Life): boolean => events.length > 0 && events.filter(({ type }) => type === 'DossierCorrected').length < 3;

/** Corrections of where a dossier counts, of times, and of due dates. */
export const correctingMoves: readonly Move[] = [
  ...often(1, mayCorrect, correctPlace),
  ...often(2, mayCorrect, correctTime),
  ...often(2, (life) => mayCorrect(life) && life.dueSetBy.size > 0, correctDueDate),
];

function correctPlace(life: Life, pick: number): void {
  const field = of(['authority', 'receivingUnit', 'procedure', 'field', 'channel'] as const, pick);
  const pool = { authority: pools.authorities, receivingUnit: pools.receivingUnits, procedure: pools.procedures, field: pools.fields, channel: pools.channels }[field];
  const old = life.place[field] ?? null;
  const corrected = of<string>(pool.filter((code) => code !== old), pick >> 3);
  life.place[field] = corrected;
  add(life, 'DossierCorrected', { field, old, new: corrected, reason: 'typing_error' });
}

/** Only between the neighbours, so that nothing changes its order and the life stays lawful; days may lie between. */
function correctTime(life: Life, pick: number): void {
  const field = of(['submittedAt', 'receivedAt', 'resolvedAt'] as const, pick);
  const type = { submittedAt: 'DossierSubmitted', receivedAt: 'DossierReceived', resolvedAt: 'DossierResolved' }[field];
  const index = of([-1, ...life.events.keys()].filter((at) => at === -1 || life.events[at]?.type === type), pick >> 2);
  const old = life.times[index];
  if (old === undefined) return;
  const others = life.times.filter((_, at) => at !== index && life.events[at]?.type !== 'DossierFellOverdue').map(minuteOf);
  const after = Math.max(minuteOf(old) - 12 * DAY_MINUTES, ...others.filter((minute) => minute <= minuteOf(old)));
  const before = Math.min(minuteOf(life.now), ...others.filter((minute) => minute > minuteOf(old)));
  const due = life.dueSetBy.get(index);
  const last = due === undefined ? before - 1 : Math.min(before - 1, minuteOf(due));
  if (last <= after) return;
  const corrected = (after + 1 + (pick % (last - after))) * MINUTE_MS;
  if (corrected === old) return;
  life.times[index] = corrected;
  add(life, 'DossierCorrected', { field, old: formatInstant(old), new: formatInstant(corrected), reason: 'typing_error' });
}

/** Whoever set the date; of several events that set the same one, the correction is about the last. */
function correctDueDate(life: Life, pick: number): void {
  const [, old] = of([...life.dueSetBy], pick >> 3);
  const [index = 0] = [...life.dueSetBy].findLast(([, due]) => minuteOf(due ?? 0) === minuteOf(old ?? 0)) ?? [];
  const corrected = (life.times[index] ?? life.now) + (1 + (pick % (20 * DAY_MINUTES))) * MINUTE_MS;
  if (corrected === old) return;
  life.dueSetBy.set(index, corrected);
  life.dueDates.push(corrected);
  add(life, 'DossierCorrected', { field: 'dueAt', old: text(old) ?? null, new: formatInstant(corrected), reason: 'typing_error' });
}
