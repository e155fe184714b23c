import { NATIONAL_CODE } from '@motcua/calendar';
import { datedDossiers, readQuarantined, readReferences } from '@motcua/database';
import type { Database } from '@motcua/database';
import { Almanac, ND61, readDossierEvent, referenceEventData } from '@motcua/dossier';
import type { DossierEvent, ReferenceRecord } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { canonicalJson, civilDateOf } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { calendarChange, HindsightAlmanac, postingsOfMove } from '@motcua/ledger';
import type { CalendarChange, CalendarQuestion } from '@motcua/ledger';
import type { Declaration } from '../imports/declaration.ts';
import { figureSums } from './figure-sums.ts';
import type { FigureChange } from './figure-sums.ts';
import { readLevels } from './levels.ts';

/** What calendars to come would change, if nothing else happens. `editions`: those of the file; `known`: the log has it already. */
export type CalendarPreview = {
  readonly editions: readonly { readonly code: string; readonly announcedOn: string; readonly known: boolean }[];
  /** Dossiers with a due date in force. */
  readonly looked: number;
  /** By dossier. */
  readonly changes: readonly CalendarChange[];
  /** If the movable dates are moved: changes of the sums by rule, quarter, level and class. */
  readonly figures: readonly FigureChange[];
  /** In Vietnam: earlier years were announced, later ones are to be. */
  readonly today: CivilDate;
  /** Years of the file and of the new due dates of which, with the file, still only the holidays of fixed date are known. */
  readonly unannouncedYears: readonly number[];
};

export type PreviewOptions = {
  readonly store: EventStore;
  readonly database: Pick<Database, 'db'>;
  readonly editions: readonly Declaration[];
  readonly now: Instant;
  /** Told now and then how many dossiers were looked at. */
  readonly onLooked?: (count: number) => void;
};

/** Streams read at once. */
const PAGE = 500;

/** What the calendars of a file would change. Writes nothing. */
export async function previewCalendars(options: PreviewOptions): Promise<CalendarPreview> {
  const { store, database: { db }, editions, now, onLooked } = options;
  const references = await readReferences(db);
  const question = calendarQuestion(references, editions, now);
  const [leftOut, levels] = [new Set(await readQuarantined(db)), await readLevels(db)];
  const changes: CalendarChange[] = [];
  const sums = figureSums(levels);
  let looked = 0;
  for (let after = ''; ;) {
    const codes = await datedDossiers(db, { rule: ND61.id, after, limit: PAGE });
    const records = await store.readStreams(codes.map(streams.dossier));
    for (const code of codes) {
      const arrived = historyOf(records.get(streams.dossier(code)) ?? [], leftOut);
      const change = calendarChange(code, arrived, question);
      if (change === undefined) continue;
      changes.push(change);
      if (change.kind === 'movable') sums.add(postingsOfMove(change, arrived, question));
    }
    looked += codes.length;
    onLooked?.(looked);
    after = codes.at(-1) ?? '';
    if (codes.length < PAGE) break;
  }
  return {
    editions: editions.map((edition) => ({ ...headOf(edition), known: references.some((record) => isSame(record, edition)) })), looked, changes, figures: sums.all(),
    today: civilDateOf(now), unannouncedYears: unannouncedYears(question, [...changes.map(({ newDueAt }) => civilDateOf(newDueAt)), ...editions.flatMap(datesOf)]),
  };
}

/** The calendars of the log, those without the editions of the file, and those with them. */
export function calendarQuestion(references: readonly ReferenceRecord[], editions: readonly Declaration[], now: Instant): CalendarQuestion {
  const announcedBy = [civilDateOf(now), ...editions.map((edition) => headOf(edition).announcedOn)].reduce((a, b) => (a > b ? a : b));
  const without = references.filter((record) => !editions.some((edition) => isSame(record, edition)));
  const added = editions.filter((edition) => !references.some((record) => isSame(record, edition)))
    .map(({ type, subject, data }, index): ReferenceRecord => ({ type, subject, data, position: BEHIND_THE_LOG + index }));
  return {
    known: new Almanac(references), without: new HindsightAlmanac(announcedBy, without), withChange: new HindsightAlmanac(announcedBy, [...references, ...added]), now,
  };
}

function unannouncedYears({ withChange }: CalendarQuestion, dates: readonly CivilDate[]): readonly number[] {
  const time = withChange.workingTime(NATIONAL_CODE);
  return [...new Set(dates.flatMap((date) => time.unannouncedYears(date, date)))].sort((a, b) => a - b);
}

function datesOf({ data }: Declaration): readonly CivilDate[] {
  return referenceEventData.CalendarAnnounced.parse(data).days.map(({ date }) => date);
}

/** A dossier's events as they count: without those that were set aside. */
export function historyOf(records: readonly RecordedEvent[], leftOut: ReadonlySet<number>): readonly DossierEvent[] {
  return records.filter(({ position }) => !leftOut.has(position)).map(readDossierEvent);
}

const BEHIND_THE_LOG = Number.MAX_SAFE_INTEGER - 1_000_000;

function isSame(record: ReferenceRecord, { type, subject, data }: Declaration): boolean {
  return record.type === type && record.subject === subject && canonicalJson(record.data) === canonicalJson(data);
}

function headOf({ subject, data: { announcedOn } }: Declaration): { readonly code: string; readonly announcedOn: string } {
  return { code: subject, announcedOn: typeof announcedOn === 'string' ? announcedOn : '' };
}
