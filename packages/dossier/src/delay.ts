import { minuteOf, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { WorkingTime } from '@motcua/calendar';
import type { Almanac } from './almanac.ts';
import { computedDueAt } from './due-clock.ts';
import type { DelayCause } from './events.ts';
import type { Step } from './history.ts';
import { isPastDue } from './lateness-rule.ts';
import { isReceivedOpen } from './situation.ts';

/** What an office answers for of a delay, in working minutes. */
export type DelayShare = { readonly office: string; readonly cause: DelayCause; readonly minutes: number };

/** The delay of a dossier in working minutes of its authority; the shares add up to it. */
export type Delay = {
  readonly dueAt: Instant;
  /** When it was resolved, or else the instant asked for. */
  readonly until: Instant;
  readonly minutes: number;
  readonly shares: readonly DelayShare[];
};

/**
 * The delay of a dossier and the offices that held it, folded under the base rule; undefined when it is not late.
 *
 * It is counted from the first due date that passed unfinished, without the time during which the dossier was closed. An
 * office that was asked or had the dossier answers for what it took beyond its own date, or where it has none beyond the
 * dossier's; when that is more than the delay, all shares shrink alike. The rest is the responsible authority's.
 *
 * @param asOf - For an unfinished dossier; without it only a finished one has a delay.
 */
export function delayOf(steps: readonly Step[], almanac: Almanac, asOf?: Instant): Delay | undefined {
  const late = latenessOf(steps, asOf);
  if (late === undefined) return undefined;
  const { dueAt, until, authority, knownBefore } = late;
  const time = almanac.workingTime(authority, until, knownBefore);
  const open = openSpans(steps, until);
  const minutes = workedWithin(open, { from: dueAt, to: until }, time);
  const overruns = new Map<string, number>();
  for (const { office, from, to, ownDueAt } of holdings(steps, until, almanac)) {
    const beyond = workedWithin(open, { from: Math.max(from, ownDueAt ?? dueAt), to }, time);
    if (office !== authority && beyond > 0) overruns.set(office, (overruns.get(office) ?? 0) + beyond);
  }
  const others = shrunk([...overruns], minutes).map(([office, share]): DelayShare => ({ office, cause: 'coordinating_office', minutes: share })).filter((share) => share.minutes > 0);
  const left = minutes - others.reduce((sum, share) => sum + share.minutes, 0);
  const own = left > 0 || others.length === 0 ? [{ office: authority, cause: ownCause(steps, others.length > 0), minutes: left }] : [];
  return { dueAt, until, minutes, shares: [...own, ...others] };
}

type Span = { readonly from: Instant; readonly to: Instant };
type Lateness = { readonly dueAt: Instant; readonly until: Instant; readonly authority: string; readonly knownBefore: number | undefined };

function latenessOf(steps: readonly Step[], asOf: Instant | undefined): Lateness | undefined {
  const last = steps.at(-1)?.after;
  if (last === undefined) return undefined;
  const { authority } = last.placement;
  if (last.class === 'resolved_late') {
    const end = steps.findLast(({ event }) => event.type === 'DossierResolved')?.event;
    return end === undefined || last.missedDueAt === undefined ? undefined : { dueAt: last.missedDueAt, until: end.occurredAt, authority, knownBefore: end.position };
  }
  if (asOf === undefined || !isReceivedOpen(last.class)) return undefined;
  const dueAt = last.missedDueAt ?? (isPastDue(last, asOf) ? last.dueAt : undefined);
  return dueAt === undefined || minuteOf(dueAt) >= minuteOf(asOf) ? undefined : { dueAt, until: asOf, authority, knownBefore: undefined };
}

/** When somebody had to work on the dossier. */
function openSpans(steps: readonly Step[], until: Instant): readonly Span[] {
  return steps.flatMap(({ event, after }, index) => {
    const to = Math.min(steps[index + 1]?.event.occurredAt ?? until, until);
    return isReceivedOpen(after.class) && event.occurredAt < to ? [{ from: event.occurredAt, to }] : [];
  });
}

function workedWithin(open: readonly Span[], span: Span, time: WorkingTime): number {
  return open.reduce((sum, { from, to }) => sum + time.minutesBetween(Math.max(from, span.from), Math.min(to, span.to)), 0);
}

type Holding = Span & { readonly office: string; readonly ownDueAt: Instant | undefined };

/** The offices that were asked or had the dossier, from when to when, and until when they might. */
function holdings(steps: readonly Step[], until: Instant, almanac: Almanac): readonly Holding[] {
  return steps.flatMap(({ event }, index) => {
    if (event.type !== 'OpinionRequested' && event.type !== 'DossierTransferred') return [];
    const office = event.type === 'OpinionRequested' ? event.data.office : event.data.to;
    const has = event.type === 'OpinionRequested'
      ? ({ after }: Step): boolean => after.opinions.includes(office)
      : ({ after }: Step): boolean => after.heldBy === office;
    const end = steps.slice(index).find((step) => !has(step))?.event.occurredAt ?? until;
    const told = event.data.dueAt === undefined ? undefined : parseInstant(event.data.dueAt);
    return [{ office, from: event.occurredAt, to: Math.min(end, until), ownDueAt: told ?? computedDueAt(event.data.limit, office, event, { almanac }) }];
  });
}

/** Shares of a whole in proportion, when they are more than it; whole numbers, the largest remainders rounded up. */
function shrunk(shares: readonly (readonly [string, number])[], whole: number): readonly (readonly [string, number])[] {
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (sum <= whole) return shares;
  const exact = shares.map(([office, share], index) => ({ office, index, floor: Math.floor((share * whole) / sum), remainder: (share * whole) % sum }));
  let left = whole - exact.reduce((total, { floor }) => total + floor, 0);
  const raised = new Set<number>();
  for (const { index } of exact.toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (left === 0) break;
    raised.add(index);
    left -= 1;
  }
  return exact.map(({ office, index, floor }) => [office, floor + (raised.has(index) ? 1 : 0)]);
}

/** What the resolution says, else the last letter or announcement; a co-operating office that has a share of its own is not meant. */
function ownCause(steps: readonly Step[], othersShare: boolean): DelayCause {
  const events = steps.map(({ event }) => event);
  const resolution = events.findLast(({ type }) => type === 'DossierResolved');
  const told = resolution?.type === 'DossierResolved' ? resolution.data.delayCause : undefined;
  const said = events.flatMap((event) => (event.type === 'ApologyIssued' || event.type === 'DelayAnnounced' ? [event.data.cause] : [])).at(-1);
  const named = told ?? said ?? 'own_fault';
  return named === 'coordinating_office' && othersShare ? 'own_fault' : named;
}
