import type { FindingRow } from '@motcua/database';
import type { FindingKind } from '@motcua/ledger';
import { UNKNOWN } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import { civilDateOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';

/** One event applied: the dossier before and after it. */
export type Applied = {
  readonly code: string;
  readonly position: number;
  /** The system that told it. */
  readonly source: string;
  readonly recordedAt: Instant;
  readonly event: DossierEvent;
  readonly before: Dossier;
  readonly after: Dossier;
};

/** A finding about the dossier, at the event that brought it. */
export function warning(kind: FindingKind, applied: Applied, detail: Readonly<Record<string, string | null>>): FindingRow {
  const { code: subject, position, source, event, after } = applied;
  const { authority } = after.situation.placement;
  return {
    kind, severity: 'warning', subject, position, authority: authority === UNKNOWN ? null : authority, source, effective_on: civilDateOf(event.occurredAt),
    detail: JSON.stringify(detail),
  };
}
