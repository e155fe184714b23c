import { createHash } from 'node:crypto';
import { canonicalJson } from '@motcua/kernel';
import { currentDefinitions, DIMENSIONS, factDefinitions, indicatorDefinitions, transferCauses } from '@motcua/ledger';
import { test } from 'tap';

/** The formula of every version that was ever given. A line is only ever added; an old one stays, because editions name it. */
const GIVEN: Readonly<Record<string, string>> = {
  'openingReceived@1': '1382bd43436b9c16',
  'received@1': 'f5edb1df31a08bab', 'receivedOnline@1': '34f79b7060da7ba6', 'reopened@1': '1e68e18e9fedd74a',
  'transferredIn@1': '3fc970b290c04d65', 'transferredOut@1': '015a263d57ba6034', 'resolved@1': '2ae303bc9a2c7138',
  'resolvedOnTime@1': 'f5693311377a202f', 'resolvedEarly@1': '51d642df5bb6ca76', 'resolvedOnDueDate@1': '86e5cf86308b6c29',
  'resolvedLate@1': 'ab70af9730ddf318', 'resolvedUndated@1': '9684eceddc416b89', 'closedAfterReception@1': '454d686ec3673cbb',
  'withdrawnAfterReception@1': 'bb52a098869e63b1', 'terminatedAfterReception@1': '13ed6f345b431c2c', 'closingReceived@1': 'f01e6614d005fec3',
  'withinLimit@1': 'bfc28b39bc3bdf21', 'paused@1': 'd883de3b8eb4ba54', 'overdue@1': '2762c97745539a07',
  'fellOverdue@1': '9d20198b72f38f7d', 'inProgress@1': '0c50728bdc455511', 'openingAwaiting@1': 'b26b1c68dc18670c',
  'submitted@1': '216719c8f98f7c48', 'awaitingTransferredIn@1': '96d72df634e6dd51', 'awaitingTransferredOut@1': '41735eb41d430ea9',
  'receivedAfterSubmission@1': 'a18123066cf2782f', 'refused@1': '205704dd93b9c511', 'refusedAtCounter@1': '85b409c6f014221f',
  'closedBeforeReception@1': '858b78f263edc853', 'withdrawnBeforeReception@1': '1d4e1409d6766d51', 'terminatedBeforeReception@1': '3f009a6d81b66485',
  'awaitingReception@1': 'cdcd138f97390c6f', 'onlineRatePercent@1': '8560c54ceb902dce', 'resolvedRatePercent@1': '073d75aec35831db',
  'onTimeRatePercent@1': '5d44c3957798f833', 'onTimeWithOthersPercent@1': 'bbd4203f63e63238', 'onTimeDuePercent@1': 'e2e73bceac72f751',
  'notLatePercent@1': 'bb9583a5011fb478', 'onTimeReceivedPortalPercent@1': '6d7b6445bb7950d1', 'onTimeReceivedPercent@1': 'ceea6db5de75538d',
  'earlyRatePercent@1': 'c6a62824af06bf79', 'onDueDateRatePercent@1': 'd4d20ea1de3bdc28', 'portalOnTime@1': '69635e878480e664',
  'feeDue@1': '5dce91cdc648a10c', 'feePaidOnline@1': 'f9f9483f009bda80', 'payments@1': '2aa2dc678991f251',
  'paymentsOnline@1': '180c7c7d6bb21388', 'componentsFiled@1': '3d56aa245a161305', 'componentsDigitized@1': '0905d068d6fb1498',
  'componentsByApplicant@1': '4e2bf2f07fd72918', 'componentsByCounter@1': 'e37c792bfc3513e7', 'componentsReused@1': '0323c9ad8e8d6fb1',
  'componentsFromCitizenStore@1': 'c1a90ea7bc5edcde', 'componentsFromNationalDatabase@1': '686c40919b1617e0', 'inputDigitized@1': 'dca13a914515d595',
  'resultElectronic@1': 'fb7a635c0a1fceec', 'resultElectronicOnline@1': '0d13a7ae7fd3ad1c', 'digitizedThroughout@1': 'df9228e1cf7be7f9',
  'slipsOwed@1': '3b24e5fef0137dca', 'slipsIssued@1': '7cac43bf7e5e2fbe', 'slipsSigned@1': '8090188575dbb7ed',
  'ratings@1': '43cfcdafcf227162', 'ratingsSatisfied@1': 'fd501f0b7ebff5c8', 'portalOnline@1': 'd28cb14997083fe7',
  'portalFeePaidOnline@1': '3d0ac4cda4fca3bc', 'portalElectronicResult@1': '5cb7bd74f683b6e9', 'portalDigitized@1': '9724bf78d48f3a64',
  'portalReused@1': '422a0a65db101811', 'portalNotOverdue@1': '0577b981c0650c61', 'onTimeShare@1': '4bb990bffa908727',
  'onlineShare@1': '916c306966629527', 'proceduresPaidOnlineShare@1': '948f16658cafb7df', 'paymentsOnlineShare@1': '7131a2ab35f81e8d', 'satisfiedShare@1': '70522df119eb27d5',
  'slipsSignedShare@1': 'f4e4d692da280541',
  'feedbackTaken@1': '6ac429852e189f06', 'feedbackReceived@1': '112d2f23eb345f8d', 'feedbackOpening@1': '276132e741d71c25',
  'feedbackTransferred@1': '6910c42a429f4c17', 'feedbackRegulation@1': '96b965e1e60e39f0', 'feedbackConduct@1': '0ed016af7094bae0',
  'feedbackProcessed@1': '40e3660370e892ce', 'feedbackOnTime@1': '239dc1653307a7e3', 'feedbackLate@1': '9f1c61e50a93578e',
  'feedbackUndated@1': '09d4df983aedad53', 'feedbackPublished@1': '235025706f116dde', 'feedbackDismissed@1': '7da412e98616377e',
  'feedbackInProgress@1': 'c2e2c2f0234855f9', 'feedbackWithinLimit@1': '4a57317f7418ce18', 'feedbackOverdue@1': '386c7d8721b889a7',
  'portalFeedbackOnTime@1': '136ac3a1f8a1096e',
};

