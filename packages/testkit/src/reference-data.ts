import type { ReferenceRecord } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import fc from 'fast-check';
import { LIMITS } from './life-waiting.ts';
import { pools } from './life.ts';

/** A declaration or an announcement that has no place in a log yet. */
export type Announcement = Omit<ReferenceRecord, 'position'>;

/** The days around which made-up dossiers live. */
const dayNear = (from: number, to: number): fc.Arbitrary<string> => fc.integer({ min: from, max: to }).map((offset) => addDays('2023-12-05', offset));

const morning = { from: 450, to: 690 };
const afternoon = { from: 810, to: 1_020 };
const long = [{ from: 420, to: 690 }, { from: 780, to: 1_050 }];
const usual = [{ from: 420, to: 690 }, { from: 810, to: 1_020 }];

/** Weeks with a Saturday counter, with a short Friday, with long Mondays, and one that never closes at noon. */
const WEEKS = [
  [usual, usual, usual, usual, usual, [morning], []],
  [[morning, afternoon], [morning, afternoon], [morning, afternoon], [morning, afternoon], [morning], [], []],
  [long, usual, usual, long, usual, [], [morning]],
  [[], [{ from: 480, to: 960 }], [{ from: 480, to: 960 }], [{ from: 480, to: 960 }], [{ from: 480, to: 960 }], [{ from: 480, to: 960 }], []],
] as const;

const unproven = { name: 'Ngày thử', verified: 'verified', source: 'Thông báo thử' } as const;

const calendarDay = fc.tuple(dayNear(0, 60), fc.nat(5)).map(([date, kind]) => {
  if (kind < 3) return { date, kind: 'off', ...unproven };
  if (kind === 3) return { date, kind: 'work', ...unproven };
  return kind === 4 ? { date, kind: 'work', hours: [morning], ...unproven } : { date, kind: 'weekly', ...unproven };
});

const hours = fc.tuple(fc.constantFrom(...WEEKS), dayNear(-30, 40)).map(([weekly, validFrom]) => ({ weekly, validFrom }));
const days = fc.uniqueArray(calendarDay, { minLength: 1, maxLength: 6, selector: ({ date }) => date });

/** An edition of a calendar near the made-up dossiers, often announced in the middle of them: days off, make-up days, Saturday hours. */
export const calendarAnnounced: fc.Arbitrary<Announcement> = fc.record({
  subject: fc.constantFrom('VN', 'H57', ...pools.authorities),
  announcedOn: dayNear(-10, 50),
  what: fc.oneof({ weight: 3, arbitrary: days.map((list) => ({ days: list })) }, { weight: 1, arbitrary: hours.map((week) => ({ hours: week, days: [] })) }),
}).map(({ subject, announcedOn, what }) => ({ type: 'CalendarAnnounced', subject, data: { announcedOn, ...what } }));

/** A version of a procedure: with a limit or without, valid from long ago or from the middle of things, for ever or not. */
export const procedureDeclared: fc.Arbitrary<Announcement> = fc.record({
  subject: fc.constantFrom(...pools.procedures),
  validFrom: fc.oneof(fc.constant('2020-01-01'), dayNear(0, 30)), lasts: fc.option(fc.nat(30), { freq: 3 }), limit: fc.constantFrom(undefined, ...LIMITS, ...LIMITS),
}).map(({ subject, validFrom, lasts, limit }) => ({
  type: 'ProcedureDeclared', subject,
  data: {
    name: 'Thủ tục thử', field: 'F-01', fieldName: 'Lĩnh vực thử', level: 'commune', validFrom,
    ...(lasts === null ? {} : { validTo: addDays(validFrom, lasts) }), ...(limit === undefined ? {} : { limit }),
  },
}));

/** What a log holds of calendars and procedures, in some order. */
export function announcements(maxLength = 7): fc.Arbitrary<readonly Announcement[]> {
  return fc.array(fc.oneof(calendarAnnounced, procedureDeclared), { maxLength });
}
