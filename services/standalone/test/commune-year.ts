import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';

/** A commune, and who tells of it. */
export const COMMUNE = 'H57.31.07';

const [PARTLY, FULLY, BUILDING] = ['1.000101', '1.000102', '1.000103'] as const;

const FIELDS = { [PARTLY]: 'DD', [FULLY]: 'HT', [BUILDING]: 'XD' } as const;

const event = (type: string, subject: string, time: string, data: object): object => (
  { specversion: '1.0', id: `${type}.${subject}.${time}`, source: 'urn:test:quang-tho', type, subject, time: `${time}:00+07:00`, data }
);
const procedure = (code: string, name: string, field: string, fieldName: string, serviceClass: string) =>
  event('ProcedureDeclared', code, '2022-01-01T08:00', { name, field, fieldName, level: 'commune', serviceClass, validFrom: '2020-01-01' });

const feedbackCode = (number: number, on: CivilDate): string => `${COMMUNE}.PAKN-${on.slice(2).replaceAll('-', '')}-${number}`;

/**
 * What a commune tells of its year 2023, as the API takes it, by kind of events: 80 dossiers of three procedures, 32 of them online, of
 * which one is of a procedure that is partly so; five were late. Its ratings, and three feedbacks, the first of them carried over; what was told
 * wrong of them is corrected, and a fourth one was never received.
 */
export const communeYear: Readonly<Record<'reference-events' | 'dossier-events' | 'service-events' | 'feedback-events', readonly object[]>> = {
  'reference-events': [
    event('AuthorityDeclared', COMMUNE, '2022-01-01T08:00', { name: 'UBND xã Quảng Thọ', level: 'commune', parent: null, validFrom: '2020-01-01' }),
    procedure(PARTLY, 'Đăng ký biến động', 'DD', 'Đất đai', 'partly_online'), procedure(FULLY, 'Đăng ký khai sinh', 'HT', 'Hộ tịch', 'fully_online'),
    procedure(BUILDING, 'Cấp giấy phép xây dựng', 'XD', 'Xây dựng', 'information'),
  ],
  'dossier-events': Array.from({ length: 80 }, (_, index) => dossier(index)).flat(),
  'service-events': Array.from({ length: 12 }, (_, month) =>
    event('ServiceRated', COMMUNE, `2023-${String(month + 1).padStart(2, '0')}-10T17:00`, { authority: COMMUNE, satisfied: 20 + month, otherwise: month % 2 })),
  'feedback-events': [
    ...feedback(1, '2022-12-01', 'regulation', { processed: '2022-12-20', published: '2023-01-05' }), ...feedback(2, '2023-05-08', 'regulation', { processed: '2023-05-30' }),
    ...feedback(3, '2023-12-12', 'regulation', { processed: '2023-12-13' }), ...feedback(4, '2023-07-03', 'regulation', {}),
    correction(2, '2023-05-08', { field: 'kind', old: 'regulation', new: 'conduct' }), correction(3, '2023-12-12', { field: 'processedAt', old: '2023-12-13T08:00:00+07:00', new: null }),
    correction(4, '2023-07-03', { field: 'receivedAt', old: '2023-07-03T08:00:00+07:00', new: null }),
  ],
};

function dossier(index: number): readonly object[] {
  const isOnline = index < 32;
  const number = isOnline ? (index === 0 ? PARTLY : FULLY) : index < 60 ? BUILDING : PARTLY;
  const on: CivilDate = addDays('2023-01-03', index * 4);
  const code = `${COMMUNE}-${on.slice(2).replaceAll('-', '')}-0001`;
  const isLate = index % 16 === 15;
  const tell = (type: string, days: number, hour: string, data: object = {}) => event(type, code, `${addDays(on, days)}T${hour}`, data);
  return [
    tell('DossierReceived', 0, '08:00', { authority: COMMUNE, receivingUnit: COMMUNE, procedure: number, field: FIELDS[number], channel: isOnline ? 'online' : 'in_person', dueAt: addDays(on, 10) }),
    tell('ComponentsDigitized', 0, '08:10', { components: 3, [isOnline ? 'byApplicant' : 'byCounter']: index % 5 === 0 ? 2 : 3 }),
    tell('FeePaid', 0, '08:20', { method: isOnline ? 'national_portal' : 'counter', amount: 20_000 }),
    ...(index % 4 === 0 ? [tell('SlipIssued', 1, '08:00', { kind: 'notice', signed: index % 8 === 0 })] : []),
    tell('DossierResolved', isLate ? 12 : 5, '09:00'), tell('ResultReady', isLate ? 12 : 5, '09:30', { electronic: true }),
  ];
}

function correction(number: number, on: CivilDate, data: object): object {
  return event('FeedbackCorrected', feedbackCode(number, on), '2023-12-14T08:00', { ...data, reason: 'typing_error' });
}

function feedback(number: number, on: CivilDate, kind: string, { processed, published }: { readonly processed?: CivilDate; readonly published?: CivilDate }): readonly object[] {
  const code = feedbackCode(number, on);
  return [
    event('FeedbackReceived', code, `${on}T08:00`, { authority: COMMUNE, kind, dueAt: addDays(on, 20) }),
    ...(processed === undefined ? [] : [event('FeedbackProcessed', code, `${processed}T08:00`, {})]),
    ...(published === undefined ? [] : [event('FeedbackPublished', code, `${published}T08:00`, {})]),
  ];
}
