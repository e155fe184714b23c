import type { DossierClass, DossierEvent, Placement } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { FigureId } from '@motcua/ledger';
import type { Arrival } from './histories.ts';
import type { OracleCalendar } from './oracle-calendar.ts';
import { dayOf } from './oracle-days.ts';
import { DOSSIER_FACTS, factsTold } from './oracle-facts.ts';
import type { DossierFactId } from './oracle-facts.ts';
import { standings } from './oracle-standing.ts';
import type { Whereabouts } from './oracle-standing.ts';
import { storyOf } from './oracle-story.ts';
import type { Story } from './oracle-story.ts';

/**
 * What a row of a table stands for: a set of authorities (one, a level, all), or one field, procedure or channel, within
 * a set of authorities or of all. Transfers are changes of the authority, and in the latter corrections of theirs.
 */
export type OracleNode =
  | { readonly by: 'authority'; readonly authorities: readonly string[] }
  | { readonly by: 'field' | 'procedure' | 'channel'; readonly code: string; readonly within?: readonly string[] };

/** By which lateness rule, `nd61` by default, and with which calendar; without one nothing is computed that nobody told. */
export type OracleBook = { readonly rule?: string; readonly calendar?: OracleCalendar | undefined };

/** Which days (both included), and up to which arrival: position 1 is the first of the list, whatever place in a log its event has. */
export type OracleQuestion = OracleBook & { readonly node: OracleNode; readonly from: CivilDate; readonly to: CivilDate; readonly position: number };

/**
 * The figures of a node and period as known at a position, recounted from nothing but the events: dossier by dossier and
 * event by event, every question answered by reading the dossier's story from its beginning. Slow, and knows no movements.
 *
 * @param arrivals - Accepted events of any number of dossiers, in the order of the log.
 */
export function oracleFigures(arrivals: readonly Arrival[], question: OracleQuestion): Readonly<Record<FigureId, number>> {
  const stories = storiesIn(arrivals, question.position, question);
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
    fellOverdue: count(({ before, after }) => ['in_progress', 'paused'].includes(before.class) && after.class === 'overdue' && inNode(after.place)),
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

/** How often each fact happened in a node and period, counted from the stories alone. */
export function oracleFacts(arrivals: readonly Arrival[], question: OracleQuestion): Readonly<Record<DossierFactId, number>> {
  const { node, from, to, calendar } = question;
  const told = storiesIn(arrivals, question.position, question).flatMap(({ story, stood }) => factsTold(story, calendar).filter((_, at) => {
    const day = dayOf(story[at]?.occurredAt ?? 0);
    return from <= day && day <= to && liesIn(node, stoodAfter(stood, at + 1).place);
  }));
  return Object.fromEntries(DOSSIER_FACTS.map((id) => [id, told.reduce((sum, facts) => sum + facts[id], 0)])) as Record<DossierFactId, number>;
}

/** Where a dossier was at the end of a day, as known at a position. */
export function whereabouts(arrivals: readonly Arrival[], dossier: string, day: CivilDate, position: number, book: OracleBook = {}): Whereabouts {
  return standingWhile(toldStory(arrivals.slice(0, position), dossier, book), (date) => date <= day);
}

/** A story, and where its dossier stood after each number of its events. */
type ToldStory = { readonly story: Story; readonly stood: readonly Whereabouts[] };

/** One event of a story, and where the dossier stood just before and just after it. */
type Fact = { readonly event: DossierEvent; readonly before: Whereabouts; readonly after: Whereabouts };

function factsIn({ story, stood }: ToldStory, { from, to }: OracleQuestion): readonly Fact[] {
  return story
    .map((event, index) => ({ event, before: stoodAfter(stood, index), after: stoodAfter(stood, index + 1) }))
    .filter(({ event }) => from <= dayOf(event.occurredAt) && dayOf(event.occurredAt) <= to);
}

function standsIn(told: ToldStory, classes: readonly DossierClass[], node: OracleNode, counts: (day: CivilDate) => boolean): boolean {
  const there = standingWhile(told, counts);
  return classes.includes(there.class) && liesIn(node, there.place);
}

/** The days of a story never fall, so those that count are its first. */
function standingWhile({ story, stood }: ToldStory, counts: (day: CivilDate) => boolean): Whereabouts {
  return stoodAfter(stood, story.filter((event) => counts(dayOf(event.occurredAt))).length);
}

function stoodAfter(stood: readonly Whereabouts[], n: number): Whereabouts {
  const there = stood[n];
  if (there === undefined) throw new RangeError('the story is not that long');
  return there;
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

type Remembered = OracleBook & { readonly position: number; readonly stories: readonly ToldStory[] };
const remembered = new WeakMap<readonly Arrival[], Remembered[]>();

/** The stories do not depend on node and period, and many are asked about in turn. */
function storiesIn(arrivals: readonly Arrival[], position: number, { rule = 'nd61', calendar }: OracleBook): readonly ToldStory[] {
  const before = remembered.get(arrivals) ?? [];
  const known = before.find((one) => one.position === position && one.rule === rule && one.calendar === calendar);
  if (known !== undefined) return known.stories;
  const heard = arrivals.slice(0, position);
  const stories = [...new Set(heard.map(({ dossier }) => dossier))].map((dossier) => toldStory(heard, dossier, { rule, calendar }));
  remembered.set(arrivals, [...before, { position, rule, calendar, stories }]);
  return stories;
}

function toldStory(heard: readonly Arrival[], dossier: string, { rule = 'nd61', calendar }: OracleBook): ToldStory {
  const story = storyOf(heard.filter((arrival) => arrival.dossier === dossier).map(({ event }) => event));
  return { story, stood: standings(story, { rule, calendar }) };
}
