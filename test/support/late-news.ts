import { formatInstant, parseInstant } from '@motcua/kernel';
import type { CloudEvent } from '@motcua/simulator';

/** What a counter tells long afterwards: of any kind, dated into the past. */
export type LateEvent = { readonly specversion: '1.0'; readonly id: string; readonly source: string; readonly type: string; readonly time: string; readonly subject: string; readonly data: object };

type Told = { readonly dossier: string; readonly source: string; readonly events: readonly CloudEvent[] };
type Kind = (told: Told, attempt: number) => Omit<LateEvent, 'specversion' | 'id' | 'source' | 'subject'> | undefined;

const HOUR_MS = 3_600_000;
/** The codes of the sample's offices and procedures. */
const OFFICES = ['H57.01', 'H57.31', 'H57.31.02'] as const;
const PROCEDURES = ['1.001000', '1.001027', '1.001054'] as const;

/**
 * Offers of late news about dossiers of which `events` tell, without end; the same from the same events. Not every one is lawful:
 * who sends them goes on until enough were accepted.
 */
export function* lateNews(events: readonly CloudEvent[]): Generator<LateEvent> {
  const dossiers = [...Map.groupBy(events, ({ subject }) => subject)].map(([dossier, told]): Told => ({ dossier, source: told[0]?.source ?? '', events: told.toSorted((a, b) => (a.time < b.time ? -1 : 1)) }));
  for (let attempt = 0; ; attempt += 1) {
    const told = of(dossiers, attempt * 7_919);
    const kind = of(KINDS, attempt);
    const event = kind(told, Math.floor(attempt / KINDS.length));
    if (event === undefined) continue;
    const late: LateEvent = { specversion: '1.0', id: `late.${attempt}`, source: told.source, subject: told.dossier, ...event };
    yield late;
    // What was waited for comes too, most often.
    const ends = ENDS[late.type];
    if (ends !== undefined && attempt % 4 !== 0) yield { ...late, id: `${late.id}.end`, type: ends, time: later(late.time, 30), data: {} };
  }
}

const ENDS: Readonly<Record<string, string>> = { ProcessingSuspended: 'ProcessingResumed', SupplementRequested: 'SupplementReceived', PaymentRequested: 'FeePaid' };

const KINDS: readonly Kind[] = [
  ...(['ProcessingSuspended', 'SupplementRequested', 'PaymentRequested', 'DossierWithdrawn', 'ProcessingTerminated', 'DossierResolved', 'ResultReady'] as const).map((type): Kind =>
    (told, attempt) => between(told, 'DossierReceived', attempt, (time) => ({ type, time, data: {} }))),
  ...(['SupplementReceived', 'FeePaid', 'ProcessingResumed'] as const).map((type): Kind =>
    (told, attempt) => after(told, attempt, (time) => ({ type, time, data: {} }))),
  (told, attempt) => after(told, attempt, (time) => ({ type: 'DossierReopened', time, data: { reason: 'complaint' } })),
  (told, attempt) => between(told, 'DossierReceived', attempt, (time) => ({ type: 'DossierReassigned', time, data: { to: of(OFFICES, attempt) } })),
  (told, attempt) => between(told, 'DossierReceived', attempt, (time) => ({ type: 'DueDateChanged', time, data: { newDueAt: later(time, 24 * (3 + attempt % 30)), cause: of(['law', 'opinion', 'calendar'], attempt) } })),
  (told, attempt) => between(told, 'DossierReceived', attempt, (time) => ({
    type: 'ApologyIssued', time, data: { letterNumber: `${attempt + 1}/XL-MUON`, cause: 'appraisal', unitAtFault: 'H57.01', newDueAt: later(time, 24 * 20), signed: true, sentAt: time },
  })),
  (told, attempt) => corrected(told, attempt, 'channel', ({ channel }) => (channel === 'online' ? 'postal' : 'online')),
  (told, attempt) => corrected(told, attempt, 'authority', ({ authority }) => (authority === OFFICES[0] ? OFFICES[1] : OFFICES[0])),
  (told, attempt) => corrected(told, attempt, 'field', ({ field }) => (field === 'G03-HT01' ? 'G15-TP01' : 'G03-HT01')),
  (told, attempt) => corrected(told, attempt, 'procedure', ({ procedure }) => (procedure === PROCEDURES[0] ? PROCEDURES[1] : PROCEDURES[0])),
  (told, attempt) => moved(told, attempt, 'DossierReceived', 'receivedAt'),
  (told, attempt) => moved(told, attempt, 'DossierResolved', 'resolvedAt'),
  // A dossier that nobody had told of.
  ({ dossier, events: [first] }, attempt) => first === undefined ? undefined : ({
    type: 'DossierReceived', time: later(first.time, attempt % 900), subject: `${dossier}9`,
    data: { authority: of(OFFICES, attempt), receivingUnit: 'H57.01.MC', procedure: of(PROCEDURES, attempt), field: 'G15-TP01', channel: of(['online', 'in_person', 'postal'], attempt) },
  }),
];

/** Somewhere behind an event of a type. */
function between({ events }: Told, type: string, attempt: number, event: (time: string) => ReturnType<Kind>): ReturnType<Kind> {
  const from = events.find((one) => one.type === type);
  return from === undefined ? undefined : event(later(from.time, 1 + attempt % 120));
}

/** Behind the last event. */
function after({ events }: Told, attempt: number, event: (time: string) => ReturnType<Kind>): ReturnType<Kind> {
  const last = events.at(-1);
  return last === undefined ? undefined : event(later(last.time, 2 + attempt % 400));
}

function corrected({ events }: Told, attempt: number, field: string, other: (data: Readonly<Record<string, unknown>>) => string): ReturnType<Kind> {
  const received = events.find(({ type }) => type === 'DossierReceived');
  const last = events.at(-1);
  if (received === undefined || last === undefined) return undefined;
  const data: Readonly<Record<string, unknown>> = { ...received.data };
  return { type: 'DossierCorrected', time: later(last.time, 3 + attempt % 200), data: { field, old: data[field], new: other(data), reason: 'typing_error' } };
}

/** A time that was noted wrongly. */
function moved({ events }: Told, attempt: number, type: string, field: string): ReturnType<Kind> {
  const [wrong, last] = [events.find((one) => one.type === type), events.at(-1)];
  if (wrong === undefined || last === undefined) return undefined;
  return { type: 'DossierCorrected', time: later(last.time, 4 + attempt % 200), data: { field, old: wrong.time, new: later(wrong.time, 24 * (attempt % 9) - 24 * 4), reason: 'typing_error' } };
}

function later(time: string, hours: number): string {
  return formatInstant((parseInstant(time) ?? Number.NaN) + hours * HOUR_MS);
}

function of<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}
