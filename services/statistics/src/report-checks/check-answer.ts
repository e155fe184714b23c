import { checkReport } from '@motcua/ledger';
import type { ReportCheckAnswer } from './answer-schema.ts';
import type { BesideLedger } from './beside-ledger.ts';
import type { ReadReport } from './reading.ts';

/** What is wrong in a report that was read, with the ledger's figures beside it if they were asked for. */
export function checkAnswer({ report, source, ignored, assumed }: ReadReport, ledger: BesideLedger | null): ReportCheckAnswer {
  const { contradictions, notes } = checkReport(report);
  return structuredClone({
    consistent: contradictions.length === 0, source,
    nodes: report.nodes.map(({ id, name, parent }) => ({ id, name, parent })),
    contradictions, notes, ignored, assumed, ledger,
  }) as ReportCheckAnswer;
}
