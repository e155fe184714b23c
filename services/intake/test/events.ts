import { overdueMarkId } from '@motcua/kernel';

export type Sent = Readonly<Record<string, unknown>>;

export const BATCH = 'application/cloudevents-batch+json';
export const LINES = 'application/x-ndjson';
export const CODE = 'H57.31-240105-0001';

/** A CloudEvent as a counter sends it; the id follows from type, dossier and time. */
export function event(type: string, time: string, data: Sent, changes: Sent = {}): Sent {
  const subject = typeof changes['subject'] === 'string' ? changes['subject'] : CODE;
  return { specversion: '1.0', id: `${type}.${subject}.${time.replaceAll(/[^0-9]/g, '')}`, source: 'urn:counter:1', type, time, subject, data, ...changes };
}

export const placement = { authority: 'H57.01', receivingUnit: 'H57.01', procedure: '1.001234', field: 'G03-GD06' };

export function received(subject = CODE, changes: Sent = {}): Sent {
  return event('DossierReceived', '2024-01-05T08:12:00+07:00', { ...placement, channel: 'in_person', dueAt: '2024-01-19' }, { subject, ...changes });
}

export function resolved(subject = CODE, changes: Sent = {}): Sent {
  return event('DossierResolved', '2024-01-17T15:00:00+07:00', {}, { subject, ...changes });
}

export function overdueMark(subject: string, dueAt: string, changes: Sent = {}): Sent {
  return event('DossierFellOverdue', dueAt, { rule: 'nd61', dueAt }, { subject, source: 'urn:motcua:clock', id: overdueMarkId(subject, 'nd61', dueAt), ...changes });
}

export function authority(changes: Sent = {}): Sent {
  const data = { name: 'Sở Tư pháp', level: 'province', parent: null, validFrom: '2020-01-01' };
  return event('AuthorityDeclared', '2024-01-01T08:00:00+07:00', data, { subject: 'H57.01', ...changes });
}

/** The code of the n-th dossier of a test. */
export function code(index: number): string {
  return `H57.31-240105-${String(index).padStart(4, '0')}`;
}

export function lines(...items: readonly (Sent | string)[]): string {
  return items.map((item) => `${typeof item === 'string' ? item : JSON.stringify(item)}\n`).join('');
}

export type Line = Readonly<Record<string, unknown>> & { readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] };

export function readLines(body: string): readonly Line[] {
  return body.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}
