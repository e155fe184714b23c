import type { SimulatedEvent, Totals } from '../src/index.ts';

/** All events of one dossier, in the order in which they are sent. */
export type History = readonly SimulatedEvent[];

const FROM = Date.parse('2023-12-15T00:00:00+07:00');

/** Groups the events of a counter by dossier. */
export function histories(events: Iterable<SimulatedEvent>): ReadonlyMap<string, History> {
  const bySubject = new Map<string, SimulatedEvent[]>();
  for (const event of events) {
    const own = bySubject.get(event.subject);
    if (own === undefined) bySubject.set(event.subject, [event]);
    else own.push(event);
  }
  return bySubject;
}

/** Counts what happened, from the times and types of events alone: nothing of the ledger or the simulator is used. */
export function recount(dossiers: Iterable<History>): Totals {
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
    const late = resolved !== undefined && isLate(history, resolved);
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

/** The due dates that were ever set, each with the events up to the next restart of the limit. */
export function limits(history: History): readonly { readonly dueAt: number; readonly during: History }[] {
  const starts = history.flatMap((event, index) =>
    (event.type === 'DossierReceived' || event.type === 'SupplementReceived') ? [{ index, dueAt: Date.parse(event.data.dueAt ?? '') }] : []);
  return starts.map(({ index, dueAt }, at) => ({ dueAt, during: history.slice(index + 1, (starts[at + 1]?.index ?? history.length)) }));
}

function isLate(history: History, resolved: SimulatedEvent): boolean {
  const dueAt = limits(history).at(-1)?.dueAt ?? Number.NaN;
  return Math.floor(Date.parse(resolved.time) / 60_000) > Math.floor(dueAt / 60_000);
}
