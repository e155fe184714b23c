import type { Channel, UNKNOWN } from '@motcua/dossier';
import { dossierStanding, inSnapshot, postedMovements, readQuarantined } from '@motcua/database';
import type { Database, DossierStanding, Snapshot } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { AppError } from '@motcua/kernel';
import { classLabels } from '@motcua/ledger';
import type { z } from 'zod';
import type { dossierAnswer } from './answer-schema.ts';
import { placementShown } from './placement-shown.ts';
import { timelineOf } from './timeline.ts';

export type DossierAnswer = z.input<typeof dossierAnswer>;

/**
 * Where a dossier stands and everything that is recorded of it. The ledger may be a moment behind the log: what it has
 * not come to is marked `waiting`.
 *
 * @throws AppError `DOSSIER_UNKNOWN` when the log holds no event of the dossier.
 */
export async function readDossier({ db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStream'>, code: string): Promise<DossierAnswer> {
  const ledger = await inSnapshot(db, async (snapshot) => ({
    asOf: snapshot.asOf,
    situation: await situationOf(snapshot, await dossierStanding(snapshot.tx, code)),
    movements: await postedMovements(snapshot.tx, code),
    setAside: new Set(await readQuarantined(snapshot.tx)),
  }));
  // Read after the snapshot, so that no posted movement lacks its event.
  const events = await store.readStream(streams.dossier(code));
  if (events.length === 0) throw new AppError('DOSSIER_UNKNOWN', 'The log holds no event of this dossier: check the code.');
  const timeline = timelineOf(events, ledger.movements, ledger.asOf.position, ledger.setAside);
  return { code, asOf: ledger.asOf, situation: ledger.situation, timeline: timeline.map((entry) => ({ ...entry, movements: [...entry.movements] })) };
}

async function situationOf({ tx, asOf }: Snapshot, row: DossierStanding | undefined): Promise<DossierAnswer['situation']> {
  if (row === undefined) return null;
  const { authority, receiving_unit: receivingUnit, procedure, field } = row;
  const placement = { authority, receivingUnit, procedure, field, channel: row.channel as Channel | typeof UNKNOWN };
  return {
    class: row.class, classLabel: classLabels[row.class], ...await placementShown({ tx, asOf }, placement),
    submittedAt: row.submitted_at, receivedAt: row.received_at, dueAt: row.due_at, resolvedAt: row.resolved_at, readyAt: row.ready_at, returnedAt: row.returned_at,
    everOverdue: row.ever_overdue, apologies: row.apologies, claimedOutcome: row.claimed_outcome,
  };
}
