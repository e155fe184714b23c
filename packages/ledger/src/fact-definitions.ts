import type { Channel } from '@motcua/dossier';
import type { Definition } from './definitions.ts';
import type { FactClass } from './facts.ts';
import { feedbackDefinitions } from './feedback-definitions.ts';

/** Một việc được đếm: as {@link Definition}, and what is counted. */
export type FactDefinition<Id extends string = string> = Definition<Id> & { readonly unit: FactUnit };
/** Đơn vị đếm: hồ sơ, giao dịch, thành phần hồ sơ, phiếu, lượt đánh giá, phản ánh hoặc kiến nghị. */
export const FACT_UNITS = ['dossier', 'payment', 'component', 'slip', 'rating', 'feedback'] as const;
export type FactUnit = (typeof FACT_UNITS)[number];

const LEDGER = 'Sổ việc được ghi nhận';
const PORTAL = 'Quyết định 766/QĐ-TTg năm 2022';
const DIGITAL = ['component_by_applicant', 'component_by_counter', 'component_from_citizen_store', 'component_from_national_database', 'component_from_elsewhere'] as const;
const REUSED = ['component_from_citizen_store', 'component_from_national_database', 'component_from_elsewhere'] as const;

/**
 * What is counted beside the quarter's table: facts, each as a flow, which is how often it happened in the period, and the book of
 * feedback. They stand in a registry of their own, so that neither the table nor an edition grows with them.
 */
export const factDefinitions = [
  fact('feeDue', 'dossier', 'Hồ sơ có nghĩa vụ tài chính (lần đầu được yêu cầu hoặc nộp trong kỳ)', `${PORTAL}, chỉ số 3.6`, ['fee_due']),
  fact('feePaidOnline', 'dossier', 'Hồ sơ thanh toán trực tuyến (lần đầu trong kỳ)', `${PORTAL}, chỉ số 3.6`, ['fee_paid_online']),
  fact('payments', 'payment', 'Giao dịch nộp phí, lệ phí', LEDGER, ['payment_online', 'payment_otherwise']),
  fact('paymentsOnline', 'payment', 'Giao dịch thanh toán trực tuyến', LEDGER, ['payment_online']),
  fact('componentsFiled', 'component', 'Thành phần hồ sơ', LEDGER, ['component_on_paper', ...DIGITAL]),
  fact('componentsDigitized', 'component', 'Thành phần hồ sơ ở dạng điện tử', `${PORTAL}, chỉ số 4.3`, DIGITAL),
  fact('componentsByApplicant', 'component', 'Thành phần do người nộp gửi điện tử', LEDGER, ['component_by_applicant']),
  fact('componentsByCounter', 'component', 'Thành phần do bộ phận một cửa số hóa', LEDGER, ['component_by_counter']),
  fact('componentsReused', 'component', 'Thành phần điện tử được khai thác, sử dụng lại', `${PORTAL}, chỉ số 4.3`, REUSED),
  fact('componentsFromCitizenStore', 'component', 'Thành phần lấy từ kho dữ liệu của công dân', LEDGER, ['component_from_citizen_store']),
  fact('componentsFromNationalDatabase', 'component', 'Thành phần lấy từ cơ sở dữ liệu quốc gia', LEDGER, ['component_from_national_database']),
  fact('inputDigitized', 'dossier', 'Hồ sơ có thành phần được số hóa', `${PORTAL}, chỉ số 4.2`, ['input_digitized']),
  fact('resultElectronic', 'dossier', 'Hồ sơ có kết quả điện tử', `${PORTAL}, chỉ số 4.1`, ['result_electronic']),
  fact('resultElectronicOnline', 'dossier', 'Hồ sơ trực tuyến có kết quả điện tử', `${PORTAL}, chỉ số 3.3`, ['result_electronic'], ['online']),
  fact('digitizedThroughout', 'dossier', 'Hồ sơ số hóa cả đầu vào và đầu ra', 'Phụ lục báo cáo cải cách hành chính, mục 3.6.5; mọi thành phần đã báo đều ở dạng điện tử và kết quả là bản điện tử', ['digitized_throughout']),
  fact('slipsOwed', 'slip', 'Phiếu phải có', 'Phụ lục báo cáo cải cách hành chính, mục 3.5.6: phiếu đã gửi, và phiếu xin lỗi của hồ sơ đã trễ mà chưa có', ['slip_owed']),
  fact('slipsIssued', 'slip', 'Phiếu đã gửi', LEDGER, ['slip_signed', 'slip_unsigned']),
  fact('slipsSigned', 'slip', 'Phiếu đã gửi có chữ ký số', 'Phụ lục báo cáo cải cách hành chính, mục 3.5.6', ['slip_signed']),
  fact('ratings', 'rating', 'Lượt đánh giá sự phục vụ', LEDGER, ['rating_satisfied', 'rating_otherwise']),
  fact('ratingsSatisfied', 'rating', 'Lượt đánh giá hài lòng', LEDGER, ['rating_satisfied']),
  ...feedbackDefinitions,
] as const satisfies readonly FactDefinition[];

export type FactId = (typeof factDefinitions)[number]['id'];

/** Whether an id is that of a fact. */
export function isFactId(id: string): id is FactId {
  return factDefinitions.some((definition) => definition.id === id);
}

function fact<const Id extends string>(id: Id, unit: FactUnit, label: string, source: string, classes: readonly FactClass[], channels?: readonly Channel[]): FactDefinition<Id> {
  return { id, version: 1, label, unit, source, terms: [{ measure: 'flow', classes, causes: ['noted'], side: 'to', ...(channels === undefined ? {} : { channels }), sign: 1 }] };
}
