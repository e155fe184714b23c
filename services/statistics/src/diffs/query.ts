import { EDITION_DIMENSIONS, RESTATEMENT_REASONS } from '@motcua/ledger';
import { plainLine } from '@motcua/dossier';
import { z } from 'zod';
import { pageParameters } from '../paging.ts';
import { rowCode, ruleParameter } from '../parameters.ts';

/** The parameters of `GET /v1/editions/{id}/diff`. */
export const diffParameters = z.strictObject({
  with: plainLine(160).default('now').meta({ description: 'The id of a later edition of the same period, or now', example: 'now' }),
  by: z.enum(EDITION_DIMENSIONS).default('level').meta({ description: 'What the rows of the tables are' }),
  rule: ruleParameter,
});

/** Those of the dossiers behind one change. */
export const diffMembersParameters = diffParameters.extend({
  figure: plainLine(60).meta({ description: 'The line that changed', example: 'resolvedLate' }),
  row: rowCode.optional().meta({ description: 'The row of the table; the whole scope without it' }),
  reason: z.enum(RESTATEMENT_REASONS).exclude(['rule']).meta({ description: 'One of the reasons that the answer gives' }),
  upTo: z.coerce.number().int().min(1).optional().meta({ description: 'What was now when the differences were read: a position from that of the edition on; without it what is posted when the first page is read' }),
  ...pageParameters,
});
