import type { FindingKind, FindingRow } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import type { Instant } from '@motcua/kernel';

/** One event applied: the dossier before and after it. */
export type Applied = {
  readonly code: string;
  readonly position: number;
  readonly recordedAt: Instant;
  readonly event: DossierEvent;
  readonly before: Dossier;
  readonly after: Dossier;
};

/** A finding about the dossier, at the event that brought it. */
export function warning(kind: FindingKind, applied: Applied, detail: Readonly<Record<string, string | null>>): FindingRow {
  const { authority } = applied.after.situation.placement;
  return { kind, severity: 'warning', subject: applied.code, position: applied.position, authority: authority === UNKNOWN ? null : authority, detail: JSON.stringify(detail) };
}
