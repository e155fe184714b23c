import type { DossierClass, DossierEvent, Placement } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { FigureId } from '@motcua/ledger';
import type { Arrival } from './histories.ts';
import { dayOf, standing, storyOf } from './oracle-story.ts';
import type { Story, Whereabouts } from './oracle-story.ts';

/**
 * What a row of a table stands for: a set of authorities (one, a level, all), or one field, procedure or channel, within
 * a set of authorities or of all. Transfers are changes of the authority, and in the latter corrections of theirs.
 */
export type OracleNode =
  | { readonly by: 'authority'; readonly authorities: readonly string[] }
  | { readonly by: 'field' | 'procedure' | 'channel'; readonly code: string; readonly within?: readonly string[] };

/** Which days (both included), and up to which arrival: position 1 is the first of the list. */
export type OracleQuestion = { readonly node: OracleNode; readonly from: CivilDate; readonly to: CivilDate; readonly position: number };

/**
 * The figures of a node and period as known at a position, recounted from nothing but the events: dossier by dossier and
 * event by event, every question answered by reading the dossier's story from its beginning. Slow, and knows no movements.
 *
 * @param arrivals - Accepted events of any number of dossiers, in the order of the log.
 */
export function oracleFigures(arrivals: readonly Arrival[], question: OracleQuestion): Readonly<Record<FigureId, number>> {
  const known = arrivals.slice(0, question.position);
  const stories = [...new Set(known.map(({ dossier }) => dossier))].map((dossier) => storyOf(eventsOf(known, dossier)));
  const open: readonly DossierClass[] = ['in_progress', 'overdue', 'paused'];
  const stockBefore = (...classes: readonly DossierClass[]): number => stories.filter((story) => standsIn(story, classes, question.node, (day) => day < question.from)).length;
  const stockAfter = (...classes: readonly DossierClass[]): number => stories.filter((story) => standsIn(story, classes, question.node, (day) => day <= question.to)).length;
  const facts = stories.flatMap((story) => factsIn(story, question));
  const count = (counts: (fact: Fact) => boolean): number => facts.filter(counts).length;
  const inNode = (place: Placement): boolean => liesIn(question.node, place);
  const moved = (fact: Fact): boolean => moves(fact, question.node);
  const received = ({ event, after }: Fact): boolean => event.type === 'DossierReceived' && inNode(after.place);
  const resolvedAs = (...classes: readonly DossierClass[]) => ({ event, after }: Fact): boolean => event.type === 'DossierResolved' && classes.includes(after.class) && inNode(after.place);
  const endedFrom = (classes: readonly DossierClass[], ...types: readonly DossierEvent['type'][]) => ({ event, before }: Fact): boolean =>
    types.includes(event.type) && classes.includes(before.class) && inNode(before.place);
  const waiting: readonly DossierClass[] = ['awaiting_reception'];
  return {
    openingReceived: stockBefore(...open),
    received: count(received),
    receivedOnline: count((fact) => received(fact) && fact.after.place.channel === 'online'),
    reopened: count(({ event, after }) => event.type === 'DossierReopened' && inNode(after.place)),
    transferredIn: count((fact) => moved(fact) && open.includes(fact.after.class) && inNode(fact.after.place)),
    transferredOut: count((fact) => moved(fact) && open.includes(fact.before.class) && inNode(fact.before.place)),
    resolved: count(resolvedAs('resolved_early', 'resolved_on_time', 'resolved_late', 'resolved_undated')),
    resolvedOnTime: count(resolvedAs('resolved_early', 'resolved_on_time')),
    resolvedEarly: count(resolvedAs('resolved_early')),
    resolvedOnDueDate: count(resolvedAs('resolved_on_time')),
    resolvedLate: count(resolvedAs('resolved_late')),
    resolvedUndated: count(resolvedAs('resolved_undated')),
    closedAfterReception: count(endedFrom(open, 'DossierWithdrawn', 'ProcessingTerminated')),
    withdrawnAfterReception: count(endedFrom(open, 'DossierWithdrawn')),
    terminatedAfterReception: count(endedFrom(open, 'ProcessingTerminated')),
    closingReceived: stockAfter(...open),
    withinLimit: stockAfter('in_progress', 'paused'),
    paused: stockAfter('paused'),
    overdue: stockAfter('overdue'),
    inProgress: stockAfter(...open, ...waiting),
    openingAwaiting: stockBefore(...waiting),
    submitted: count(({ event, after }) => event.type === 'DossierSubmitted' && inNode(after.place)),
    awaitingTransferredIn: count((fact) => moved(fact) && waiting.includes(fact.after.class) && inNode(fact.after.place)),
    awaitingTransferredOut: count((fact) => moved(fact) && waiting.includes(fact.before.class) && inNode(fact.before.place)),
    receivedAfterSubmission: count(endedFrom(waiting, 'DossierReceived')),
    refused: count(endedFrom(waiting, 'DossierRefused')),
    refusedAtCounter: count(({ event, before, after }) => event.type === 'DossierRefused' && before.class === 'outside' && inNode(after.place)),
    closedBeforeReception: count(endedFrom(waiting, 'DossierWithdrawn', 'ProcessingTerminated')),
    withdrawnBeforeReception: count(endedFrom(waiting, 'DossierWithdrawn')),
    terminatedBeforeReception: count(endedFrom(waiting, 'ProcessingTerminated')),
    awaitingReception: stockAfter(...waiting),
  };
}

/** Where a dossier was at the end of a day, as known at a position. */
export function whereabouts(arrivals: readonly Arrival[], dossier: string, day: CivilDate, position: number): Whereabouts {
  return standing(storyOf(eventsOf(arrivals.slice(0, position), dossier)).filter((event) => dayOf(event.occurredAt) <= day));
}

/** One event of a story, and where the dossier stood just before and just after it. */
type Fact = { readonly event: DossierEvent; readonly before: Whereabouts; readonly after: Whereabouts };

function factsIn(story: Story, { from, to }: OracleQuestion): readonly Fact[] {
  return story
    .map((event, index) => ({ event, before: standing(story.slice(0, index)), after: standing(story.slice(0, index + 1)) }))
    .filter(({ event }) => from <= dayOf(event.occurredAt) && dayOf(event.occurredAt) <= to);
}

function standsIn(story: Story, classes: readonly DossierClass[], node: OracleNode, counts: (day: CivilDate) => boolean): boolean {
  const there = standing(story.filter((event) => counts(dayOf(event.occurredAt))));
  return classes.includes(there.class) && liesIn(node, there.place);
}

function liesIn(node: OracleNode, place: Placement): boolean {
  if (node.by === 'authority') return node.authorities.includes(place.authority);
  return place[node.by] === node.code && (node.within === undefined || node.within.includes(place.authority));
}

/** Whether the event changed the authority, or what the rows of the table are. */
function moves({ event, before, after }: Fact, { by }: OracleNode): boolean {
  if (event.type === 'DossierReassigned') return true;
  if (event.type !== 'DossierCorrected') return false;
  return (event.data.field === 'authority' || event.data.field === by) && before.place[event.data.field] !== after.place[event.data.field];
}

function eventsOf(known: readonly Arrival[], dossier: string): readonly DossierEvent[] {
  return known.filter((arrival) => arrival.dossier === dossier).map(({ event }) => event);
}
