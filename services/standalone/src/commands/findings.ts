import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import {
  FINDING_DIMENSIONS, FINDING_KINDS, FINDING_SEVERITIES, FINDING_STATUSES, readFindings, readFindingSummary, renderFindings, renderFindingSummary,
} from '@motcua/statistics';
import { cursorsOf } from '@motcua/http';
import { wrappedLines } from '@motcua/kernel';
import { z } from 'zod';
import { refusedEvents } from '../refused-events.ts';
import { inVietnamese, questionOptions, readOptions, refuseOptions } from './question-options.ts';

/** The options of `motcua findings` as the command line gives them; what is not given has its default. */
export type FindingsArgs = Readonly<Partial<Record<'scope' | 'kind' | 'source' | 'authority' | 'severity' | 'status' | 'on' | 'by' | 'limit', string>>> & {
  readonly list?: boolean | undefined;
  readonly json?: boolean | undefined;
};

export type FindingsCommand = {
  readonly database: Pick<Database, 'db'>;
  readonly args: FindingsArgs;
  /** Gets the whole answer at once, with the line break at its end. */
  readonly out: { readonly write: (text: string) => unknown };
};

const { scopes: scope, authority, on, limit } = questionOptions;
const options = z.object({
  scope, authority, on, limit, kind: z.enum(FINDING_KINDS).optional(), severity: z.enum(FINDING_SEVERITIES).optional(), status: z.enum(FINDING_STATUSES).optional(),
  source: z.string().min(1).max(200).optional(), by: z.enum(FINDING_DIMENSIONS).default('kind'),
});

/**
 * `motcua findings`: counts of the findings with what to do; with `list` the findings themselves.
 *
 * @throws AppError with a sentence in Vietnamese; nothing was written then.
 */
export async function runFindings({ database, args, out }: FindingsCommand): Promise<void> {
  await inVietnamese(args, async () => {
    const { by, limit: most, ...filters } = readOptions(options, args);
    const question = { ...filters, refused: refusedEvents };
    if (args.list === true) {
      refuseOptions(args, ['by'], '--by chia bảng tổng hợp, không đi với --list');
      const answer = await inSnapshot(database.db, (snapshot) => readFindings(snapshot, { ...question, limit: most, cursors: cursorsOf('findings', filters) }));
      return out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderFindings(answer))}\n`);
    }
    refuseOptions(args, ['limit'], '--limit chỉ đi với --list');
    const answer = await inSnapshot(database.db, (snapshot) => readFindingSummary(snapshot, question, by));
    return out.write(`${args.json === true ? JSON.stringify(answer) : wrappedLines(renderFindingSummary(answer))}\n`);
  });
}
