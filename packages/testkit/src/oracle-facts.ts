import type { DossierEvent } from '@motcua/dossier';
import type { FactId } from '@motcua/ledger';
import type { OracleCalendar } from './oracle-calendar.ts';
import { OracleDates } from './oracle-dates.ts';
import { placeAfter } from './oracle-story.ts';
import type { Story } from './oracle-story.ts';

/** The facts that follow from dossiers' events. */
export type DossierFactId = Exclude<FactId, 'ratings' | 'ratingsSatisfied' | `feedback${string}`>;
export const DOSSIER_FACTS: readonly DossierFactId[] = [
  'feeDue', 'feePaidOnline', 'payments', 'paymentsOnline', 'componentsFiled', 'componentsDigitized', 'componentsByApplicant', 'componentsByCounter', 'componentsReused',
  'componentsFromCitizenStore', 'componentsFromNationalDatabase', 'inputDigitized', 'resultElectronic', 'resultElectronicOnline', 'digitizedThroughout', 'slipsOwed', 'slipsIssued', 'slipsSigned',
];

type Told = Readonly<Record<DossierFactId, number>>;
const remembered = new WeakMap<Story, readonly Told[]>();

/** What each event of a story adds to each fact: every one is answered by reading the story up to there. */
export function factsTold(story: Story, calendar: OracleCalendar | undefined): readonly Told[] {
  const dates = new OracleDates(story, 'nd61', calendar);
  const told = remembered.get(story) ?? story.map((event, at) => factsOfEvent(event, at, story, dates));
  remembered.set(story, told);
  return told;
}

function factsOfEvent(event: DossierEvent, at: number, story: Story, dates: OracleDates): Told {
  const earlier = story.slice(0, at);
  const first = (is: (one: DossierEvent) => boolean): number => Number(is(event) && !earlier.some(is));
  const parts = event.type === 'ComponentsDigitized' ? event.data : { components: 0, byApplicant: 0, byCounter: 0, fromCitizenStore: 0, fromNationalDatabase: 0, fromElsewhere: 0 };
  const reused = parts.fromCitizenStore + parts.fromNationalDatabase + parts.fromElsewhere;
  const electronic = Number(event.type === 'ResultReady' && event.data.electronic === true);
  const issued = event.type === 'SlipIssued' || event.type === 'ApologyIssued';
  return {
    feeDue: first(costs), feePaidOnline: first(isOnline), payments: Number(isPayment(event)), paymentsOnline: Number(isOnline(event)),
    componentsFiled: parts.components, componentsDigitized: parts.byApplicant + parts.byCounter + reused, componentsByApplicant: parts.byApplicant, componentsByCounter: parts.byCounter,
    componentsReused: reused, componentsFromCitizenStore: parts.fromCitizenStore, componentsFromNationalDatabase: parts.fromNationalDatabase,
    inputDigitized: first((one) => digitalIn([one]) > 0), resultElectronic: electronic,
    resultElectronicOnline: placeAfter(story.slice(0, at + 1)).channel === 'online' ? electronic : 0,
    digitizedThroughout: Number(isDigitalThroughout(story.slice(0, at + 1)) && !isDigitalThroughout(earlier)),
    slipsOwed: slipsOwed(story, at, dates), slipsIssued: Number(issued), slipsSigned: Number(issued && event.data.signed),
  };
}

function costs(event: DossierEvent): boolean {
  return isPayment(event) || (event.type === 'PaymentRequested' && event.data.amount !== 0);
}

function isPayment(event: DossierEvent): boolean {
  return event.type === 'FeePaid' && event.data.amount !== 0;
}

function isOnline(event: DossierEvent): boolean {
  return event.type === 'FeePaid' && event.data.amount !== 0 && ['national_portal', 'provincial_portal', 'other_online'].includes(event.data.method ?? '');
}

function digitalIn(story: Story): number {
  return story.reduce((sum, event) => event.type === 'ComponentsDigitized'
    ? sum + event.data.byApplicant + event.data.byCounter + event.data.fromCitizenStore + event.data.fromNationalDatabase + event.data.fromElsewhere : sum, 0);
}

function componentsIn(story: Story): number {
  return story.reduce((sum, event) => (event.type === 'ComponentsDigitized' ? sum + event.data.components : sum), 0);
}

function isDigitalThroughout(story: Story): boolean {
  const result = story.findLast(({ type }) => type === 'ResultReady' || type === 'DossierReopened');
  return result?.type === 'ResultReady' && result.data.electronic === true && componentsIn(story) > 0 && componentsIn(story) === digitalIn(story);
}

/** Every slip but the first letter of a dossier that is late already; and the letter that a dossier is without when it becomes late. */
function slipsOwed(story: Story, at: number, dates: OracleDates): number {
  const hasLetter = story.slice(0, at).some(({ type }) => type === 'ApologyIssued');
  if (story[at]?.type === 'SlipIssued') return 1;
  if (story[at]?.type === 'ApologyIssued') return dates.wasEverLate(at) && !hasLetter ? 0 : 1;
  return Number(dates.wasEverLate(at + 1) && !dates.wasEverLate(at) && !hasLetter);
}
