import { Calendars, editionFaults } from '@motcua/calendar';
import type { Limit, WorkingTime } from '@motcua/calendar';
import { civilDateOf } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { referenceEventData } from './reference-events.ts';

/** A record of the log that declares or announces something. */
export type ReferenceRecord = { readonly type: string; readonly subject: string; readonly position: number; readonly data: unknown };

/** The limit of a procedure, and the version of it that says so. */
export type ProcedureLimit = { readonly limit: Limit; readonly procedure: string; readonly validFrom: CivilDate; readonly position: number };

/**
 * What computing due dates needs to know besides the dossier: working calendars and the limits of procedures, each with the
 * position of the log at which it became known. Grows while the log is read; what it says of an earlier position never changes.
 */
export class Almanac {
  #calendars = new Calendars();
  #procedures = new Map<string, ProcedureVersion[]>();
  /** Counts all that was announced by this day, whatever was known before. */
  #hindsight: CivilDate | undefined;

  constructor(records: Iterable<ReferenceRecord> = []) {
    for (const record of records) this.learn(record);
  }

  /** The calendars, for showing them. */
  get calendars(): Calendars {
    return this.#calendars;
  }

  /** Takes in a record; of another type, or one that cannot be read, it is left out. */
  learn({ type, subject, position, data }: ReferenceRecord): void {
    if (type === 'CalendarAnnounced') {
      const edition = referenceEventData.CalendarAnnounced.safeParse(data).data;
      if (edition !== undefined && editionFaults({ code: subject, position, ...edition }).length === 0) this.#calendars.announce({ code: subject, position, ...edition });
    }
    if (type === 'ProcedureDeclared') {
      const version = referenceEventData.ProcedureDeclared.safeParse(data).data;
      if (version !== undefined) this.#declare(subject, { validFrom: version.validFrom, validTo: version.validTo, limit: version.limit, position });
    }
  }

  /** The limit of a procedure on a day, as known before a position; the version declared last replaces one with the same first day. */
  limitOf(procedure: string, on: CivilDate, knownBefore = Infinity): ProcedureLimit | undefined {
    const known = this.#procedures.get(procedure)?.filter(({ position, validFrom }) => position < knownBefore && validFrom <= on) ?? [];
    const first = known.reduce<CivilDate>((latest, { validFrom }) => (validFrom > latest ? validFrom : latest), '');
    const version = known.findLast(({ validFrom }) => validFrom === first);
    if (version?.limit === undefined || (version.validTo !== undefined && version.validTo < on)) return undefined;
    return { limit: version.limit, procedure, validFrom: version.validFrom, position: version.position };
  }

  /** The working time of an authority as it was announced by the day of an instant, as known before a position. */
  workingTime(authority: string, at: Instant, knownBefore?: number): WorkingTime {
    return this.#hindsight === undefined
      ? this.#calendars.workingTime(authority, civilDateOf(at), knownBefore)
      : this.#calendars.workingTime(authority, this.#hindsight);
  }

  /**
   * The same almanac as one would use it who knew the calendars of a later day from the beginning: for showing what due dates
   * would be by them. Procedures keep their versions. It goes on learning with this one.
   */
  inHindsight(asOf: Instant): Almanac {
    const later = new Almanac();
    later.#calendars = this.#calendars;
    later.#procedures = this.#procedures;
    later.#hindsight = civilDateOf(asOf);
    return later;
  }

  #declare(procedure: string, version: ProcedureVersion): void {
    const versions = this.#procedures.get(procedure);
    if (versions === undefined) this.#procedures.set(procedure, [version]);
    else versions.push(version);
  }
}

type ProcedureVersion = {
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | undefined;
  readonly limit: Limit | undefined;
  readonly position: number;
};
