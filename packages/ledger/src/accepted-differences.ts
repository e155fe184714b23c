import { plainLine, plainText } from '@motcua/dossier';
import { z } from 'zod';

/** Chấp nhận khác biệt: the figures of a read model that was made again may differ from those before, because somebody wants it so. */
export const DIFFERENCES_ACCEPTED = 'DifferencesAccepted';

/** How many cells the decision names; `cells` says how many there are. */
export const ACCEPTED_CELLS_MAX = 500;

const row = z.record(z.string(), z.unknown()).nullable();

/** A row of the read model that is another one now. `old`, `new`: the columns in which it differs, null where there is no row. */
export const changedCellSchema = z.strictObject({ part: z.string().max(60), key: z.record(z.string(), z.unknown()), old: row, new: row });
export type ChangedCell = z.output<typeof changedCellSchema>;

/**
 * Data of `DifferencesAccepted`. `position`: of the log, as of which both were compared; `version`: of the projection, old and new;
 * `parts`: what was allowed to differ, and in how many rows it does; `cells`: the first of them.
 */
export const differencesAcceptedData = z.strictObject({
  position: z.int().min(0), version: z.strictObject({ old: z.int(), new: z.int() }),
  parts: z.record(z.string(), z.int().min(0)), cells: z.array(changedCellSchema).max(ACCEPTED_CELLS_MAX),
  reason: plainLine(500), acceptedBy: z.strictObject({ unit: plainText(100).exactOptional(), role: plainText(100).exactOptional() }),
});
export type DifferencesAcceptedData = z.output<typeof differencesAcceptedData>;
