import { createHash } from 'node:crypto';
import type { AsOf } from '@motcua/database';
import { canonicalJson } from '@motcua/kernel';
import { currentDefinitions } from '@motcua/ledger';
import type { FiguresQuery } from './query.ts';

/** The same tag for the same question about the same log under the same definitions; the answer's bytes follow from these. */
export function figuresEtag(query: FiguresQuery, asOf: AsOf): string {
  const text = canonicalJson([query, asOf, DEFINED]);
  return `"${asOf.position}-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

const DEFINED = createHash('sha256').update(canonicalJson(currentDefinitions)).digest('base64url');
