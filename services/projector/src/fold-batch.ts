import type { AcceptedDifferenceRow, AlmanacRow, AuthorityRow, CalendarMoveRow, CorrectionRow, EditionPartRow, EditionRow, FindingRow, JournalEntry, ProcedureRow, ProjectedBatch, QuarantinedRow, Stop } from '@motcua/database';
import { QUARANTINED, quarantineData, readDossierEvent, readFeedbackEvent, serviceEventData } from '@motcua/dossier';
import type { Almanac, Quarantine } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { RecordedEvent } from '@motcua/event-store';
import { AppError, isAppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { DIFFERENCES_ACCEPTED, EDITION_PART, factsOfRatings, PERIOD_CLOSED } from '@motcua/ledger';
import { acceptedDifferenceRow } from './accepted-differences.ts';
import { assertCalendar, authorityRow, procedureRow } from './declarations.ts';
import { assertDelivery } from './deliveries.ts';
import { dossierRow } from './dossier-row.ts';
import type { DossierState, DossierStates } from './dossier-states.ts';
import { editionPartRow, editionRow } from './editions.ts';
import { foldFeedback, isFeedback, leaveOutOfFeedback } from './feedback-states.ts';
import type { FeedbackStates } from './feedback-states.ts';
import { cycleFinding, findingsOf, quarantinedFinding } from './findings.ts';
import { canFollow, postEvent } from './post-event.ts';
import { firstDayAboveItself } from './references.ts';
import type { References } from './references.ts';
import { timeRowsOf } from './time-rows.ts';
import type { Touched } from './time-rows.ts';
import { holds, WHOLE } from './share.ts';
import type { Share } from './share.ts';
import { unknownType, unreadable } from './unfit.ts';

/**
 * What a stretch of the log means for the read model. Changes nothing but the memory handed in, which is that
 * of the end afterwards.
 *
 * @param from - The position before the first event.
 * @param share - Which dossiers are folded; of the others nothing is. What is no dossier's is learnt by every share, and written by the first.
 * @returns The batch up to the first event that cannot be applied, which it then names.
 */
export function foldBatch(from: number, events: readonly RecordedEvent[], memory: Memory, share: Share = WHOLE): ProjectedBatch {
  const fold = new BatchFold(memory, share);
  let last: RecordedEvent | undefined;
  for (const event of events) {
    const stop = fold.apply(event);
    if (stop !== undefined) return fold.batch(from, last, stop);
    last = event;
  }
  return fold.batch(from, last, undefined);
}

export type Memory = {
  readonly states: DossierStates;
  /** Of feedback, for the first share. */
  readonly feedback: FeedbackStates;
  readonly references: References;
  readonly almanac: Almanac;
  /** What the operator decided, what is written under an id that was used before, and what was really left out so far. */
  readonly quarantine: Quarantine;
  readonly reused: Quarantine;
  readonly leftOut: Set<number>;
};

class BatchFold {
  readonly #memory: Memory;
  readonly #entries: JournalEntry[] = [];
  readonly #touched = new Map<string, Touched & { readonly after: DossierState }>();
  readonly #findings: FindingRow[] = [];
  readonly #corrections: CorrectionRow[] = [];
  readonly #calendarMoves: CalendarMoveRow[] = [];
  readonly #authorities: AuthorityRow[] = [];
  readonly #procedures: ProcedureRow[] = [];
  readonly #quarantined: QuarantinedRow[] = [];
  /** What this share alone knows to be left out. */
  readonly #ownQuarantined: QuarantinedRow[] = [];
  readonly #almanac: AlmanacRow[] = [];
  readonly #editions: EditionRow[] = [];
  readonly #editionParts: EditionPartRow[] = [];
  readonly #acceptedDifferences: AcceptedDifferenceRow[] = [];
  readonly #share: Share;
  /** Entries of what is no dossier's. */
  readonly #otherEntries: JournalEntry[] = [];
  /** Findings about what is no dossier's. */
  readonly #otherFindings: FindingRow[] = [];
  #lastRecorded: { readonly text: string; readonly instant: Instant | undefined } = { text: '', instant: undefined };

  constructor(memory: Memory, share: Share) {
    this.#memory = memory;
    this.#share = share;
  }

  /** All of the event or, with the reason, nothing of it. */
  apply(event: RecordedEvent): Stop | undefined {
    try {
      const { quarantine, reused } = this.#memory;
      const reason = quarantine.get(event.position) ?? reused.get(event.position);
      if (isDossier(event) && !holds(this.#share, event.stream)) this.#pass(event, reason);
      else if (reason === undefined) this.#applyByStream(event);
      else this.#setAside(event, reason);
      return undefined;
    } catch (error) {
      const { code, message } = isAppError(error) ? error : new AppError('INTERNAL', `Applying the event failed: ${String(error)}`);
      return { position: event.position, code, reason: message.slice(0, 1_000) };
    }
  }

  batch(from: number, last: RecordedEvent | undefined, stop: Stop | undefined): ProjectedBatch {
    const touched = [...this.#touched.values()];
    const isFirst = this.#share.index === 0;
    const others = <Row>(rows: readonly Row[]): readonly Row[] => (isFirst ? rows : []);
    return {
      from, to: last?.position ?? from, recordedAt: last?.recordedAt,
      entries: [...this.#entries, ...others(this.#otherEntries)],
      dossiers: touched.map(({ code, after }) => dossierRow(code, after)),
      findings: [...this.#findings, ...others(this.#otherFindings)],
      corrections: this.#corrections,
      calendarMoves: this.#calendarMoves,
      authorities: others(this.#authorities),
      procedures: others(this.#procedures),
      quarantined: [...others(this.#quarantined), ...this.#ownQuarantined],
      almanac: others(this.#almanac),
      editions: others(this.#editions),
      editionParts: others(this.#editionParts),
      acceptedDifferences: others(this.#acceptedDifferences),
      ...timeRowsOf(touched),
      stop,
    };
  }

  #applyByStream(event: RecordedEvent): void {
    if (isDossier(event)) this.#applyDossier(event);
    else if (event.stream === streams.authority(event.subject)) this.#declareAuthority(event);
    else if (event.stream === streams.procedure(event.subject)) this.#declareProcedure(event);
    else if (event.stream === streams.calendar(event.subject)) this.#announceCalendar(event);
    else if (event.stream === streams.service(event.subject)) this.#noteRatings(event);
    else if (isFeedback(event)) this.#applyFeedback(event);
    else if (event.stream === streams.deliveries(event.subject)) assertDelivery(event);
    else if (event.stream === streams.quarantine) this.#confirmQuarantine(event);
    else if (event.type === DIFFERENCES_ACCEPTED) this.#acceptedDifferences.push(acceptedDifferenceRow(event, this.#recordedAt(event.recordedAt)));
    else if (event.type === EDITION_PART) this.#editionParts.push(editionPartRow(event));
    else if (event.type === PERIOD_CLOSED) this.#editions.push(editionRow(event, this.#recordedAt(event.recordedAt)));
    else throw unknownType(event);
  }

  #applyDossier(record: RecordedEvent): void {
    const { position, subject: code } = record;
    const recordedAt = this.#recordedAt(record.recordedAt);
    const state = this.#stateBefore(record);
    const event = readDossierEvent(record);
    if (state.lacks !== undefined && !canFollow(state, event)) {
      this.#setAside(record, followsNothing(state.lacks), this.#ownQuarantined);
      return;
    }
    const { standing, postings } = postEvent(state, event);
    const findings = findingsOf({ code, position, source: record.source, recordedAt, event, before: state.dossier, after: standing.dossier }, this.#memory.references);
    const after = { ...standing, lacks: state.lacks, revision: record.revision, firstPosition: state.firstPosition || position, lastPosition: position };
    for (const [movement, posting] of postings.entries()) this.#entries.push({ position, movement, dossier: code, posting });
    this.#findings.push(...findings);
    if (event.type === 'DueDateChanged' && event.data.cause === 'calendar') this.#calendarMoves.push({ position, dossier: code });
    if (event.type === 'DossierCorrected') this.#corrections.push({ dossier: code, position, field: event.data.field, old: event.data.old, new: event.data.new });
    this.#memory.states.set(record.stream, after);
    this.#touched.set(code, { code, before: this.#touched.get(code)?.before ?? state, after });
  }

  /** Whatever was appended together was recorded at the same instant. */
  #recordedAt(text: string): Instant {
    if (text !== this.#lastRecorded.text) this.#lastRecorded = { text, instant: parseInstant(text) };
    if (this.#lastRecorded.instant === undefined) throw new AppError('HISTORY_IMPOSSIBLE', 'The instant of the recording cannot be read.');
    return this.#lastRecorded.instant;
  }

  #stateBefore({ stream, revision }: RecordedEvent): DossierState {
    const state = this.#memory.states.get(stream);
    if (state === undefined) throw new AppError('INTERNAL', 'The state of the dossier was not loaded.');
    if (state instanceof AppError) throw state;
    if (revision !== state.revision + 1) throw new AppError('HISTORY_IMPOSSIBLE', `Revision ${revision} of the stream cannot follow revision ${state.revision}.`);
    return state;
  }

  #declareAuthority(event: RecordedEvent): void {
    const row = authorityRow(event);
    this.#authorities.push(row);
    this.#memory.references.authorities.declare(row);
    const cycleFrom = firstDayAboveItself(this.#memory.references.authorities, row);
    if (cycleFrom !== undefined) this.#otherFindings.push(cycleFinding(event, row, cycleFrom));
  }

  #declareProcedure(event: RecordedEvent): void {
    const row = procedureRow(event);
    this.#learn(event);
    this.#procedures.push(row);
    this.#memory.references.procedures.declare(row);
    this.#memory.references.fields.add(row.field);
  }

  #announceCalendar(event: RecordedEvent): void {
    assertCalendar(event);
    this.#learn(event);
  }

  /** Of no dossier: the journal has the name of the unit's stream in the place of one. */
  #noteRatings(event: RecordedEvent): void {
    if (event.type !== 'ServiceRated') throw unknownType(event);
    const { data } = serviceEventData.ServiceRated.safeParse(event.data);
    const occurredAt = parseInstant(event.occurredAt);
    if (data === undefined || occurredAt === undefined) throw unreadable(event);
    for (const [movement, rated] of factsOfRatings({ id: event.id, occurredAt, unit: event.subject, data }).entries()) {
      this.#otherEntries.push({ position: event.position, movement, dossier: event.stream, posting: { kind: 'posted', movement: rated } });
    }
  }

  /** Of no dossier either. There is little of it, so the first share folds all. */
  #applyFeedback(record: RecordedEvent): void {
    const event = readFeedbackEvent(record);
    if (this.#share.index !== 0) return;
    const folded = foldFeedback(this.#memory.feedback, record.stream, event);
    if (folded.kind === 'follows_nothing') this.#setAside(record, followsNothing(folded.lacks));
    else for (const [movement, posting] of folded.postings.entries()) this.#otherEntries.push({ position: record.position, movement, dossier: record.stream, posting });
  }

  /** Due dates of the events that follow are computed with it. */
  #learn({ position, type, subject, data }: RecordedEvent): void {
    this.#memory.almanac.learn({ position, type, subject, data });
    this.#almanac.push({ position, type, subject, data: JSON.stringify(data) });
  }

  /** The event it names came before and was left out there; a decision about anything else would change what is posted. */
  #confirmQuarantine(event: RecordedEvent): void {
    if (event.type !== QUARANTINED) throw unknownType(event);
    const { data } = quarantineData.safeParse(event.data);
    if (data === undefined) throw unreadable(event);
    if (!this.#memory.leftOut.has(data.position)) throw new AppError('HISTORY_IMPOSSIBLE', `The event at position ${data.position} cannot be set aside any more: it was posted.`);
  }

  #setAside(event: RecordedEvent, reason: string, rows = this.#quarantined): void {
    const { stream, revision, position } = event;
    const state = this.#memory.states.get(stream);
    const known = state instanceof AppError ? undefined : state;
    const lacks = known?.lacks ?? (this.#memory.quarantine.has(position) ? undefined : position);
    if (known !== undefined) this.#memory.states.set(stream, { ...known, revision, lacks });
    leaveOutOfFeedback(this.#memory.feedback, stream, lacks);
    this.#leaveOut(event, reason, rows);
    const findings = isDossier(event) ? this.#findings : this.#otherFindings;
    findings.push(quarantinedFinding(event, isDossier(event) ? event.subject : stream, reason, known?.dossier));
  }

  /** The dossier is another share's. */
  #pass(event: RecordedEvent, reason: string | undefined): void {
    if (reason !== undefined) this.#leaveOut(event, reason, this.#quarantined);
  }

  #leaveOut({ position, id: event_id, stream }: RecordedEvent, reason: string, rows: QuarantinedRow[]): void {
    this.#memory.leftOut.add(position);
    rows.push({ position, event_id, stream, reason });
  }
}

function isDossier({ stream, subject }: RecordedEvent): boolean {
  return stream === streams.dossier(subject);
}

function followsNothing(lacks: number): string {
  return `Không đi sau được sự kiện ở vị trí ${lacks}, đã để riêng vì trùng mã`;
}
