import type { DossierEvent, Placement } from '@motcua/dossier';
import { minute, withCorrections } from './oracle-corrections.ts';

/** What happened to one dossier, in order of time, with corrected times. */
export type Story = readonly DossierEvent[];

/** The story that a dossier's events tell, given as they arrived. By minute; overdue marks last in theirs; otherwise as they arrived. */
export function storyOf(arrived: readonly DossierEvent[]): Story {
  const told = arrived.map((event, arrival) => withCorrections(event, arrival, arrived));
  const order = (event: DossierEvent): number => minute(event.occurredAt) * 2 + (event.type === 'DossierFellOverdue' ? 1 : 0);
  return told.map((event, arrival) => ({ event, arrival }))
    .sort((a, b) => order(a.event) - order(b.event) || a.arrival - b.arrival)
    .map(({ event }) => event);
}

export function isEnd(type: DossierEvent['type']): boolean {
  return ['DossierResolved', 'DossierWithdrawn', 'ProcessingTerminated', 'DossierRefused'].includes(type);
}

/** The place that the dossier counts in after the events of a story. */
export function placeAfter(story: Story): Placement {
  let place: Placement = { authority: 'unknown', receivingUnit: 'unknown', procedure: 'unknown', field: 'unknown', channel: 'unknown' };
  const nothingBefore = (event: DossierEvent): boolean => !story.slice(0, story.indexOf(event)).some(({ type }) => type === 'DossierSubmitted');
  for (const event of story) {
    if (event.type === 'DossierSubmitted') place = placed(event.data, 'online');
    if (event.type === 'DossierReceived') place = placed(event.data, event.data.channel);
    if (event.type === 'DossierRefused' && nothingBefore(event)) place = placed(event.data, event.data.channel ?? 'unknown');
    if (event.type === 'DossierReassigned') place = { ...place, authority: event.data.to };
    if (event.type === 'DossierCorrected' && event.data.field in place) place = { ...place, [event.data.field]: event.data.new };
  }
  return place;
}

type Said = { readonly [Part in 'authority' | 'receivingUnit' | 'procedure' | 'field']?: string | undefined };

function placed(said: Said, channel: Placement['channel']): Placement {
  const { authority = 'unknown', receivingUnit = 'unknown', procedure = 'unknown', field = 'unknown' } = said;
  return { authority, receivingUnit, procedure, field, channel };
}
