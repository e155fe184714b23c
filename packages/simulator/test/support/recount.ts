import type { SimulatedEvent, SimulatedReferenceEvent, Totals } from '../../src/index.ts';
import { closingAfter, daysBetween } from './wall-calendar.ts';

/** All events of one dossier, in the order in which they are sent. */
export type History = readonly SimulatedEvent[];
/** The limits of procedures in working days, by code. */
export type Limits = ReadonlyMap<string, number>;

const FROM = Date.parse('2023-12-15T00:00:00+07:00');

/** Groups the events of a counter by dossier. */
export function histories(events: Iterable<SimulatedEvent>): ReadonlyMap<string, History> {
  return Map.groupBy(events, ({ subject }) => subject);
}

/** What the catalogue declares. */
export function limitsOf(events: readonly SimulatedReferenceEvent[]): Limits {
  return new Map(events.flatMap((event) => event.type === 'ProcedureDeclared' ? [[event.subject, event.data.limit.amount]] : []));
}

/** Counts what happened, from events and a wall calendar alone: nothing of the ledger or the simulator is used. */
export function recount(dossiers: Iterable<History>, limits: Limits): Totals {
  const totals = {
    dossiers: 0, openingReceived: 0, openingAwaiting: 0, submitted: 0, received: 0, receivedOnline: 0, refused: 0, closedBeforeReception: 0,
    resolved: 0, resolvedOnTime: 0, resolvedLate: 0, closedAfterReception: 0, inProgress: 0, awaitingReception: 0,
  };
  for (const history of dossiers) {
    const submitted = history.find(({ type }) => type === 'DossierSubmitted');
    const received = history.find((event) => event.type === 'DossierReceived');
    const resolved = history.find(({ type }) => type === 'DossierResolved');
    const closed = history.find(({ type }) => type === 'DossierWithdrawn' || type === 'ProcessingTerminated');
    const refused = history.find(({ type }) => type === 'DossierRefused');
    const before = (event: SimulatedEvent | undefined): boolean => event !== undefined && Date.parse(event.time) < FROM;
    const within = (event: SimulatedEvent | undefined): boolean => event !== undefined && !before(event);
    const count = (key: keyof Totals, matches: boolean): void => { totals[key] += Number(matches); };
    const late = resolved !== undefined && isLate(history, limits, resolved);
    count('dossiers', true);
    count('openingReceived', before(received));
    count('openingAwaiting', before(submitted) && !before(received));
    count('submitted', within(submitted));
    count('received', within(received));
    count('receivedOnline', within(received) && received?.data.channel === 'online');
    count('refused', within(refused));
    count('closedBeforeReception', within(closed) && received === undefined);
    count('closedAfterReception', within(closed) && received !== undefined);
    count('resolved', within(resolved));
    count('resolvedLate', within(resolved) && late);
    count('resolvedOnTime', within(resolved) && !late);
    const unfinished = resolved === undefined && closed === undefined && refused === undefined;
    count('inProgress', unfinished);
    count('awaitingReception', unfinished && received === undefined);
  }
  return totals;
}

/** In milliseconds, counted by hand: a supplement starts the limit again, whatever else was waited for shifts its end by as many days. */
export function dueDate(history: History, limits: Limits): number {
  const received = history.find((event) => event.type === 'DossierReceived');
  if (received === undefined) return Number.NaN;
  const limit = received.data.limit?.amount ?? limits.get(received.data.procedure) ?? Number.NaN;
  const restarted = history.findLast(({ type }) => type === 'SupplementReceived') ?? received;
  const asked = history.find(({ type }) => type === 'PaymentRequested' || type === 'ProcessingSuspended');
  const settled = history.find((event) => asked !== undefined && event.time > asked.time && (event.type === 'FeePaid' || event.type === 'ProcessingResumed'));
  const waited = asked === undefined || settled === undefined ? 0 : daysBetween(asked.time, settled.time);
  return closingAfter(restarted.time, limit + waited);
}

function isLate(history: History, limits: Limits, resolved: SimulatedEvent): boolean {
  return Math.floor(Date.parse(resolved.time) / 60_000) > Math.floor(dueDate(history, limits) / 60_000);
}