test('a formula never changes without a new version', async (t) => {
  const formulas = [
    ...currentDefinitions.figures.map(({ id, version, terms }) => ({ id, version, formula: terms })),
    ...currentDefinitions.rates.map(({ id, version, numerator, denominator, rounding, rule = null }) => ({ id, version, formula: { numerator, denominator, rounding, rule } })),
    ...factDefinitions.map(({ id, version, unit, terms }) => ({ id, version, formula: { unit, terms } })),
    ...indicatorDefinitions.map(({ id, version, numerator, denominator, maximumPoints = null, rule, countedBy }) => (
      { id, version, formula: { numerator, denominator, maximumPoints, rule, ...(countedBy === undefined ? {} : { countedBy }) } }
    )),
  ];
  for (const { id, version, formula } of formulas) {
    const [name, print] = [`${id}@${version}`, fingerprint(formula)];
    t.equal(print, GIVEN[name], GIVEN[name] === undefined
      ? `${name} is new: add the line '${name}': '${print}' to GIVEN in this file`
      : `the formula of ${name} changed: give it version ${version + 1} and add the line '${id}@${version + 1}': '${print}' to GIVEN in this file; leave the old line`);
  }
});

test('what counts as a transfer never changes unseen, because the formulas of transfers rest on it', async (t) => {
  const transfers = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, transferCauses(dimension)]));
  t.equal(fingerprint(transfers), '7f63d018ed410906', 'the causes of transfers changed: give transferredIn, transferredOut, awaitingTransferredIn and awaitingTransferredOut their next versions, then pin this one');
});

function fingerprint(formula: unknown): string {
  return createHash('sha256').update(canonicalJson(formula)).digest('hex').slice(0, 16);
}
