/** What the counter of one district tells: its declaration, and dossiers received one after the other. CloudEvents. */
export const district = eventOf('authority', 'AuthorityDeclared', 'H57.31', { name: 'UBND thành phố Huế', level: 'district', parent: null, validFrom: '2020-01-01' });

/** @param number - Of the dossier, from 1. @param dueOn - A civil date. */
export function received(number: number, dueOn = '2099-01-19'): object {
  return eventOf(String(number), 'DossierReceived', codeOf(number), { authority: 'H57.31', receivingUnit: 'H57.31', procedure: '1.001234', field: 'land', channel: 'online', dueAt: dueOn });
}

/** The dossier's code. */
export function codeOf(number: number): string {
  return `H57.31-240105-${String(number).padStart(4, '0')}`;
}

/**
 * Sends one event to an intake and gives its position.
 *
 * @throws Error with the answer when it is not accepted.
 */
export async function send(intake: string, event: object): Promise<number> {
  const path = event === district ? '/v1/reference-events' : '/v1/dossier-events';
  const answer = await fetch(`${intake}${path}`, { method: 'POST', headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(event) });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { readonly position: number }).position;
}

function eventOf(id: string, type: string, subject: string, data: object): object {
  return { specversion: '1.0', id, source: 'urn:example:counter', type, time: '2024-01-05T08:12:00+07:00', subject, data };
}
